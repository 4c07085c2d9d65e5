package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What torch.save writes, in tests: a pickle, the storages and the small records beside them. */
final class TorchZip {
  final ZipAssembler zip = new ZipAssembler();
  final ZipAssembler.Entry pickle;
  final ZipAssembler.Entry version;

  TorchZip(PickleAssembler pickle) {
    this(pickle, "little");
  }

  TorchZip(PickleAssembler pickle, String byteOrder) {
    this.pickle = zip.add("archive/data.pkl", pickle.bytes());
    zip.add("archive/byteorder", byteOrder);
    this.version = zip.add("archive/version", "3\n");
  }

  /** A file of one float tensor [2], 1 and 2, in storage 0. */
  static TorchZip ofOneTensor() {
    PickleAssembler storage = new PickleAssembler().storage("FloatStorage", "0", "cpu", 2);
    TorchZip torch =
        new TorchZip(
            PickleAssembler.pickle().tensor(storage, 0, new long[] {2}, new long[] {1}).stop());
    torch.data("0", floats(1, 2));
    return torch;
  }

  ZipAssembler.Entry data(String key, byte... content) {
    return zip.add("archive/data/" + key, content);
  }

  byte[] bytes() {
    return zip.bytes();
  }

  static byte[] floats(float... values) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return bytes;
  }
}
