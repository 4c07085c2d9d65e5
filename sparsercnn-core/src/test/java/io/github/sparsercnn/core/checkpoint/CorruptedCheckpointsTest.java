package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Files with random damage are read, or refused by the one exception; nothing else happens, and
 * nothing takes long.
 */
class CorruptedCheckpointsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<String> TEXTS = List.of("storage", "0", "cpu", "latin1", "<", "f4");

  private static final List<String> GLOBALS =
      List.of(
          "collections OrderedDict",
          "collections defaultdict",
          "collections Counter",
          "_codecs encode",
          "builtins set",
          "builtins frozenset",
          "builtins bytearray",
          "builtins complex",
          "torch FloatStorage",
          "torch BoolStorage",
          "torch.storage UntypedStorage",
          "torch float32",
          "torch Tensor",
          "torch Size",
          "torch device",
          "torch._utils _rebuild_tensor",
          "torch._utils _rebuild_tensor_v2",
          "torch._utils _rebuild_tensor_v3",
          "torch._utils _rebuild_parameter",
          "torch._tensor _rebuild_from_type_v2",
          "numpy ndarray",
          "numpy dtype",
          "numpy.core.multiarray _reconstruct",
          "numpy.core.multiarray scalar",
          "numpy.core.numeric _frombuffer");

  private static Path folder;
  private static byte[] torchPickle;
  private static final List<byte[]> storages = new ArrayList<>();

  @BeforeContainer
  static void readGolden() throws IOException {
    folder = Files.createTempDirectory("corrupted");
    Path file = HostileFile.write(folder, golden("bare.pth"));
    try (ZipFile zip = new ZipFile(file.toFile())) {
      torchPickle = zip.getInputStream(zip.getEntry("bare/data.pkl")).readAllBytes();
      ZipEntry storage;
      while ((storage = zip.getEntry("bare/data/" + storages.size())) != null) {
        storages.add(zip.getInputStream(storage).readAllBytes());
      }
    }
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    Files.delete(folder.resolve("hostile.bin"));
    Files.delete(folder);
  }

  @Property(tries = 300)
  void damagedZip_isReadOrRefused(@ForAll long seed) throws IOException {
    readOrRefuse(damaged(golden("bare.pth"), seed), PthZipReader::read);
  }

  @Property(tries = 300)
  void damagedLegacyFile_isReadOrRefused(@ForAll long seed) throws IOException {
    readOrRefuse(damaged(golden("legacy_format.pth"), seed), LegacyPthReader::read);
  }

  @Property(tries = 300)
  void damagedNumpyPickle_isReadOrRefused(@ForAll long seed) throws IOException {
    readOrRefuse(damaged(golden("zoo.pkl"), seed), PklReader::read);
  }

  /** With the right CRC, so that the damage reaches the pickle machine. */
  @Property(tries = 300)
  void damagedTorchPickle_isReadOrRefused(@ForAll long seed) throws IOException {
    TorchZip torch = new TorchZip(new PickleAssembler().raw(damaged(torchPickle, seed)));
    for (int key = 0; key < storages.size(); key++) {
      torch.data(String.valueOf(key), storages.get(key));
    }

    readOrRefuse(torch.bytes(), PthZipReader::read);
  }

  @Property(tries = 1000)
  void randomOpcodes_areReadOrRefused(@ForAll("opcodes") List<PickleAssembler> opcodes)
      throws IOException {
    PickleAssembler pickle = PickleAssembler.pickle();
    opcodes.forEach(pickle::raw);
    pickle.stop();
    TorchZip torch = new TorchZip(pickle);
    torch.data("0", new byte[4 * Float.BYTES]);

    readOrRefuse(pickle.bytes(), PklReader::read);
    readOrRefuse(torch.bytes(), PthZipReader::read);
  }

  /** Mostly steps that make sense, so that many pickles get far. */
  @Provide
  Arbitrary<List<PickleAssembler>> opcodes() {
    PickleAssembler storage = new PickleAssembler().storage("FloatStorage", "0", "cpu", 4);
    PickleAssembler tensor =
        new PickleAssembler().tensor(storage, 0, new long[] {2, 2}, new long[] {1, 2});
    return Arbitraries.oneOf(
            Arbitraries.of(PickleOpcode.class).map(opcode -> new PickleAssembler().op(opcode)),
            Arbitraries.of(
                    PickleOpcode.MARK,
                    PickleOpcode.EMPTY_DICT,
                    PickleOpcode.EMPTY_LIST,
                    PickleOpcode.TUPLE,
                    PickleOpcode.TUPLE2,
                    PickleOpcode.SETITEM,
                    PickleOpcode.APPEND,
                    PickleOpcode.REDUCE,
                    PickleOpcode.BUILD,
                    PickleOpcode.MEMOIZE,
                    PickleOpcode.DUP)
                .map(opcode -> new PickleAssembler().op(opcode)),
            Arbitraries.of(TEXTS).map(text -> new PickleAssembler().text(text)),
            Arbitraries.of(GLOBALS).map(CorruptedCheckpointsTest::global),
            Arbitraries.longs().map(value -> new PickleAssembler().integer(value)),
            Arbitraries.integers()
                .between(0, 4)
                .map(index -> new PickleAssembler().op(PickleOpcode.BINGET).u1(index)),
            Arbitraries.just(storage),
            Arbitraries.just(tensor))
        .list()
        .ofMaxSize(40);
  }

  private static PickleAssembler global(String moduleAndName) {
    String[] parts = moduleAndName.split(" ", -1);
    return new PickleAssembler().global(parts[0], parts[1]);
  }

  /** Some bytes cut off or changed; often near the ends, where the structure is. */
  private static byte[] damaged(byte[] content, long seed) {
    Random random = new Random(seed);
    if (random.nextInt(5) == 0) {
      return Arrays.copyOf(content, random.nextInt(content.length));
    }
    byte[] damaged = content.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int range = random.nextBoolean() ? content.length : Math.min(content.length, 2000);
      int from = random.nextBoolean() ? 0 : content.length - range;
      damaged[from + random.nextInt(range)] = (byte) random.nextInt(256);
    }
    return damaged;
  }

  private static void readOrRefuse(byte[] content, HostileFile.Reader reader) throws IOException {
    Path file = HostileFile.write(folder, content);
    long start = System.nanoTime();
    try {
      assertThat(HostileFile.read(file, reader)).isNotNull();
    } catch (WeightsException e) {
      assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContaining("\n");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in =
        CorruptedCheckpointsTest.class.getResourceAsStream("/goldens/checkpoints/" + name)) {
      return in.readAllBytes();
    }
  }
}
