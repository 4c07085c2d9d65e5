package io.github.sparsercnn.core.checkpoint;

import static io.github.sparsercnn.core.checkpoint.PickleAssembler.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What honest files ask for by name, and what becomes of it. */
class AllowedGlobalsTest {
  @TempDir Path folder;

  private Object read(PickleAssembler pickle) {
    Path file = HostileFile.write(folder, pickle.stop().bytes());
    return HostileFile.read(file, PklReader::read).root();
  }

  private String refusal(PickleAssembler pickle) {
    return HostileFile.refusal(folder, pickle.stop().bytes(), PklReader::read);
  }

  private static PickleAssembler call(String module, String name, PickleAssembler arguments) {
    return pickle()
        .global(module, name)
        .op(PickleOpcode.MARK)
        .raw(arguments)
        .op(PickleOpcode.TUPLE, PickleOpcode.REDUCE);
  }

  private static PickleAssembler nothing() {
    return new PickleAssembler();
  }

  /** A list of two pairs, as lists or tuples. */
  private static PickleAssembler pairs(PickleOpcode pair) {
    return nothing()
        .op(PickleOpcode.MARK, PickleOpcode.MARK)
        .text("b")
        .integer(1)
        .op(pair, PickleOpcode.MARK)
        .text("a")
        .integer(2)
        .op(pair, PickleOpcode.LIST);
  }

  private static PickleAssembler counts() {
    return nothing()
        .op(PickleOpcode.EMPTY_DICT)
        .integer(210000)
        .integer(1)
        .op(PickleOpcode.SETITEM);
  }

  static Stream<Arguments> calls() {
    Map<String, Long> ordered = new LinkedHashMap<>();
    ordered.put("b", 1L);
    ordered.put("a", 2L);
    PickleAssembler twice = nothing().op(PickleOpcode.MARK).text("x").text("x");
    return Stream.of(
        arguments("collections", "OrderedDict", nothing(), Map.of()),
        arguments("collections", "OrderedDict", pairs(PickleOpcode.LIST), ordered),
        arguments("collections", "OrderedDict", pairs(PickleOpcode.TUPLE), ordered),
        arguments("collections", "defaultdict", nothing().global("builtins", "list"), Map.of()),
        arguments("collections", "Counter", nothing(), Map.of()),
        arguments("collections", "Counter", counts(), Map.of(210000L, 1L)),
        arguments("builtins", "set", nothing(), Set.of()),
        arguments("__builtin__", "set", twice.op(PickleOpcode.LIST), Set.of("x")),
        arguments(
            "builtins",
            "complex",
            nothing()
                .op(PickleOpcode.BINFLOAT)
                .u8(0)
                .op(PickleOpcode.BINFLOAT)
                .u8(Long.reverseBytes(Double.doubleToLongBits(2))),
            List.of(0.0, 2.0)),
        arguments("torch", "Size", nothing().integers(2, 3), List.of(2L, 3L)),
        arguments(
            "torch",
            "Size",
            nothing().op(PickleOpcode.MARK).integer(4).op(PickleOpcode.LIST),
            List.of(4L)),
        arguments("torch", "device", nothing().text("cpu"), "cpu"),
        arguments("torch", "device", nothing().text("cuda").integer(7), "cuda:7"),
        arguments(
            "torch.serialization",
            "_get_layout",
            nothing().text("torch.strided"),
            "torch.strided"));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void call_givesAPlainValue(
      String module, String name, PickleAssembler arguments, Object expected) {
    assertThat(read(call(module, name, arguments))).isEqualTo(expected);
  }

  @Test
  void orderedDict_keepsItsOrderAndDropsItsAttributes() {
    PickleAssembler attributes =
        nothing()
            .op(PickleOpcode.EMPTY_DICT)
            .text("_metadata")
            .op(PickleOpcode.EMPTY_DICT, PickleOpcode.SETITEM, PickleOpcode.BUILD);

    Object dict =
        read(call("collections", "OrderedDict", pairs(PickleOpcode.TUPLE)).raw(attributes));

    assertThat(((Map<?, ?>) dict).keySet().toArray()).containsExactly("b", "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"torch.float32", "torch.Tensor", "numpy.ndarray", "builtins.dict"})
  void nameThatIsAValue_isItsName(String name) {
    int dot = name.lastIndexOf('.');

    assertThat(read(pickle().global(name.substring(0, dot), name.substring(dot + 1))))
        .isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "torch._utils,      _rebuild_qtensor,                  quantized tensors",
    "torch._utils,      _rebuild_sparse_tensor,            sparse tensors",
    "torch._utils,      _rebuild_meta_tensor_no_storage,   meta tensors have no values",
    "torch.storage,     _load_from_bytes,                  a tensor saved by pickle.dump",
    "mmengine.logging.history_buffer, HistoryBuffer,       a training checkpoint of mmengine"
  })
  void knownNameOfHonestFiles_isRefusedWithWhatToDo(String module, String name, String reason) {
    assertThat(refusal(pickle().global(module, name)))
        .contains("refuses " + module + "." + name, reason, "torch.save the plain state_dict");
  }

  static Stream<Arguments> badArguments() {
    return Stream.of(
        arguments("collections", "OrderedDict", nothing().integer(1), "expected a list"),
        arguments(
            "collections",
            "OrderedDict",
            nothing().op(PickleOpcode.MARK).integers(1, 2, 3).op(PickleOpcode.LIST),
            "an item has 3 parts"),
        arguments("collections", "Counter", nothing().text("abc"), "expected a dict"),
        arguments("builtins", "set", nothing().text("abc"), "expected a list"),
        arguments("builtins", "complex", nothing().text("1").text("2"), "expected a float"),
        arguments("torch", "device", nothing(), "has 0 arguments, expected 1 to 2"),
        arguments("torch", "Size", nothing().text("abc"), "expected a tuple"),
        arguments("torch._utils", "_rebuild_tensor_v2", nothing(), "has 0 arguments"),
        arguments("torch._utils", "_rebuild_parameter", nothing().integer(1), "has 1 arguments"));
  }

  @ParameterizedTest
  @MethodSource("badArguments")
  void badArgument_isRefusedUnderTheNameOfTheFunction(
      String module, String name, PickleAssembler arguments, String reason) {
    assertThat(refusal(call(module, name, arguments)))
        .contains("calling " + module + "." + name, reason, "opcode REDUCE");
  }

  @ParameterizedTest
  @CsvSource({
    "'\u0080\u0002}.', true",
    "'\u0080\u0006}.', false",
    "'(dp0', true",
    "'}q', true",
    "']q', true",
    "'cos\nsystem\n', true",
    "'cats', false",
    "'\u0080\u0080.', false",
    "'{}', false",
    "'<h', false",
    "'', false"
  })
  void recognises_looksAtTheFirstBytes(String head, boolean expected) {
    ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(PklReader.recognises(bytes)).isEqualTo(expected);
  }
}
