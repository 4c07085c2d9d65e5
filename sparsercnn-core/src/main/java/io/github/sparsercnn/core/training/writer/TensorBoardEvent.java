package io.github.sparsercnn.core.training.writer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * The records of a TensorBoard event file: {@code tensorflow.Event} messages, each framed by its
 * length and two check sums. Field numbers are those of {@code event.proto} and {@code
 * summary.proto}.
 */
final class TensorBoardEvent {
  /** What every event file begins with. */
  private static final String FILE_VERSION = "brain.Event:2";

  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int EVENT_SESSION_LOG = 7;

  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE_VALUE = 2;

  private static final int SESSION_LOG_STATUS = 1;
  private static final int STATUS_START = 1;

  private static final double NANOS_PER_SECOND = 1e9;

  private static final int CRC_ROTATION = 15;
  private static final int CRC_OFFSET = 0xa282ead8;

  private TensorBoardEvent() {}

  /** {@return the first record of a file} */
  static byte[] fileVersion(Instant now) {
    return framed(event(now).text(EVENT_FILE_VERSION, FILE_VERSION));
  }

  /**
   * Says that a run begins. TensorBoard then forgets what earlier files of the folder say of this
   * step and later ones.
   *
   * @return the record
   */
  static byte[] start(Instant now, long step) {
    Protobuf log = new Protobuf().int64(SESSION_LOG_STATUS, STATUS_START);
    return framed(event(now).int64(EVENT_STEP, step).message(EVENT_SESSION_LOG, log));
  }

  /** {@return the record of the numbers of one iteration, which TensorBoard keeps as float32} */
  static byte[] scalars(Instant now, Scalars scalars) {
    Protobuf summary = new Protobuf();
    scalars
        .values()
        .forEach(
            (name, value) ->
                summary.message(
                    SUMMARY_VALUE,
                    new Protobuf()
                        .text(VALUE_TAG, name)
                        .float32(VALUE_SIMPLE_VALUE, value.floatValue())));
    return framed(
        event(now).int64(EVENT_STEP, scalars.iteration()).message(EVENT_SUMMARY, summary));
  }

  private static Protobuf event(Instant now) {
    double seconds = now.getEpochSecond() + now.getNano() / NANOS_PER_SECOND;
    return new Protobuf().float64(EVENT_WALL_TIME, seconds);
  }

  private static byte[] framed(Protobuf event) {
    byte[] data = event.toBytes();
    byte[] length = littleEndian(Long.BYTES).putLong(data.length).array();
    return littleEndian(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
        .put(length)
        .putInt(maskedCrc(length))
        .put(data)
        .putInt(maskedCrc(data))
        .array();
  }

  /** TensorFlow's mask keeps the sum of data that hold sums from being of a kind with them. */
  private static int maskedCrc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), CRC_ROTATION) + CRC_OFFSET;
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
