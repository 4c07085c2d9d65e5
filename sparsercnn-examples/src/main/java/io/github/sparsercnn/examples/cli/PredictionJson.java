package io.github.sparsercnn.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.sparsercnn.Box;
import io.github.sparsercnn.Instance;
import io.github.sparsercnn.Instances;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/**
 * Writes what was found as a JSON array, one object per picture in the order of the input:
 *
 * <pre>{@code
 * {"file":"a.jpg","width":640,"height":480,
 *  "detections":[{"label":"RBC","class_id":0,"score":0.93,"box":[x1,y1,x2,y2]}]}
 * }</pre>
 *
 * <p>A picture that could not be used has {@code file} and {@code error}. Numbers read back to the
 * same floats. All text is ASCII, so that no encoding on the way can spoil it.
 */
final class PredictionJson implements PredictionSink, AutoCloseable {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build()
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private final JsonGenerator json;

  /**
   * @param writer flushed at the end, not closed
   */
  PredictionJson(Writer writer) throws IOException {
    json = FACTORY.createGenerator(writer);
    json.writeStartArray();
  }

  @Override
  public void found(Path file, Instances instances) throws IOException {
    startPicture(file);
    json.writeNumberField("width", instances.imageSize().width());
    json.writeNumberField("height", instances.imageSize().height());
    json.writeArrayFieldStart("detections");
    for (Instance instance : instances) {
      json.writeStartObject();
      json.writeStringField("label", instance.label());
      json.writeNumberField("class_id", instance.classId());
      json.writeNumberField("score", instance.score());
      json.writeArrayFieldStart("box");
      Box box = instance.box();
      json.writeNumber(box.x1());
      json.writeNumber(box.y1());
      json.writeNumber(box.x2());
      json.writeNumber(box.y2());
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public void failed(Path file, String reason) throws IOException {
    startPicture(file);
    json.writeStringField("error", reason);
    json.writeEndObject();
  }

  private void startPicture(Path file) throws IOException {
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeStringField("file", file.toString());
  }

  @Override
  public void close() throws IOException {
    json.writeRaw('\n');
    json.writeEndArray();
    json.writeRaw('\n');
    json.close();
  }
}
