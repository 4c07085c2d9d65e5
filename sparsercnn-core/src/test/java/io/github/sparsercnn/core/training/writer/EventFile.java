package io.github.sparsercnn.core.training.writer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads TensorBoard event files with nothing of the code that writes them: framing, check sums by
 * their polynomial, and the few fields that there are. Everything unexpected is an error.
 */
final class EventFile {
  private static final int CASTAGNOLI_REVERSED = 0x82f63b78;
  private static final long MASK_DELTA = 0xa282ead8L;

  private EventFile() {}

  /** What an event says. */
  record Event(
      double wallTime, long step, String fileVersion, boolean start, Map<String, Float> scalars) {}

  static List<Event> read(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      check(length, bytes.getInt());
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(data);
      check(data, bytes.getInt());
      events.add(event(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN)));
    }
    return events;
  }

  private static void check(byte[] data, int masked) {
    int crc = -1;
    for (byte b : data) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ CASTAGNOLI_REVERSED;
      }
    }
    long sum = ~crc & 0xffffffffL;
    long expected = ((sum >> 15 | sum << 17) & 0xffffffffL) + MASK_DELTA & 0xffffffffL;
    if (expected != (masked & 0xffffffffL)) {
      throw new IllegalStateException("wrong check sum");
    }
  }

  private static Event event(ByteBuffer bytes) {
    double wallTime = 0;
    long step = 0;
    String version = "";
    boolean start = false;
    Map<String, Float> scalars = new LinkedHashMap<>();
    while (bytes.hasRemaining()) {
      int key = bytes.get();
      switch (key) {
        case 1 << 3 | 1 -> wallTime = bytes.getDouble();
        case 2 << 3 -> step = varint(bytes);
        case 3 << 3 | 2 -> version = text(bytes);
        case 5 << 3 | 2 -> summary(part(bytes), scalars);
        case 7 << 3 | 2 -> {
          ByteBuffer log = part(bytes);
          start = log.get() == 1 << 3 && varint(log) == 1 && !log.hasRemaining();
        }
        default -> throw new IllegalStateException("unknown field " + key);
      }
    }
    return new Event(wallTime, step, version, start, scalars);
  }

  private static void summary(ByteBuffer bytes, Map<String, Float> scalars) {
    while (bytes.hasRemaining()) {
      expect(bytes, 1 << 3 | 2);
      ByteBuffer value = part(bytes);
      expect(value, 1 << 3 | 2);
      String tag = text(value);
      expect(value, 2 << 3 | 5);
      if (scalars.put(tag, value.getFloat()) != null || value.hasRemaining()) {
        throw new IllegalStateException("unexpected value of " + tag);
      }
    }
  }

  private static void expect(ByteBuffer bytes, int key) {
    if (bytes.get() != key) {
      throw new IllegalStateException("expected the key " + key);
    }
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(part(bytes)).toString();
  }

  private static ByteBuffer part(ByteBuffer bytes) {
    byte[] part = new byte[(int) varint(bytes)];
    bytes.get(part);
    return ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
