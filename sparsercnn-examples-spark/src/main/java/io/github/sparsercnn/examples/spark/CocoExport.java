package io.github.sparsercnn.examples.spark;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sparsercnn.DatasetException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as two JSON files of COCO's form: the results, and the images and categories that
 * their ids stand for. Rows come one partition at a time, sorted by their ids, so that the same
 * rows give the same bytes. Used once.
 */
final class CocoExport {
  private final ImageIds ids;
  private final JsonGenerator results;
  private final JsonGenerator images;
  private final Map<Integer, String> categories = new TreeMap<>();
  private @Nullable Row last;
  private long left;

  private CocoExport(ImageIds ids, JsonGenerator results, JsonGenerator images) {
    this.ids = ids;
    this.results = results;
    this.images = images;
  }

  /**
   * Writes both files.
   *
   * @param rows of {@link DetectionRows#SCHEMA}
   * @param ids the ids that the files get
   * @param results where the results go; stays open
   * @param images where images and categories go; stays open
   * @return how many pictures were left out, because {@code ids} does not know them
   * @throws DatasetException if two pictures have the same id
   */
  static long write(Dataset<Row> rows, ImageIds ids, OutputStream results, OutputStream images)
      throws IOException {
    JsonFactory json = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    try (JsonGenerator first = json.createGenerator(results, JsonEncoding.UTF8);
        JsonGenerator second = json.createGenerator(images, JsonEncoding.UTF8)) {
      CocoExport export = new CocoExport(ids, first, second);
      export.write(rows.orderBy(PictureRow.IMAGE_ID).toLocalIterator());
      return export.left;
    }
  }

  private void write(Iterator<Row> rows) throws IOException {
    results.writeStartArray();
    images.writeStartObject();
    images.writeArrayFieldStart("images");
    while (rows.hasNext()) {
      Row row = rows.next();
      requireAnotherId(row);
      OptionalLong id = ids.of(row.getLong(0), row.getString(1));
      if (id.isPresent()) {
        write(id.getAsLong(), row);
      } else {
        left++;
      }
    }
    images.writeEndArray();
    writeCategories();
    images.writeEndObject();
    results.writeEndArray();
  }

  private void requireAnotherId(Row row) {
    if (last != null && last.getLong(0) == row.getLong(0)) {
      throw new DatasetException(
          last.getString(1)
              + " and "
              + row.getString(1)
              + " have the same image_id "
              + row.getLong(0)
              + "; give the pictures ids of your own, in a Parquet with a column image_id");
    }
    last = row;
  }

  private void write(long id, Row row) throws IOException {
    images.writeStartObject();
    images.writeNumberField("id", id);
    images.writeStringField("file_name", row.getString(1));
    String error = row.getAs(DetectionRows.ERROR);
    if (error == null) {
      images.writeNumberField("width", row.<Integer>getAs(DetectionRows.WIDTH));
      images.writeNumberField("height", row.<Integer>getAs(DetectionRows.HEIGHT));
      List<Row> detections = row.getList(row.fieldIndex(DetectionRows.DETECTIONS));
      for (Row detection : detections) {
        writeResult(id, detection);
      }
    } else {
      images.writeStringField("error", error);
    }
    images.writeEndObject();
  }

  private void writeResult(long id, Row detection) throws IOException {
    int category = detection.getAs("category_id");
    categories.putIfAbsent(category, detection.getAs("label"));
    float x1 = detection.getAs("x1");
    float y1 = detection.getAs("y1");
    float x2 = detection.getAs("x2");
    float y2 = detection.getAs("y2");
    results.writeStartObject();
    results.writeNumberField("image_id", id);
    results.writeNumberField("category_id", category);
    results.writeArrayFieldStart("bbox");
    results.writeNumber(x1);
    results.writeNumber(y1);
    results.writeNumber(x2 - x1);
    results.writeNumber(y2 - y1);
    results.writeEndArray();
    results.writeNumberField("score", detection.<Float>getAs("score"));
    results.writeEndObject();
  }

  private void writeCategories() throws IOException {
    images.writeArrayFieldStart("categories");
    for (Map.Entry<Integer, String> category : categories.entrySet()) {
      images.writeStartObject();
      images.writeNumberField("id", category.getKey());
      images.writeStringField("name", category.getValue());
      images.writeEndObject();
    }
    images.writeEndArray();
  }
}
