package io.github.sparsercnn.core.checkpoint;

import static io.github.sparsercnn.core.checkpoint.PickleAssembler.pickle;
import static io.github.sparsercnn.core.checkpoint.PickleOpcode.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pickles that attack, that are damaged, or that ask for more than a file may. */
class HostilePickleTest {
  @TempDir Path folder;

  private String refusal(PickleAssembler pickle) {
    return HostileFile.refusal(folder, pickle.bytes(), PklReader::read);
  }

  // ---- code

  static Stream<Arguments> forbiddenGlobals() {
    return Stream.of(
            "os system",
            "posix system",
            "nt system",
            "builtins eval",
            "builtins exec",
            "builtins getattr",
            "builtins __import__",
            "__builtin__ eval",
            "subprocess Popen",
            "runpy _run_code",
            "pip main",
            "pip._internal main",
            "torch.hub load",
            "operator attrgetter",
            "importlib import_module",
            "pickle loads",
            "torch load",
            "torch.storage _load_from_bytes",
            "torch.jit load",
            "numpy load",
            "numpy.testing._private.utils runstring",
            "collections OrderedDict.fromkeys",
            "collections.OrderedDict ",
            "java.lang.Runtime exec",
            "io.github.sparsercnn.WeightsException WeightsException")
        .map(global -> arguments((Object[]) global.split(" ", -1)));
  }

  @ParameterizedTest
  @MethodSource("forbiddenGlobals")
  void global_isRefusedByNameAndPlace(String module, String name) {
    String reason =
        refusal(pickle().global(module, name).text("echo pwned").op(TUPLE1, REDUCE).stop());

    assertThat(reason)
        .contains("refuses ", module + "." + name)
        .contains("at byte 2 of the pickle, opcode GLOBAL");
  }

  @ParameterizedTest
  @MethodSource("forbiddenGlobals")
  void stackGlobal_isRefusedByNameAndPlace(String module, String name) {
    PickleAssembler names = pickle().text(module).op(MEMOIZE).text(name).op(MEMOIZE);
    int memoized = names.bytes().length;

    String direct = refusal(names.op(STACK_GLOBAL).stop());
    String throughMemo =
        refusal(names.op(POP, POP, BINGET).u1(0).op(BINGET).u1(1).op(STACK_GLOBAL).stop());

    assertThat(direct).contains(module + "." + name, "at byte " + memoized, "opcode STACK_GLOBAL");
    assertThat(throughMemo).contains(module + "." + name, "opcode STACK_GLOBAL");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "INST",
        "OBJ",
        "NEWOBJ_EX",
        "EXT1",
        "EXT2",
        "EXT4",
        "PERSID",
        "NEXT_BUFFER",
        "READONLY_BUFFER"
      })
  void opcodesThatOnlyCodeNeeds_areRefusedByName(PickleOpcode opcode) {
    PickleAssembler pickle =
        pickle().op(MARK).global("collections", "OrderedDict").op(EMPTY_TUPLE, EMPTY_DICT);
    int offset = pickle.bytes().length;

    assertThat(refusal(pickle.op(opcode).line("os").line("system").stop()))
        .contains("refuses " + opcode, "at byte " + offset, "opcode " + opcode);
  }

  @Test
  void persistentId_isRefusedInAPlainPickle() {
    assertThat(refusal(pickle().text("storage").op(TUPLE1, BINPERSID).stop()))
        .contains("refuses a persistent id", "opcode BINPERSID");
  }

  static Stream<Arguments> forbiddenCalls() {
    return Stream.of(
        arguments(pickle().text("os.system").text("x").op(TUPLE1, REDUCE), "calls a str"),
        arguments(pickle().op(NONE, EMPTY_TUPLE, REDUCE), "calls None"),
        arguments(
            pickle().global("torch", "FloatStorage").integers(1L << 40).op(REDUCE),
            "calls torch.FloatStorage"),
        arguments(pickle().global("torch", "Tensor").integers(1).op(REDUCE), "calls torch.Tensor"),
        arguments(pickle().global("builtins", "int").integers(1).op(NEWOBJ), "calls builtins.int"),
        arguments(
            pickle().global("collections", "OrderedDict").op(NONE, REDUCE), "a tuple of arguments"),
        arguments(
            pickle().global("__builtin__", "bytearray").integers(1L << 40).op(REDUCE),
            "expected a bytes object"),
        arguments(
            pickle().global("_codecs", "encode").text("63").text("hex").op(TUPLE2, REDUCE),
            "expected latin1"),
        arguments(
            pickle().global("_codecs", "encode").text("\u0416").text("latin1").op(TUPLE2, REDUCE),
            "beyond Latin-1"),
        arguments(
            pickle()
                .global("torch._tensor", "_rebuild_from_type_v2")
                .op(MARK)
                .global("torch._tensor", "_rebuild_from_type_v2")
                .global("torch", "Tensor")
                .op(EMPTY_TUPLE, NONE, TUPLE, REDUCE),
            "refuses to rebuild a tensor by torch._tensor._rebuild_from_type_v2"));
  }

  @ParameterizedTest
  @MethodSource("forbiddenCalls")
  void call_isRefusedWhereItIsNotWhatPicklersWrite(PickleAssembler pickle, String reason) {
    assertThat(refusal(pickle.stop())).contains(reason, "(at byte ");
  }

  @Test
  void nestedPickle_staysBytes() {
    PickleAssembler attack = pickle().global("os", "system").text("x").op(TUPLE1, REDUCE).stop();
    String latin1 = new String(attack.bytes(), StandardCharsets.ISO_8859_1);
    PickleAssembler pickle =
        pickle().global("_codecs", "encode").text(latin1).text("latin1").op(TUPLE2, REDUCE).stop();

    FileContents contents =
        HostileFile.read(HostileFile.write(folder, pickle.bytes()), PklReader::read);

    assertThat(contents.root()).isEqualTo(attack.bytes());
  }

  // ---- damage

  @ParameterizedTest
  @EnumSource(
      names = {
        "POP",
        "DUP",
        "REDUCE",
        "NEWOBJ",
        "APPEND",
        "BUILD",
        "SETITEM",
        "TUPLE1",
        "TUPLE2",
        "TUPLE3",
        "STACK_GLOBAL",
        "BINPERSID",
        "MEMOIZE",
        "STOP"
      })
  void opcodeThatTakesValues_isRefusedOnAnEmptyStack(PickleOpcode opcode) {
    assertThat(refusal(pickle().op(opcode).stop())).contains("the stack", "opcode " + opcode);
    if (opcode != STOP && opcode != POP) { // POP takes the mark itself
      assertThat(refusal(pickle().op(NONE, MARK, opcode).stop()))
          .contains("the stack is empty", "opcode " + opcode);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BINPUT", "LONG_BINPUT"})
  void put_isRefusedOnAnEmptyStack(PickleOpcode opcode) {
    assertThat(refusal(pickle().op(opcode).u4(0).stop())).contains("the stack is empty");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"POP_MARK", "TUPLE", "LIST", "DICT", "APPENDS", "SETITEMS", "ADDITEMS", "FROZENSET"})
  void opcodeThatTakesAMark_isRefusedWithoutOne(PickleOpcode opcode) {
    assertThat(refusal(pickle().op(NONE, NONE, NONE, opcode).stop()))
        .contains("there is no MARK", "opcode " + opcode);
  }

  static IntStream bytes() {
    return IntStream.range(0, 256);
  }

  @ParameterizedTest
  @MethodSource("bytes")
  void anyByteWithoutItsArguments_isRefused(int code) {
    assertThat(refusal(pickle().u1(code))).contains(" of the pickle");
    refusal(new PickleAssembler().u1(code));
    refusal(pickle().u1(code).raw(new byte[300]));
  }

  static Stream<Arguments> damaged() {
    byte[] someBytes = new byte[255];
    return Stream.of(
        arguments(pickle().op(NONE), "ends without STOP"),
        arguments(new PickleAssembler(), "ends without STOP"),
        arguments(new PickleAssembler().op(PROTO).u1(6).op(NONE, STOP), "pickle protocol 6"),
        arguments(new PickleAssembler().op(PROTO).u1(255).op(NONE, STOP), "pickle protocol 255"),
        arguments(pickle().op(NONE, STOP, NONE), "1 bytes follow the pickle"),
        arguments(pickle().op(NONE, NONE, STOP), "holds 2 values and 0 marks"),
        arguments(pickle().op(NONE, MARK, STOP), "1 values and 1 marks"),
        arguments(pickle().op(FRAME).u8(1000).op(NONE, STOP), "a frame of 1000 bytes"),
        arguments(pickle().op(FRAME).u8(-1).op(NONE, STOP), "18446744073709551615"),
        arguments(pickle().op(BINGET).u1(0).stop(), "memo index 0"),
        arguments(pickle().op(LONG_BINGET).u4(1 << 30).stop(), "memo index 1073741824"),
        arguments(pickle().op(GET).line("7").stop(), "memo index 7"),
        arguments(pickle().op(GET).line("-1").stop(), "memo index -1"),
        arguments(pickle().op(GET).line("x").stop(), "not a whole number"),
        arguments(pickle().op(NONE, LONG_BINPUT).u4(Integer.MAX_VALUE).stop(), "2147483647"),
        arguments(pickle().op(NONE, LONG_BINPUT).u4(0xffffffffL).stop(), "4294967295"),
        arguments(pickle().op(BINUNICODE).u4(Integer.MAX_VALUE).stop(), "needs 2147483647 bytes"),
        arguments(pickle().op(BINUNICODE).u4(0xffffffffL).stop(), "needs 4294967295 bytes"),
        arguments(pickle().op(BINUNICODE8).u8(Long.MIN_VALUE).stop(), "9223372036854775808"),
        arguments(pickle().op(BINUNICODE8).u8(Long.MAX_VALUE).stop(), "9223372036854775807"),
        arguments(pickle().op(BINBYTES).u4(0xffffffffL).stop(), "needs 4294967295 bytes"),
        arguments(pickle().op(BINBYTES8).u8(1L << 40).stop(), "needs 1099511627776 bytes"),
        arguments(pickle().op(BYTEARRAY8).u8(1L << 40).stop(), "needs 1099511627776 bytes"),
        arguments(pickle().op(SHORT_BINBYTES).u1(9).stop(), "needs 9 bytes where 1 are left"),
        arguments(pickle().op(BINSTRING).u4(-1).stop(), "needs 4294967295 bytes"),
        arguments(pickle().op(LONG1).u1(255).raw(new byte[200]), "needs 255 bytes"),
        arguments(pickle().op(LONG4).u4(-1).stop(), "has an integer of 4294967295 bytes"),
        arguments(pickle().op(LONG4).u4(2000).raw(new byte[2000]).stop(), "of 2000 bytes"),
        arguments(pickle().op(BINFLOAT).raw(new byte[7]), "needs 8 bytes where 7 are left"),
        arguments(pickle().op(BININT).raw(new byte[3]), "needs 4 bytes where 3 are left"),
        arguments(utf8(0xff), "not UTF-8"),
        arguments(utf8(0xc0, 0x80), "not UTF-8"),
        arguments(utf8(0xed, 0xa0, 0x80), "not UTF-8"),
        arguments(utf8(0xf4, 0x90, 0x80, 0x80), "not UTF-8"),
        arguments(pickle().op(INT).line("1 2").stop(), "not a whole number"),
        arguments(pickle().op(INT).raw((byte) '1'), "ends within a line"),
        arguments(pickle().op(LONG).line("9".repeat(5000)).stop(), "a number of 5000 digits"),
        arguments(pickle().op(FLOAT).line("0x1p3").stop(), "'0x1p3' is not a number"),
        arguments(pickle().op(FLOAT).line("").stop(), "'' is not a number"),
        arguments(pickle().op(STRING).line("'open").stop(), "not a quoted string"),
        arguments(pickle().op(STRING).line("'\\").stop(), "not a quoted string"),
        arguments(pickle().op(STRING).line("'\\x4'").stop(), "ends within an escape"),
        arguments(pickle().op(STRING).line("'\\q'").stop(), "unknown escape"),
        arguments(pickle().op(UNICODE).line("\\u12").stop(), "ends within an escape"),
        arguments(pickle().op(UNICODE).line("\\u12zz").stop(), "not hexadecimal"),
        arguments(pickle().op(UNICODE).line("\\UffffFFFF").stop(), "beyond Unicode"),
        arguments(pickle().op(GLOBAL).raw(someBytes), "ends within a line"));
  }

  private static PickleAssembler utf8(int... bytes) {
    PickleAssembler pickle = pickle().op(SHORT_BINUNICODE).u1(bytes.length);
    for (int b : bytes) {
      pickle.u1(b);
    }
    return pickle.stop();
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void damage_isRefused(PickleAssembler pickle, String reason) {
    assertThat(refusal(pickle)).contains(reason);
  }

  @Test
  void truncation_isRefusedAtEveryByte() {
    byte[] whole =
        pickle()
            .op(EMPTY_DICT, BINPUT)
            .u1(0)
            .op(MARK)
            .text("key")
            .op(BINFLOAT)
            .u8(0)
            .text("other")
            .global("collections", "OrderedDict")
            .op(EMPTY_TUPLE, REDUCE, SETITEMS)
            .stop()
            .bytes();
    HostileFile.read(HostileFile.write(folder, whole), PklReader::read);

    for (int length = 0; length < whole.length; length++) {
      HostileFile.refusal(folder, Arrays.copyOf(whole, length), PklReader::read);
    }
  }

  // ---- the wrong kinds

  static Stream<Arguments> wrongKinds() {
    PickleAssembler array =
        pickle()
            .global("numpy.core.multiarray", "_reconstruct")
            .global("numpy", "ndarray")
            .integers(0)
            .bytesOf((byte) 'b')
            .op(TUPLE3, REDUCE);
    PickleAssembler ordered = pickle().global("collections", "OrderedDict").op(EMPTY_TUPLE, REDUCE);
    return Stream.of(
        arguments(pickle().op(EMPTY_LIST, NONE, NONE, SETITEM), "sets an item of a list"),
        arguments(pickle().op(EMPTY_TUPLE, NONE, NONE, SETITEM), "sets an item of a tuple"),
        arguments(pickle().op(NONE, NONE, NONE, SETITEM), "sets an item of None"),
        arguments(pickle().op(EMPTY_LIST, MARK, NONE, NONE, SETITEMS), "sets an item of a list"),
        arguments(new PickleAssembler().raw(array).op(NONE, NONE, SETITEM), "of a numpy array"),
        arguments(pickle().global("torch", "Tensor").op(NONE, NONE, SETITEM), "of torch.Tensor"),
        arguments(pickle().op(EMPTY_DICT, MARK, NONE, SETITEMS), "a dict key has no value"),
        arguments(pickle().op(MARK, NONE, DICT), "a dict key has no value"),
        arguments(pickle().op(EMPTY_DICT, NONE, APPEND), "appends to a dict"),
        arguments(pickle().op(EMPTY_TUPLE, MARK, NONE, APPENDS), "appends to a tuple"),
        arguments(pickle().op(EMPTY_SET, NONE, APPEND), "appends to a set"),
        arguments(pickle().op(EMPTY_LIST, MARK, NONE, ADDITEMS), "adds to a list"),
        arguments(pickle().op(MARK, FROZENSET, MARK, NONE, ADDITEMS), "adds to a set"),
        arguments(new PickleAssembler().raw(ordered).op(NONE, BUILD), "attributes.* are None"),
        arguments(new PickleAssembler().raw(ordered).integers(1).op(BUILD), "are a tuple"),
        arguments(
            new PickleAssembler().raw(ordered).op(EMPTY_DICT, NONE, NONE, SETITEM, BUILD),
            "named by None"),
        arguments(pickle().op(EMPTY_DICT, EMPTY_DICT, BUILD), "sets the state of a dict"),
        arguments(pickle().op(EMPTY_LIST, EMPTY_DICT, BUILD), "sets the state of a list"),
        arguments(pickle().text("a").op(EMPTY_DICT, BUILD), "sets the state of a str"),
        arguments(
            pickle().global("torch", "Tensor").op(EMPTY_DICT, BUILD), "the state of torch.Tensor"),
        arguments(new PickleAssembler().raw(array).op(EMPTY_DICT, BUILD), "numpy array is a dict"),
        arguments(new PickleAssembler().raw(array), "a numpy array has no data"),
        arguments(pickle().op(EMPTY_DICT, EMPTY_LIST, NONE, SETITEM), "key .* is a list"),
        arguments(pickle().op(EMPTY_DICT, EMPTY_DICT, NONE, SETITEM), "key .* is a dict"),
        arguments(pickle().op(EMPTY_DICT, EMPTY_TUPLE, NONE, SETITEM), "key .* is a tuple"),
        arguments(pickle().op(EMPTY_SET, MARK, EMPTY_SET, ADDITEMS), "key .* is a set"),
        arguments(pickle().op(MARK, EMPTY_LIST, FROZENSET), "key .* is a list"));
  }

  @ParameterizedTest
  @MethodSource("wrongKinds")
  void opcode_isRefusedOnTheWrongKind(PickleAssembler pickle, String reason) {
    assertThat(refusal(pickle.stop())).containsPattern(reason);
  }

  // ---- bombs

  /**
   * Lists of ten times the list before: as a tree 10^depth values, as a file some hundred bytes.
   */
  private static PickleAssembler laughs(PickleOpcode empty, int depth) {
    PickleAssembler pickle = pickle().op(empty, BINPUT).u1(0).op(POP);
    for (int level = 1; level <= depth; level++) {
      pickle.op(MARK);
      for (int i = 0; i < 10; i++) {
        pickle.op(BINGET).u1(level - 1);
      }
      pickle.op(empty == EMPTY_TUPLE ? TUPLE : LIST).op(BINPUT).u1(level).op(POP);
    }
    return pickle.op(BINGET).u1(depth).stop();
  }

  @Test
  void laughs_areRefusedAsFarTooManyValues() {
    assertThat(refusal(laughs(EMPTY_LIST, 40))).contains("holds more than 10000000 values");
    assertThat(refusal(laughs(EMPTY_TUPLE, 40))).contains("holds more than 10000000 values");
  }

  @Test
  void laughs_areRefusedByDup() {
    PickleAssembler pickle = pickle().op(EMPTY_LIST);
    for (int level = 0; level < 40; level++) {
      pickle.op(DUP, TUPLE2);
    }
    assertThat(refusal(pickle.stop())).contains("holds more than 10000000 values");
  }

  @Test
  void laughs_areRefusedAsKeysBeforeAnythingIsHashed() {
    PickleAssembler pickle = pickle().op(EMPTY_DICT, EMPTY_TUPLE);
    for (int level = 0; level < 60; level++) {
      pickle.op(DUP, TUPLE2);
    }
    assertThat(refusal(pickle.op(NONE, SETITEM).stop())).contains("is a tuple");
  }

  @Test
  void sharing_isReadWhereItStaysSmall() {
    Path file = HostileFile.write(folder, laughs(EMPTY_LIST, 3).bytes());

    List<?> root = (List<?>) HostileFile.read(file, PklReader::read).root();

    assertThat(root).hasSize(10);
    assertThat(root.get(9)).isSameAs(root.get(0));
  }

  @ParameterizedTest
  @CsvSource({"EMPTY_LIST, APPEND", "EMPTY_TUPLE, TUPLE1"})
  void millionNestedLists_areRefused(PickleOpcode empty, PickleOpcode wrap) {
    PickleAssembler pickle = pickle();
    int levels = 1_000_000;
    for (int i = 0; i < levels; i++) {
      pickle.op(wrap == APPEND || i == 0 ? empty : wrap);
    }
    for (int i = 0; wrap == APPEND && i < levels - 1; i++) {
      pickle.op(APPEND);
    }

    assertThat(HostileFile.refusal(folder, pickle.stop().bytes(), PklReader::read, 300L << 20))
        .contains("nested more than 64 levels deep");
  }

  @Test
  void depth_isReadUpToTheLimit() {
    PickleAssembler pickle = pickle().op(EMPTY_LIST);
    for (int level = 1; level < PickleGraph.MAX_DEPTH; level++) {
      pickle.op(TUPLE1);
    }
    byte[] deepest = pickle.bytes();

    HostileFile.read(
        HostileFile.write(folder, new PickleAssembler().raw(deepest).stop().bytes()),
        PklReader::read);
    assertThat(refusal(new PickleAssembler().raw(deepest).op(TUPLE1).stop()))
        .contains("nested more than 64 levels deep");
  }

  @Test
  void depth_countsThroughSharedValues() {
    // A chain of 40 levels is read once on its own, and then hangs below 40 others.
    PickleAssembler pickle = pickle().op(EMPTY_LIST);
    for (int level = 0; level < 40; level++) {
      pickle.op(TUPLE1);
    }
    pickle.op(MEMOIZE, BINGET).u1(0);
    for (int level = 0; level < 40; level++) {
      pickle.op(TUPLE1);
    }
    assertThat(refusal(pickle.op(TUPLE2).stop())).contains("nested more than 64 levels deep");
  }

  static Stream<PickleAssembler> cycles() {
    PickleAssembler dictInItself = pickle().op(EMPTY_DICT, MEMOIZE).text("self").op(BINGET).u1(0);
    PickleAssembler listInItsTuple = pickle().op(EMPTY_LIST, MEMOIZE, BINGET).u1(0).op(TUPLE1);
    return Stream.of(
        pickle().op(EMPTY_LIST, DUP, APPEND), dictInItself.op(SETITEM), listInItsTuple.op(APPEND));
  }

  @ParameterizedTest
  @MethodSource("cycles")
  void valueThatHoldsItself_isRefused(PickleAssembler pickle) {
    assertThat(refusal(pickle.stop())).contains("holds itself");
  }

  @Test
  void memoBomb_isRefusedByItsSize() {
    // 144 bytes that double a text again and again where a memo copies; here they only share it.
    PickleAssembler pickle = pickle().text("x".repeat(16)).op(MEMOIZE);
    for (int i = 0; i < 60; i++) {
      pickle.op(DUP, TUPLE2);
    }
    assertThat(refusal(pickle.stop())).contains("holds more than 10000000 values");
  }

  @Test
  void manySmallObjects_areRefusedBeforeTheyFillTheHeap() {
    byte[] dicts = new byte[8 << 20];
    Arrays.fill(dicts, (byte) EMPTY_DICT.code());

    assertThat(HostileFile.refusal(folder, dicts, PklReader::read, 600L << 20))
        .contains("needs more than the 288 MiB of heap", "opcode EMPTY_DICT");
  }
}
