package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever Python's pickler writes of plain values is read as it was, in every protocol. */
class PickleRoundTripTest {
  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("round-trip");
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    Files.delete(folder.resolve("hostile.bin"));
    Files.delete(folder);
  }

  @Property(tries = 500)
  void read_givesWhatWasPickled(
      @ForAll("values") Object value, @ForAll @IntRange(min = 0, max = 5) int protocol)
      throws IOException {
    Path file = HostileFile.write(folder, TestPickler.pickle(value, protocol));

    Object read = HostileFile.read(file, PklReader::read).root();

    assertThat(comparable(read)).isEqualTo(comparable(value));
  }

  @Provide
  Arbitrary<Object> values() {
    return values(4);
  }

  private static Arbitrary<Object> values(int depth) {
    Arbitrary<Object> leaves = Arbitraries.oneOf(keys(), bytes(), sets());
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<Object> below = Arbitraries.lazy(() -> values(depth - 1));
    Arbitrary<List<Object>> lists = below.list().ofMaxSize(6);
    return Arbitraries.oneOf(
        leaves,
        lists.map(ArrayList::new),
        lists.map(items -> new PickleTuple(items)),
        below.map(shared -> new ArrayList<>(Arrays.asList(shared, List.of(1L), shared))),
        Combinators.combine(keys().list().ofMaxSize(6), lists)
            .as(
                (keys, items) -> {
                  Map<Object, Object> dict = new LinkedHashMap<>();
                  for (int i = 0; i < Math.min(keys.size(), items.size()); i++) {
                    dict.put(keys.get(i), items.get(i));
                  }
                  return dict;
                }));
  }

  private static Arbitrary<Object> keys() {
    return Arbitraries.oneOf(
        Arbitraries.just(null),
        Arbitraries.of(true, false).asGeneric(),
        Arbitraries.longs().asGeneric(),
        Arbitraries.longs().between(-70000, 70000).asGeneric(),
        Arbitraries.bigIntegers()
            .between(BigInteger.ONE.shiftLeft(2100).negate(), BigInteger.ONE.shiftLeft(2100))
            .map(PickleStream::narrow)
            .asGeneric(),
        Arbitraries.doubles().asGeneric(),
        Arbitraries.of(Double.NaN, -0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE).asGeneric(),
        texts().asGeneric());
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(300),
        Arbitraries.strings().withChars("\\\n\r\0\u001a'\"é\u0416\u20ac").ofMaxLength(20),
        Arbitraries.just("\ud83d\ude00 \\u0041"));
  }

  private static Arbitrary<Object> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(300).asGeneric();
  }

  private static Arbitrary<Object> sets() {
    Arbitrary<Set<Object>> sets = keys().filter(key -> key != null).set().ofMaxSize(5);
    return Arbitraries.oneOf(
        sets.map(LinkedHashSet::new), sets.map(set -> Collections.unmodifiableSet(set)));
  }

  /** The value with tuples as lists and bytes as comparable objects. */
  private static Object comparable(Object value) {
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    } else if (value instanceof PickleTuple tuple) {
      return comparable(tuple.items());
    } else if (value instanceof List<?> list) {
      return list.stream().map(PickleRoundTripTest::comparable).toList();
    } else if (value instanceof Map<?, ?> dict) {
      List<Object> entries = new ArrayList<>();
      dict.forEach((key, item) -> entries.add(Arrays.asList(key, comparable(item))));
      return entries;
    }
    return value;
  }
}
