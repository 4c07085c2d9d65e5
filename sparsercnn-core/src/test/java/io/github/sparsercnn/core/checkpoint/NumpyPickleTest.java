package io.github.sparsercnn.core.checkpoint;

import static io.github.sparsercnn.core.checkpoint.PickleAssembler.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays and numbers of numpy, as Python 2 and 3 and every numpy pickle them. */
class NumpyPickleTest {
  @TempDir Path folder;

  private static PickleAssembler dtype(String code, String order) {
    return new PickleAssembler()
        .global("numpy", "dtype")
        .text(code)
        .op(PickleOpcode.NEWFALSE, PickleOpcode.NEWTRUE, PickleOpcode.TUPLE3, PickleOpcode.REDUCE)
        .op(PickleOpcode.MARK)
        .integer(3)
        .text(order)
        .op(PickleOpcode.NONE, PickleOpcode.NONE, PickleOpcode.NONE)
        .integer(-1)
        .integer(-1)
        .integer(0)
        .op(PickleOpcode.TUPLE, PickleOpcode.BUILD);
  }

  private static PickleAssembler array(
      String core, long[] shape, PickleAssembler dtype, boolean fortran, PickleAssembler data) {
    return pickle()
        .global(core, "_reconstruct")
        .global("numpy", "ndarray")
        .integers(0)
        .bytesOf((byte) 'b')
        .op(PickleOpcode.TUPLE3, PickleOpcode.REDUCE, PickleOpcode.MARK)
        .integer(1)
        .integers(shape)
        .raw(dtype)
        .op(fortran ? PickleOpcode.NEWTRUE : PickleOpcode.NEWFALSE)
        .raw(data)
        .op(PickleOpcode.TUPLE, PickleOpcode.BUILD)
        .stop();
  }

  private static PickleAssembler array(long[] shape, PickleAssembler dtype, byte... data) {
    return array("numpy.core.multiarray", shape, dtype, false, new PickleAssembler().bytesOf(data));
  }

  private Object read(PickleAssembler pickle) {
    return HostileFile.read(HostileFile.write(folder, pickle.bytes()), PklReader::read).root();
  }

  private String refusal(PickleAssembler pickle) {
    return HostileFile.refusal(folder, pickle.bytes(), PklReader::read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"numpy.core.multiarray", "numpy._core.multiarray"})
  void array_isReadWithoutACopy(String core) {
    StoredTensor tensor =
        (StoredTensor)
            read(
                array(
                    core,
                    new long[] {2, 1},
                    dtype("f4", "<"),
                    false,
                    new PickleAssembler().bytesOf(TorchZip.floats(1, -2))));

    assertThat(tensor.shape()).containsExactly(2, 1);
    assertThat(tensor.toFloats()).containsExactly(1, -2);
    assertThat(tensor.data().isDirect()).isTrue();
  }

  @Test
  void array_isReadFromAStringOfPython2() {
    byte[] raw = TorchZip.floats(1, -2);
    PickleAssembler binary =
        new PickleAssembler().op(PickleOpcode.BINSTRING).u4(raw.length).raw(raw);
    PickleAssembler readable =
        new PickleAssembler()
            .op(PickleOpcode.STRING)
            .line("'\\x00\\x00\\x80?\\x00\\x00\\x00\\xc0'");

    for (PickleAssembler data : new PickleAssembler[] {binary, readable}) {
      PickleAssembler pickle =
          array("numpy.core.multiarray", new long[] {2}, dtype("f4", "<"), false, data);
      assertThat(((StoredTensor) read(pickle)).toFloats()).containsExactly(1, -2);
    }
  }

  @Test
  void array_isReadFromLatin1TextOfProtocol2() {
    String text = new String(TorchZip.floats(1, -2), StandardCharsets.ISO_8859_1);
    PickleAssembler data =
        new PickleAssembler()
            .global("_codecs", "encode")
            .text(text)
            .text("latin1")
            .op(PickleOpcode.TUPLE2, PickleOpcode.REDUCE);

    PickleAssembler pickle =
        array("numpy.core.multiarray", new long[] {2}, dtype("f4", "<"), false, data);
    assertThat(((StoredTensor) read(pickle)).toFloats()).containsExactly(1, -2);
  }

  @Test
  void bigEndianArray_isSwapped() {
    StoredTensor tensor =
        (StoredTensor)
            read(
                array(
                    new long[] {2},
                    dtype("f4", ">"),
                    (byte) 0x3f,
                    (byte) 0x80,
                    (byte) 0,
                    (byte) 0,
                    (byte) 0xc0,
                    (byte) 0,
                    (byte) 0,
                    (byte) 0));

    assertThat(tensor.toFloats()).containsExactly(1, -2);
  }

  @Test
  void fortranArray_isTransposed() {
    PickleAssembler pickle =
        array(
            "numpy.core.multiarray",
            new long[] {2, 3},
            dtype("f4", "<"),
            true,
            new PickleAssembler().bytesOf(TorchZip.floats(0, 3, 1, 4, 2, 5)));

    StoredTensor tensor = (StoredTensor) read(pickle);

    assertThat(tensor.shape()).containsExactly(2, 3);
    assertThat(tensor.toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  private static PickleAssembler buffer(long[] shape, String order, PickleAssembler axes) {
    return new PickleAssembler()
        .op(PickleOpcode.PROTO)
        .u1(5)
        .global("numpy._core.numeric", "_frombuffer")
        .op(PickleOpcode.MARK, PickleOpcode.BYTEARRAY8)
        .u8(16)
        .raw(TorchZip.floats(0, 1, 2, 3))
        .raw(dtype("f4", "<"))
        .integers(shape)
        .text(order)
        .raw(axes)
        .op(PickleOpcode.TUPLE, PickleOpcode.REDUCE)
        .stop();
  }

  static Stream<Arguments> orders() {
    return Stream.of(
        arguments("C", new PickleAssembler(), new float[] {0, 1, 2, 3}),
        arguments("C", new PickleAssembler().op(PickleOpcode.NONE), new float[] {0, 1, 2, 3}),
        arguments("F", new PickleAssembler(), new float[] {0, 2, 1, 3}),
        arguments("K", new PickleAssembler().integers(0, 1), new float[] {0, 1, 2, 3}),
        arguments("K", new PickleAssembler().integers(1, 0), new float[] {0, 2, 1, 3}));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void bufferOfProtocol5_isReadInItsOrder(String order, PickleAssembler axes, float[] expected) {
    StoredTensor tensor = (StoredTensor) read(buffer(new long[] {2, 2}, order, axes));

    assertThat(tensor.shape()).containsExactly(2, 2);
    assertThat(tensor.toFloats()).containsExactly(expected);
  }

  @Test
  void bufferOfProtocol5_permutesItsShape() {
    PickleAssembler axes = new PickleAssembler().integers(2, 0, 1);

    StoredTensor tensor = (StoredTensor) read(buffer(new long[] {1, 4, 1}, "K", axes));

    assertThat(tensor.shape()).containsExactly(1, 1, 4);
  }

  @Test
  void bufferOfProtocol5_isRefusedInNoOrder() {
    long[] shape = {2, 2};
    assertThat(refusal(buffer(shape, "X", new PickleAssembler()))).contains("expected C, F or K");
    assertThat(refusal(buffer(shape, "K", new PickleAssembler()))).contains("has no item 4");
    for (long[] axes : new long[][] {{}, {0}, {0, 0}, {0, 2}, {-1, 0}, {0, 1, 2}}) {
      assertThat(refusal(buffer(shape, "K", new PickleAssembler().integers(axes))))
          .contains("is no permutation of 2 axes");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "f8, F64, 8",
    "f4, F32, 4",
    "f2, F16, 2",
    "i8, I64, 8",
    "i4, I32, 4",
    "i2, I16, 2",
    "i1, I8, 1",
    "u1, U8, 1",
    "b1, BOOL, 1"
  })
  void dtype_isThatOfTheCode(String code, DType dtype, int itemBytes) {
    StoredTensor tensor = (StoredTensor) read(array(new long[] {0, 3}, dtype(code, "|")));
    assertThat(tensor.dtype()).isEqualTo(dtype);

    StoredTensor scalar =
        (StoredTensor) read(array(new long[] {}, dtype(code, "="), new byte[itemBytes]));
    assertThat(scalar.toFloats()).containsExactly(0);
  }

  @ParameterizedTest
  @CsvSource({"O8", "c8", "c16", "u4", "u8", "S5", "U5", "V16", "M8", "f16", "''"})
  void unsupportedDtype_isRefused(String code) {
    assertThat(refusal(array(new long[] {1}, dtype(code, "|"), (byte) 1)))
        .contains("the numpy dtype " + code);
  }

  @Test
  void objectArray_isRefused() {
    PickleAssembler objects =
        array(
            "numpy.core.multiarray",
            new long[] {1},
            dtype("O8", "|"),
            false,
            new PickleAssembler().op(PickleOpcode.EMPTY_LIST));
    assertThat(refusal(objects)).contains("holds arbitrary Python objects, which are refused");

    PickleAssembler disguised =
        array(
            "numpy.core.multiarray",
            new long[] {1},
            dtype("f4", "<"),
            false,
            new PickleAssembler().op(PickleOpcode.EMPTY_LIST));
    assertThat(refusal(disguised)).contains("the data of a numpy array are a list");
  }

  @Test
  void recordDtype_isRefused() {
    PickleAssembler dtype =
        new PickleAssembler()
            .global("numpy", "dtype")
            .text("f4")
            .op(PickleOpcode.TUPLE1, PickleOpcode.REDUCE, PickleOpcode.MARK)
            .integer(3)
            .text("<")
            .op(PickleOpcode.NONE)
            .integers(1)
            .op(PickleOpcode.EMPTY_DICT, PickleOpcode.TUPLE, PickleOpcode.BUILD);

    assertThat(refusal(array(new long[] {1}, dtype, new byte[4]))).contains("arrays of records");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "", "<>"})
  void unknownByteOrder_isRefused(String order) {
    assertThat(refusal(array(new long[] {1}, dtype("f4", order), new byte[4])))
        .contains("the byte order of a numpy dtype");
  }

  @ParameterizedTest
  @CsvSource({"3, reaches element 2", "1, has 8 bytes of data", "-1, no negative ones"})
  void dataOfAnotherLength_areRefused(long size, String reason) {
    assertThat(refusal(array(new long[] {size}, dtype("f4", "<"), new byte[8]))).contains(reason);
  }

  @Test
  void oddBytes_areRefused() {
    assertThat(refusal(array(new long[] {1}, dtype("f4", "<"), new byte[7])))
        .contains("has 7 bytes of data");
  }

  @Test
  void hugeShape_isRefused() {
    assertThat(refusal(array(new long[] {1L << 62, 1L << 62}, dtype("f4", "<"), new byte[8])))
        .contains("beyond 64 bits");
    assertThat(refusal(array(new long[65], dtype("f4", "<")))).contains("has 65 dimensions");
  }

  private static PickleAssembler scalar(String code, String order, byte... data) {
    return pickle()
        .global("numpy.core.multiarray", "scalar")
        .raw(dtype(code, order))
        .bytesOf(data)
        .op(PickleOpcode.TUPLE2, PickleOpcode.REDUCE)
        .stop();
  }

  @Test
  void scalar_becomesAPlainNumber() {
    assertThat(read(scalar("f4", "<", TorchZip.floats(0.25f)))).isEqualTo(0.25);
    assertThat(
            read(
                scalar(
                    "f8",
                    ">",
                    (byte) 0x40,
                    (byte) 9,
                    (byte) 0x21,
                    (byte) 0xfb,
                    (byte) 0x54,
                    (byte) 0x44,
                    (byte) 0x2d,
                    (byte) 0x18)))
        .isEqualTo(Math.PI);
    assertThat(read(scalar("f2", "<", (byte) 0, (byte) 0x3c))).isEqualTo(1.0);
    byte[] big = {1, 0, 0, 0, 0, 0, 0, (byte) 0x80};
    assertThat(read(scalar("i8", "<", big))).isEqualTo(Long.MIN_VALUE + 1);
    assertThat(read(scalar("i4", ">", (byte) 0, (byte) 0, (byte) 1, (byte) 2))).isEqualTo(258L);
    assertThat(read(scalar("i2", "<", (byte) 0xfe, (byte) 0xff))).isEqualTo(-2L);
    assertThat(read(scalar("u1", "|", (byte) 0xff))).isEqualTo(255L);
    assertThat(read(scalar("i1", "|", (byte) 0xff))).isEqualTo(-1L);
    assertThat(read(scalar("b1", "|", (byte) 1))).isEqualTo(true);
  }

  @Test
  void scalarOfAnotherLength_isRefused() {
    assertThat(refusal(scalar("f4", "<", new byte[5])))
        .contains("a numpy scalar of F32 has 5 bytes");
  }

  @Test
  void otherArrayClass_isRefused() {
    PickleAssembler pickle =
        pickle()
            .global("numpy.core.multiarray", "_reconstruct")
            .global("torch", "Tensor")
            .integers(0)
            .bytesOf((byte) 'b')
            .op(PickleOpcode.TUPLE3, PickleOpcode.REDUCE)
            .stop();

    assertThat(refusal(pickle)).contains("another kind of array than numpy.ndarray");
  }
}
