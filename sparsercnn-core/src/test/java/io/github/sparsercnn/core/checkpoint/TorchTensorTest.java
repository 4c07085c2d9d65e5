package io.github.sparsercnn.core.checkpoint;

import static io.github.sparsercnn.core.checkpoint.PickleAssembler.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors as views of storages: all that torch.save can write, and what it never would. */
class TorchTensorTest {
  private static final float[] SIX = {0, 1, 2, 3, 4, 5};

  @TempDir Path folder;

  private static PickleAssembler storage(String type, long numel) {
    return new PickleAssembler().storage(type, "0", "cpu", numel);
  }

  /** A file of one view of the storage 0 1 2 3 4 5. */
  private static byte[] view(long offset, long[] sizes, long[] strides) {
    TorchZip torch =
        new TorchZip(pickle().tensor(storage("FloatStorage", 6), offset, sizes, strides).stop());
    torch.data("0", TorchZip.floats(SIX));
    return torch.bytes();
  }

  private Object read(byte[] content) {
    return HostileFile.read(HostileFile.write(folder, content), PthZipReader::read).root();
  }

  private String refusal(byte[] content) {
    return HostileFile.refusal(folder, content, PthZipReader::read);
  }

  static Stream<Arguments> views() {
    return Stream.of(
        view("whole", 0, sizes(6), strides(1), 0, 1, 2, 3, 4, 5),
        view("matrix", 0, sizes(2, 3), strides(3, 1), 0, 1, 2, 3, 4, 5),
        view("transposed", 0, sizes(3, 2), strides(1, 3), 0, 3, 1, 4, 2, 5),
        view("with an offset", 2, sizes(3), strides(1), 2, 3, 4),
        view("every second", 1, sizes(3), strides(2), 1, 3, 5),
        view("a column", 2, sizes(2, 1), strides(3, 1), 2, 5),
        view("expanded", 4, sizes(2, 2), strides(0, 0), 4, 4, 4, 4),
        view("overlapping windows", 0, sizes(3, 2), strides(1, 1), 0, 1, 1, 2, 2, 3),
        view("odd strides of single rows", 1, sizes(1, 5), strides(99, 1), 1, 2, 3, 4, 5),
        view("0-dim", 5, sizes(), strides(), 5),
        view("empty", 0, sizes(0, 4), strides(4, 1)),
        view("empty at the end", 6, sizes(0), strides(1)),
        view("permuted", 0, sizes(1, 3, 2), strides(6, 1, 3), 0, 3, 1, 4, 2, 5));
  }

  private static Arguments view(
      String name, long offset, long[] sizes, long[] strides, float... values) {
    return arguments(name, offset, sizes, strides, values);
  }

  private static long[] sizes(long... sizes) {
    return sizes;
  }

  private static long[] strides(long... strides) {
    return strides;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("views")
  void view_isReadExactly(
      String name, long offset, long[] sizes, long[] strides, float[] expected) {
    StoredTensor tensor = (StoredTensor) read(view(offset, sizes, strides));

    assertThat(tensor.shape()).containsExactly(sizes);
    assertThat(tensor.dtype()).isEqualTo(DType.F32);
    assertThat(tensor.toFloats()).containsExactly(expected);
  }

  @Test
  void sharedStorage_isReadByEveryTensorWithoutACopy() {
    TorchZip torch =
        new TorchZip(
            pickle()
                .tensor(storage("FloatStorage", 6), 0, sizes(6), strides(1))
                .tensor(storage("FloatStorage", 6), 3, sizes(3), strides(1))
                .op(PickleOpcode.TUPLE2)
                .stop());
    torch.data("0", TorchZip.floats(SIX));

    List<?> tensors = (List<?>) read(torch.bytes());

    assertThat(((StoredTensor) tensors.get(0)).toFloats()).containsExactly(SIX);
    assertThat(((StoredTensor) tensors.get(1)).toFloats()).containsExactly(3, 4, 5);
    assertThat(((StoredTensor) tensors.get(1)).data().isDirect()).isTrue();
  }

  static Stream<Arguments> badViews() {
    long many = 1L << 31;
    return Stream.of(
        bad("reaches element 6 of a storage of 6", 0, sizes(7), strides(1)),
        bad("reaches element 6 of a storage of 6", 1, sizes(6), strides(1)),
        bad("reaches element 6 of a storage of 6", 6, sizes(), strides()),
        bad("reaches element 6 of a storage of 6", 0, sizes(2, 2), strides(5, 1)),
        bad("[2147483648, 2147483648]", 0, sizes(many, many), strides(many, 1)),
        bad("beyond 64 bits", 0, sizes(1L << 62, 1L << 62), strides(0, 0)),
        bad("beyond 64 bits", 0, sizes(0, 1L << 62, 1L << 62), strides(1, 1, 1)),
        bad("beyond 64 bits", 0, sizes(1L << 62), strides(1L << 62)),
        bad("beyond 64 bits", Long.MAX_VALUE, sizes(2), strides(1)),
        bad("has 2 GiB or more", 0, sizes(1L << 40), strides(0)),
        bad("has 2 GiB or more", 0, sizes(1L << 29), strides(0)),
        bad("needs more than the 256 MiB of heap", 0, sizes(1L << 28), strides(0)),
        bad("no negative ones", 0, sizes(-1), strides(1)),
        bad("no negative ones", 0, sizes(-1, -6), strides(1, 1)),
        bad("no negative ones", 5, sizes(6), strides(-1)),
        bad("begins at element -1", -1, sizes(1), strides(1)),
        bad("begins at element -1", -1, sizes(0), strides(1)),
        bad("2 sizes and 1 strides", 0, sizes(2, 3), strides(1)),
        bad("0 sizes and 1 strides", 0, sizes(), strides(1)),
        bad("has 65 dimensions", 0, new long[65], new long[65]));
  }

  private static Arguments bad(String reason, long offset, long[] sizes, long[] strides) {
    return arguments(reason, offset, sizes, strides);
  }

  @ParameterizedTest
  @MethodSource("badViews")
  void badView_isRefused(String reason, long offset, long[] sizes, long[] strides) {
    assertThat(refusal(view(offset, sizes, strides))).contains(reason);
  }

  @Test
  void refusal_namesTheTensor() {
    TorchZip torch =
        new TorchZip(
            pickle()
                .op(PickleOpcode.EMPTY_DICT)
                .text("model")
                .op(PickleOpcode.EMPTY_DICT)
                .text("head.fc.weight")
                .tensor(storage("FloatStorage", 6), 5, sizes(2), strides(1))
                .op(PickleOpcode.SETITEM, PickleOpcode.SETITEM)
                .stop());
    torch.data("0", TorchZip.floats(SIX));

    assertThat(refusal(torch.bytes()))
        .startsWith("model.head.fc.weight: a tensor of the sizes [2]");
  }

  @ParameterizedTest
  @CsvSource({"5", "7", "0", "-1", "9223372036854775807", "4611686018427387904"})
  void storageOfAnotherLength_isRefused(long numel) {
    TorchZip torch =
        new TorchZip(
            pickle().tensor(storage("FloatStorage", numel), 0, sizes(1), strides(1)).stop());
    torch.data("0", TorchZip.floats(SIX));

    assertThat(refusal(torch.bytes())).contains(numel + " elements", "opcode BINPERSID");
  }

  @Test
  void storageThatChangesItsType_isRefused() {
    TorchZip torch =
        new TorchZip(
            pickle()
                .tensor(storage("FloatStorage", 6), 0, sizes(1), strides(1))
                .tensor(storage("IntStorage", 6), 0, sizes(1), strides(1))
                .op(PickleOpcode.TUPLE2)
                .stop());
    torch.data("0", TorchZip.floats(SIX));

    assertThat(refusal(torch.bytes()))
        .contains("at once 6 elements of torch.FloatStorage and 6 of torch.IntStorage");
  }

  @Test
  void bareStorage_isRefused() {
    TorchZip torch = new TorchZip(pickle().raw(storage("FloatStorage", 6)).stop());
    torch.data("0", TorchZip.floats(SIX));

    assertThat(refusal(torch.bytes())).contains("is a storage without a tensor");
  }

  @ParameterizedTest
  @CsvSource({
    "DoubleStorage,   F64,  8",
    "FloatStorage,    F32,  4",
    "HalfStorage,     F16,  2",
    "BFloat16Storage, BF16, 2",
    "LongStorage,     I64,  8",
    "IntStorage,      I32,  4",
    "ShortStorage,    I16,  2",
    "CharStorage,     I8,   1",
    "ByteStorage,     U8,   1",
    "BoolStorage,     BOOL, 1",
  })
  void dtype_isThatOfTheStorage(String type, DType dtype, int itemBytes) {
    byte[] content = new byte[3 * itemBytes];
    content[itemBytes] = 1;
    TorchZip torch =
        new TorchZip(pickle().tensor(storage(type, 3), 1, sizes(2), strides(1)).stop());
    torch.data("0", content);

    StoredTensor tensor = (StoredTensor) read(torch.bytes());

    assertThat(tensor.dtype()).isEqualTo(dtype);
    byte[] bytes = new byte[2 * itemBytes];
    tensor.data().get(bytes);
    assertThat(bytes).startsWith(1).hasSize(2 * itemBytes);
  }

  @ParameterizedTest
  @CsvSource({
    "ComplexFloatStorage, complex",
    "ComplexDoubleStorage, complex",
    "QInt8Storage, quantized",
    "QUInt8Storage, quantized",
    "QInt32Storage, quantized",
    "QUInt4x2Storage, quantized"
  })
  void unsupportedStorage_isRefusedWithWhatToDo(String type, String kind) {
    TorchZip torch =
        new TorchZip(pickle().tensor(storage(type, 1), 0, sizes(1), strides(1)).stop());

    assertThat(refusal(torch.bytes()))
        .contains("torch." + type, kind + " tensors are not supported", "torch.save");
  }

  /** A tensor of an untyped storage, as newer dtypes are written. */
  private static PickleAssembler untyped(String dtype) {
    return pickle()
        .global("torch._utils", "_rebuild_tensor_v3")
        .op(PickleOpcode.MARK)
        .op(PickleOpcode.MARK)
        .text("storage")
        .global("torch.storage", "UntypedStorage")
        .text("0")
        .text("cpu")
        .integer(24)
        .op(PickleOpcode.TUPLE, PickleOpcode.BINPERSID)
        .integer(1)
        .integers(2)
        .integers(1)
        .op(PickleOpcode.NEWFALSE, PickleOpcode.NONE)
        .global("torch", dtype)
        .op(PickleOpcode.TUPLE, PickleOpcode.REDUCE)
        .stop();
  }

  @Test
  void untypedStorage_takesTheDtypeOfTheTensor() {
    TorchZip torch = new TorchZip(untyped("float32"));
    torch.data("0", TorchZip.floats(SIX));

    assertThat(((StoredTensor) read(torch.bytes())).toFloats()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"float8_e4m3fn", "float8_e5m2", "uint16", "uint64", "complex64", "qint8"})
  void unsupportedDtype_isRefused(String dtype) {
    TorchZip torch = new TorchZip(untyped(dtype));
    torch.data("0", TorchZip.floats(SIX));

    assertThat(refusal(torch.bytes())).contains("torch." + dtype, "not supported");
  }

  @Test
  void boolsOtherThanZeroAndOne_areRefused() {
    TorchZip torch =
        new TorchZip(pickle().tensor(storage("BoolStorage", 2), 0, sizes(2), strides(1)).stop());
    torch.data("0", new byte[] {1, 2});

    assertThat(refusal(torch.bytes())).contains("a tensor of bool holds 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda:7", "xla:0", "mps", "meta"})
  void device_isIgnored(String device) {
    PickleAssembler storage = new PickleAssembler().storage("FloatStorage", "0", device, 6);
    TorchZip torch = new TorchZip(pickle().tensor(storage, 0, sizes(2), strides(1)).stop());
    torch.data("0", TorchZip.floats(SIX));

    assertThat(((StoredTensor) read(torch.bytes())).toFloats()).containsExactly(0, 1);
  }

  @Test
  void parameter_isItsTensor() {
    TorchZip torch =
        new TorchZip(
            pickle()
                .global("torch._utils", "_rebuild_parameter")
                .tensor(storage("FloatStorage", 6), 0, sizes(2), strides(1))
                .op(PickleOpcode.NEWTRUE, PickleOpcode.NONE, PickleOpcode.TUPLE3)
                .op(PickleOpcode.REDUCE)
                .stop());
    torch.data("0", TorchZip.floats(SIX));

    assertThat(((StoredTensor) read(torch.bytes())).toFloats()).containsExactly(0, 1);
  }

  @Test
  void tensorWithAttributes_isReadWithoutThem() {
    TorchZip torch =
        new TorchZip(
            pickle()
                .global("torch._tensor", "_rebuild_from_type_v2")
                .op(PickleOpcode.MARK)
                .global("torch._utils", "_rebuild_tensor_v2")
                .global("torch.nn.parameter", "Parameter")
                .op(PickleOpcode.MARK)
                .raw(storage("FloatStorage", 6))
                .integer(0)
                .integers(2)
                .integers(1)
                .op(PickleOpcode.NEWFALSE, PickleOpcode.NONE, PickleOpcode.TUPLE)
                .op(PickleOpcode.EMPTY_DICT, PickleOpcode.TUPLE, PickleOpcode.REDUCE)
                .stop());
    torch.data("0", TorchZip.floats(SIX));

    assertThat(((StoredTensor) read(torch.bytes())).toFloats()).containsExactly(0, 1);
  }

  @Test
  void negatedView_isRefused() {
    TorchZip torch =
        new TorchZip(
            pickle()
                .global("torch._utils", "_rebuild_tensor_v2")
                .op(PickleOpcode.MARK)
                .raw(storage("FloatStorage", 6))
                .integer(0)
                .integers(2)
                .integers(1)
                .op(PickleOpcode.NEWFALSE, PickleOpcode.NONE, PickleOpcode.EMPTY_DICT)
                .text("neg")
                .op(PickleOpcode.NEWTRUE, PickleOpcode.SETITEM)
                .op(PickleOpcode.TUPLE, PickleOpcode.REDUCE)
                .stop());
    torch.data("0", TorchZip.floats(SIX));

    assertThat(refusal(torch.bytes())).contains("has flags such as 'neg'");
  }
}
