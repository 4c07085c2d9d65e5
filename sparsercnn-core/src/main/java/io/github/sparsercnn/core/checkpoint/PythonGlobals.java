package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The harmless names of Python's own library. */
final class PythonGlobals {
  /** The module of the builtins in Python 3, and in protocols that Python 2 can read. */
  private static final List<String> BUILTINS = List.of("builtins.", "__builtin__.");

  private static final Set<String> LATIN1 = Set.of("latin1", "latin-1", "iso-8859-1");

  private PythonGlobals() {}

  static void addTo(Map<String, PickleGlobal> globals) {
    function(globals, "collections.OrderedDict", PythonGlobals::orderedDict);
    function(globals, "collections.defaultdict", PythonGlobals::defaultDict);
    function(globals, "collections.Counter", PythonGlobals::counter);
    function(globals, "_codecs.encode", PythonGlobals::encode);
    for (String builtins : BUILTINS) {
      function(globals, builtins + "set", PythonGlobals::set);
      function(
          globals,
          builtins + "frozenset",
          (arguments, budget) -> Collections.unmodifiableSet(set(arguments, budget)));
      function(globals, builtins + "bytes", PythonGlobals::bytes);
      function(globals, builtins + "bytearray", PythonGlobals::bytes);
      function(globals, builtins + "complex", PythonGlobals::complex);
      for (String type : List.of("dict", "list", "int", "float", "str")) {
        globals.put(builtins + type, new PickleGlobal.Inert(builtins + type));
      }
    }
  }

  static void function(Map<String, PickleGlobal> globals, String name, PickleGlobal.Body body) {
    globals.put(name, new PickleGlobal.Function(name, body));
  }

  private static OrderedDict orderedDict(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(0, 1);
    OrderedDict dict = new OrderedDict();
    if (arguments.size() == 1) {
      // Python 2 gives all items at once, each as a list or a tuple of two.
      for (Object item : items(arguments.get(0))) {
        List<@Nullable Object> pair = items(item);
        if (pair.size() != 2) {
          throw new RefusedException("an item has " + pair.size() + " parts, expected 2");
        }
        PickleKeys.put(dict, pair.get(0), pair.get(1), budget);
      }
    }
    return dict;
  }

  private static Map<@Nullable Object, @Nullable Object> defaultDict(
      PickleTuple arguments, MemoryBudget budget) throws RefusedException {
    arguments.requireSize(0, 1);
    return new LinkedHashMap<>();
  }

  private static Map<@Nullable Object, @Nullable Object> counter(
      PickleTuple arguments, MemoryBudget budget) throws RefusedException {
    arguments.requireSize(0, 1);
    Map<@Nullable Object, @Nullable Object> counts = new LinkedHashMap<>();
    if (arguments.size() == 1) {
      for (Map.Entry<@Nullable Object, @Nullable Object> entry :
          PickleKeys.dict(arguments.get(0)).entrySet()) {
        PickleKeys.put(counts, entry.getKey(), entry.getValue(), budget);
      }
    }
    return counts;
  }

  private static Set<@Nullable Object> set(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(0, 1);
    Set<@Nullable Object> set = new LinkedHashSet<>();
    if (arguments.size() == 1) {
      PickleKeys.addAll(set, items(arguments.get(0)), budget);
    }
    return set;
  }

  /** Protocols before 3 write bytes as the text of the same Latin-1 characters. */
  private static ByteBuffer encode(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(2, 2);
    return latin1(arguments.string(0), arguments.string(1), budget);
  }

  private static ByteBuffer bytes(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(0, 2);
    return switch (arguments.size()) {
      case 0 -> ByteBuffer.allocate(0);
      case 1 -> arguments.get(0, ByteBuffer.class, "a bytes object");
      default -> latin1(arguments.string(0), arguments.string(1), budget);
    };
  }

  private static ByteBuffer latin1(String text, String encoding, MemoryBudget budget)
      throws RefusedException {
    if (!LATIN1.contains(encoding)) {
      throw new RefusedException(
          "has the encoding " + PickleText.excerpt(encoding) + ", expected latin1");
    }
    return latin1(text, budget);
  }

  /**
   * The bytes of the same numbers as a text's characters.
   *
   * @throws RefusedException if a character is beyond Latin-1
   */
  static ByteBuffer latin1(String text, MemoryBudget budget) throws RefusedException {
    budget.charge(text.length());
    try {
      return StandardCharsets.ISO_8859_1.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new RefusedException("the text of a bytes object has characters beyond Latin-1", e);
    }
  }

  /** A complex number is given as a list of its two parts. */
  private static PickleTuple complex(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(2, 2);
    return new PickleTuple(
        Arrays.asList(
            arguments.get(0, Double.class, "a float"), arguments.get(1, Double.class, "a float")));
  }

  /** The items of a list or tuple, not copied. */
  @SuppressWarnings("unchecked") // the machine makes no other lists
  static List<@Nullable Object> items(@Nullable Object value) throws RefusedException {
    if (value instanceof PickleTuple tuple) {
      return tuple.items();
    }
    if (value instanceof ArrayList<?> list) {
      return (List<@Nullable Object>) list;
    }
    throw new RefusedException("has " + PythonKind.of(value) + ", expected a list");
  }
}
