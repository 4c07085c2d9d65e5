package io.github.sparsercnn.core.evaluation;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sparsercnn.DatasetException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a COCO results file. */
final class ResultsWriter {
  private ResultsWriter() {}

  static void write(CocoResults results, Path json) {
    Path partial = json.resolveSibling(json.getFileName() + ".partial");
    try {
      try (OutputStream out = Files.newOutputStream(partial);
          JsonGenerator generator = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
        generator.writeStartArray();
        for (int i = 0; i < results.size(); i++) {
          generator.writeStartObject();
          generator.writeNumberField("image_id", results.imageId(i));
          generator.writeNumberField("category_id", results.categoryId(i));
          generator.writeFieldName("bbox");
          generator.writeArray(results.boxes(), 4 * i, 4);
          generator.writeNumberField("score", results.score(i));
          generator.writeEndObject();
        }
        generator.writeEndArray();
      }
      Files.move(partial, json, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DatasetException(json + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
