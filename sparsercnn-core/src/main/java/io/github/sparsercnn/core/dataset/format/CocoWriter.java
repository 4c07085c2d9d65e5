package io.github.sparsercnn.core.dataset.format;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sparsercnn.core.checkpoint.AtomicFile;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Writes a dataset as a COCO annotation file: everything that a dataset knows; areas are those of
 * the boxes, and annotations are numbered from 1. Pictures stay where they are.
 */
public final class CocoWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Dataset dataset;
  private final JsonGenerator out;

  private CocoWriter(Dataset dataset, JsonGenerator out) {
    this.dataset = dataset;
    this.out = out;
  }

  /**
   * Writes a file, or replaces it.
   *
   * @param dataset what to write
   * @param json the file
   * @return what was written
   * @throws io.github.sparsercnn.SparseRcnnException if it cannot be written
   */
  public static WrittenDataset write(Dataset dataset, Path json) {
    AtomicFile.write(json, stream -> write(dataset, stream));
    return WrittenDataset.whole(dataset);
  }

  private static void write(Dataset dataset, OutputStream stream) throws IOException {
    try (JsonGenerator out = FACTORY.createGenerator(stream, JsonEncoding.UTF8)) {
      out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      new CocoWriter(dataset, out).write();
    }
  }

  private void write() throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("images");
    for (LabeledPicture picture : dataset.pictures()) {
      out.writeStartObject();
      out.writeNumberField("id", picture.id());
      out.writeStringField("file_name", picture.fileName());
      out.writeNumberField("width", picture.size().width());
      out.writeNumberField("height", picture.size().height());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("annotations");
    long annotation = 0;
    for (LabeledPicture picture : dataset.pictures()) {
      for (LabeledBox box : picture.boxes()) {
        write(++annotation, picture.id(), box);
      }
    }
    out.writeEndArray();
    out.writeArrayFieldStart("categories");
    for (int classId = 0; classId < dataset.categories().size(); classId++) {
      out.writeStartObject();
      out.writeNumberField("id", dataset.categories().datasetId(classId));
      out.writeStringField("name", dataset.categories().label(classId));
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void write(long id, long imageId, LabeledBox box) throws IOException {
    double[] xywh = {
      Decimals.rounded(box.x1()),
      Decimals.rounded(box.y1()),
      Decimals.rounded(box.width()),
      Decimals.rounded(box.height())
    };
    out.writeStartObject();
    out.writeNumberField("id", id);
    out.writeNumberField("image_id", imageId);
    out.writeNumberField("category_id", dataset.categories().datasetId(box.classId()));
    out.writeFieldName("bbox");
    out.writeArray(xywh, 0, xywh.length);
    out.writeNumberField("area", Decimals.rounded(xywh[2] * xywh[3]));
    out.writeNumberField("iscrowd", box.crowd() ? 1 : 0);
    out.writeEndObject();
  }
}
