package io.github.sparsercnn;

import java.util.Locale;

/** Instances as JSON text. The api has no JSON library and writes only this much. */
final class InstancesJson {
  private static final char FIRST_PRINTABLE = ' ';

  private InstancesJson() {}

  static String write(Instances instances) {
    StringBuilder json = new StringBuilder("[");
    for (Instance instance : instances) {
      Box box = instance.box();
      json.append(json.length() == 1 ? "" : ",").append("{\"label\":");
      appendString(json, instance.label());
      json.append(",\"class_id\":").append(instance.classId());
      json.append(",\"score\":").append(instance.score());
      json.append(",\"box\":[").append(box.x1()).append(',').append(box.y1());
      json.append(',').append(box.x2()).append(',').append(box.y2()).append("]}");
    }
    return json.append(']').toString();
  }

  /** Surrogates are escaped: a lone one could not be written as UTF-8. */
  private static void appendString(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
