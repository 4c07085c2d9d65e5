package io.github.sparsercnn.core.dataset.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.sparsercnn.DatasetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a JSON file once, without holding it. Every complaint names the file and the line.
 * Not thread-safe.
 */
public final class JsonCursor implements AutoCloseable {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();
  private static final double LARGEST_EXACT_INTEGER = 1L << 53;

  private final String source;
  private final JsonParser parser;
  private String list = "";
  private int element;

  private JsonCursor(String source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /** What reads a file from its first token. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * Reads from the cursor's place on.
     *
     * @param cursor at the first token
     * @return what was read
     * @throws IOException if the file cannot be read
     */
    T read(JsonCursor cursor) throws IOException;
  }

  /**
   * Reads a whole file.
   *
   * @param path the file
   * @param reading what reads it
   * @param <T> what it makes of it
   * @return what was read
   * @throws DatasetException if the file cannot be read or is not one JSON value
   */
  public static <T> T read(Path path, Reading<T> reading) {
    try (InputStream in = Files.newInputStream(path);
        JsonCursor cursor = new JsonCursor(path.toString(), FACTORY.createParser(in))) {
      return cursor.readAll(reading);
    } catch (NoSuchFileException e) {
      throw new DatasetException(path + ": no such file", e);
    } catch (IOException e) {
      throw new DatasetException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private <T> T readAll(Reading<T> reading) throws IOException {
    try {
      if (parser.nextToken() == null) {
        throw new DatasetException(source + ": is empty, expected JSON");
      }
      T result = reading.read(this);
      if (parser.nextToken() != null) {
        throw error("something follows the end of the JSON value");
      }
      return result;
    } catch (JsonProcessingException e) {
      throw new DatasetException(
          source
              + ", line "
              + (e.getLocation() == null ? 0 : e.getLocation().getLineNr())
              + ": not valid JSON: "
              + withoutAdvice(e.getOriginalMessage()),
          e);
    }
  }

  /** Jackson's first line, without advice for programmers on how to allow the trouble. */
  private static String withoutAdvice(String text) {
    return text.lines().findFirst().orElse("").replaceFirst(": enable `.*", "");
  }

  /** {@return what messages call the file} */
  public String source() {
    return source;
  }

  /**
   * A complaint about the place that was just read.
   *
   * @param problem what is wrong there
   * @return the exception, to be thrown
   */
  public DatasetException error(String problem) {
    String place = list.isEmpty() ? "" : ", " + list + "[" + element + "]";
    return new DatasetException(
        source + place + ", line " + parser.currentTokenLocation().getLineNr() + ": " + problem);
  }

  /** What to do with each element of a list. */
  @FunctionalInterface
  public interface Element {
    /**
     * Reads the element that the cursor stands on.
     *
     * @throws IOException if the file cannot be read
     */
    void read() throws IOException;
  }

  /**
   * Reads the current list of objects; complaints name the element.
   *
   * @param name of the list
   * @param reading what reads an element
   * @throws IOException if the file cannot be read
   * @throws DatasetException if this is no list of objects
   */
  public void forEachObject(String name, Element reading) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw error(name + " is " + found() + ", expected a list");
    }
    list = name;
    for (element = 0; parser.nextToken() != JsonToken.END_ARRAY; element++) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw error("the element is " + found() + ", expected an object");
      }
      reading.read();
    }
    list = "";
  }

  /**
   * Demands that the current value is an object.
   *
   * @param what the value is, for messages
   * @throws DatasetException if it is something else
   */
  public void expectObject(String what) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw error(what + " is " + found() + ", expected an object");
    }
  }

  /**
   * Goes to the next key of the current object and on to its value.
   *
   * @return the key, or null at the end of the object
   * @throws IOException if the file cannot be read
   */
  public @Nullable String nextKey() throws IOException {
    String key = parser.nextFieldName();
    if (key != null) {
      parser.nextToken();
    }
    return key;
  }

  /** {@return whether the current value is null} */
  public boolean atNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /**
   * Leaves the current value behind, with all it holds.
   *
   * @throws IOException if the file cannot be read
   */
  public void skip() throws IOException {
    parser.skipChildren();
  }

  /**
   * The current value as an id: a whole number, also if it is written like 7.0.
   *
   * @param what the value is, for messages
   * @return the id
   * @throws IOException if the file cannot be read
   * @throws DatasetException if it is not a whole number of 64 bits
   */
  public long id(String what) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        return parser.getLongValue();
      }
    } else if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = parser.getDoubleValue();
      if (value == Math.rint(value) && Math.abs(value) <= LARGEST_EXACT_INTEGER) {
        return (long) value;
      }
    }
    throw error(what + " is " + found() + ", expected a whole number of 64 bits");
  }

  /**
   * The current value as a finite number.
   *
   * @param what the value is, for messages
   * @return the number
   * @throws IOException if the file cannot be read
   * @throws DatasetException if it is not a finite number
   */
  public double number(String what) throws IOException {
    double value = numberOrNaN();
    if (Double.isFinite(value)) {
      return value;
    }
    throw error(what + " is " + found() + ", expected a finite number");
  }

  private double numberOrNaN() throws IOException {
    JsonToken token = parser.currentToken();
    return token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT
        ? parser.getDoubleValue()
        : Double.NaN;
  }

  /**
   * The current value as a mark: 0, 1, false or true.
   *
   * @param what the value is, for messages
   * @return whether it is set
   * @throws IOException if the file cannot be read
   * @throws DatasetException if it is not a mark
   */
  public boolean flag(String what) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return token == JsonToken.VALUE_TRUE;
    }
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = parser.getDoubleValue();
      if (value == 0 || value == 1) {
        return value == 1;
      }
    }
    throw error(what + " is " + found() + ", expected 0 or 1");
  }

  /**
   * The current value as text.
   *
   * @param what the value is, for messages
   * @return the text
   * @throws IOException if the file cannot be read
   * @throws DatasetException if it is not text
   */
  public String text(String what) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw error(what + " is " + found() + ", expected text");
    }
    return parser.getText();
  }

  /**
   * The current value as a box.
   *
   * @param what the value is, for messages
   * @param xywh takes its four numbers
   * @throws IOException if the file cannot be read
   * @throws DatasetException if it is no list of four finite numbers, or a side is negative
   */
  public void box(String what, double[] xywh) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw error(what + " is " + found() + ", expected [x, y, width, height]");
    }
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      double side = numberOrNaN();
      if (!Double.isFinite(side)) { // its name would cost more than the number, so it comes late
        throw error(what + "[" + count + "] is " + found() + ", expected a finite number");
      }
      if (count < xywh.length) {
        xywh[count] = side;
      }
      count++;
    }
    if (count != xywh.length) {
      throw error(what + " has " + count + " numbers, expected [x, y, width, height]");
    }
    String problem = BoxCheck.problem(xywh[0], xywh[1], xywh[2], xywh[3]);
    if (problem != null) {
      throw error(problem);
    }
  }

  private String found() {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return "an object";
    }
    if (token == JsonToken.START_ARRAY) {
      return "a list";
    }
    try {
      String text = parser.getText();
      return token == JsonToken.VALUE_STRING
          ? "the text \"" + shortened(text) + "\""
          : shortened(text);
    } catch (IOException e) {
      return "unreadable";
    }
  }

  private static String shortened(String text) {
    int limit = 40;
    return text.length() <= limit ? text : text.substring(0, limit) + "...";
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
