package io.github.sparsercnn.core.checkpoint;

import static io.github.sparsercnn.core.checkpoint.PickleAssembler.pickle;
import static io.github.sparsercnn.core.checkpoint.ZipAssembler.zip64Extra;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The archives that torch.save writes, and those that nobody should read. */
class PthZipReaderTest {
  private static final int DATA_DESCRIPTOR = 1 << 3;
  private static final int DEFLATED = 8;

  @TempDir Path folder;

  private String refusal(byte[] content) {
    return HostileFile.refusal(folder, content, PthZipReader::read);
  }

  private FileContents read(byte[] content) {
    return HostileFile.read(HostileFile.write(folder, content), PthZipReader::read);
  }

  private void assertReadsTheTensor(byte[] content) {
    StoredTensor tensor = (StoredTensor) read(content).root();
    assertThat(tensor.toFloats()).containsExactly(1, 2);
  }

  // ---- what is read

  @Test
  void read_givesTheVersionAsMetadata() {
    FileContents contents = read(TorchZip.ofOneTensor().bytes());

    assertThat(contents.format()).isEqualTo(CheckpointFormat.PTH_ZIP);
    assertThat(contents.metadata()).containsExactly(java.util.Map.entry("version", "3"));
    assertReadsTheTensor(TorchZip.ofOneTensor().bytes());
  }

  @Test
  void recognises_looksAtTheFirstBytes() {
    assertThat(recognises(TorchZip.ofOneTensor().bytes())).isTrue();
    assertThat(recognises("PK".getBytes(StandardCharsets.US_ASCII))).isFalse();
    assertThat(recognises(pickle().bytes())).isFalse();
  }

  private static boolean recognises(byte[] head) {
    return PthZipReader.recognises(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN));
  }

  @Test
  void read_knowsArchivesWithoutByteOrder() {
    ZipAssembler zip = new ZipAssembler();
    zip.add("model/data.pkl", pickle().op(PickleOpcode.EMPTY_LIST).stop().bytes());
    zip.add("model/version", "2\n");

    assertThat(read(zip.bytes()).root()).isEqualTo(List.of());
  }

  @Test
  void read_knowsZip64Fields() {
    TorchZip torch = TorchZip.ofOneTensor();
    torch.zip.zip64 = true;
    torch
        .data("1", TorchZip.floats(3))
        .both(
            header -> {
              header.storedBytes = ZipFields.FULL_32;
              header.contentBytes = ZipFields.FULL_32;
              header.extra = zip64Extra(4, 4);
            });

    assertReadsTheTensor(torch.bytes());
  }

  @Test
  void read_skipsForeignExtraFields() {
    TorchZip torch = TorchZip.ofOneTensor();
    torch.pickle.local(header -> header.extra = new byte[] {'F', 'B', 3, 0, 'Z', 'Z', 'Z'});

    assertReadsTheTensor(torch.bytes());
  }

  @Test
  void read_knowsSizesThatFollowTheContent() {
    TorchZip torch = TorchZip.ofOneTensor();
    torch
        .pickle
        .both(header -> header.flags = DATA_DESCRIPTOR)
        .local(
            header -> {
              header.crc = 0;
              header.storedBytes = 0;
              header.contentBytes = 0;
            });

    assertReadsTheTensor(torch.bytes());
  }

  @Test
  void read_takesCrcZeroAsNotComputed() {
    TorchZip torch = TorchZip.ofOneTensor();
    torch.pickle.both(header -> header.crc = 0);

    assertReadsTheTensor(torch.bytes());
  }

  @Test
  void read_ignoresAStorageThatNoTensorUses() {
    TorchZip torch = TorchZip.ofOneTensor();
    torch.data("unused", new byte[] {1, 2, 3});

    assertReadsTheTensor(torch.bytes());
  }

  @Test
  void read_swapsBigEndianStorages() {
    PickleAssembler storage = new PickleAssembler().storage("ShortStorage", "0", "cpu", 2);
    TorchZip torch =
        new TorchZip(pickle().tensor(storage, 0, new long[] {2}, new long[] {1}).stop(), "big");
    torch.data("0", new byte[] {1, 2, (byte) 0xff, (byte) 0xfe});

    StoredTensor tensor = (StoredTensor) read(torch.bytes()).root();

    assertThat(tensor.toFloats()).containsExactly(0x102, -2);
    assertThat(tensor.data().getShort()).isEqualTo((short) 0x102);
  }

  // ---- damaged archives

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.9})
  void truncation_isRefused(double part) {
    byte[] whole = TorchZip.ofOneTensor().bytes();

    assertThat(refusal(Arrays.copyOf(whole, (int) (part * whole.length))))
        .contains("no end, the file seems truncated");
  }

  @Test
  void truncation_isRefusedAtEveryByte() {
    byte[] whole = TorchZip.ofOneTensor().bytes();

    for (int length = 0; length < whole.length; length++) {
      refusal(Arrays.copyOf(whole, length));
    }
  }

  static Stream<Arguments> badArchives() {
    return Stream.of(
        bad("no end", torch -> torch.zip.behindTheEnd = new byte[] {0}),
        bad("directory is", torch -> torch.zip.directoryOffsetInEnd = 5L),
        bad("directory is", torch -> torch.zip.directoryOffsetInEnd = 0xfffffff0L),
        bad("directory is", torch -> torch.zip.directoryOffsetInEnd = 0xffffffffL),
        bad("says 3 entries, but has 4", torch -> torch.zip.entriesInEnd = 3),
        bad("says 60000 entries, but has 4", torch -> torch.zip.entriesInEnd = 60000),
        bad(
            "its zip64 end says",
            torch -> {
              torch.zip.zip64 = true;
              torch.zip.directoryOffsetInEnd = 5L;
            }),
        bad(
            "directory is",
            torch -> {
              torch.zip.zip64 = true;
              torch.zip.directoryOffsetInZip64End = 5L;
            }),
        bad(
            "beyond 63 bits",
            torch -> {
              torch.zip.zip64 = true;
              torch.zip.directoryOffsetInZip64End = Long.MIN_VALUE;
            }),
        bad(
            "lacks a zip64 field",
            torch -> torch.pickle.central(header -> header.contentBytes = ZipFields.FULL_32)),
        bad(
            "is stored, but says",
            torch ->
                torch.pickle.both(
                    header -> {
                      header.contentBytes = ZipFields.FULL_32;
                      header.extra = zip64Extra(1L << 50);
                    })),
        bad(
            "reaches into the zip directory",
            torch ->
                torch.version.both(
                    header -> {
                      header.storedBytes = ZipFields.FULL_32;
                      header.contentBytes = ZipFields.FULL_32;
                      header.extra = zip64Extra(1L << 50, 1L << 50);
                    })),
        bad(
            "beyond 63 bits",
            torch ->
                torch.version.both(
                    header -> {
                      header.storedBytes = ZipFields.FULL_32;
                      header.contentBytes = ZipFields.FULL_32;
                      header.extra = zip64Extra(-1, -1);
                    })),
        bad(
            "damaged extra field",
            torch -> torch.pickle.both(header -> header.extra = new byte[] {1, 0, 99, 0})),
        bad("wrong CRC-32", torch -> torch.pickle.both(header -> header.crc ^= 1)),
        bad("wrong CRC-32", torch -> torch.data("1", (byte) 1).both(header -> header.crc ^= 1)),
        bad("the entry itself says", torch -> torch.pickle.local(header -> header.crc ^= 1)),
        bad("the entry itself says", torch -> torch.pickle.local(header -> header.storedBytes++)),
        bad("the entry itself says", torch -> torch.pickle.local(header -> header.contentBytes--)),
        bad("the entry itself says", torch -> torch.pickle.local(header -> header.flags = 1 << 11)),
        bad(
            "the entry itself says",
            torch -> torch.pickle.local(header -> header.method = DEFLATED)),
        bad(
            "the entry itself says",
            torch -> torch.pickle.local(header -> header.name = "archive/other.pkl")),
        bad("is encrypted", torch -> torch.pickle.both(header -> header.flags = 1)),
        bad("flags 0x20", torch -> torch.pickle.both(header -> header.flags = 0x20)),
        bad("flags 0x40", torch -> torch.pickle.both(header -> header.flags = 0x40)),
        bad("flags 0x2000", torch -> torch.pickle.both(header -> header.flags = 0x2000)),
        bad("method 8", torch -> torch.pickle.both(header -> header.method = DEFLATED)),
        bad("method 99", torch -> torch.pickle.both(header -> header.method = 99)),
        bad("overlaps another", torch -> torch.version.central(header -> header.offsetShift = -10)),
        bad("no local header", torch -> torch.version.central(header -> header.offsetShift = 1)),
        bad(
            "but the file ends",
            torch -> torch.version.central(header -> header.offsetShift = 1L << 31)));
  }

  private static Arguments bad(String reason, Consumer<TorchZip> damage) {
    return arguments(reason, damage);
  }

  @ParameterizedTest
  @MethodSource("badArchives")
  void badArchive_isRefused(String reason, Consumer<TorchZip> damage) {
    TorchZip torch = TorchZip.ofOneTensor();
    damage.accept(torch);

    assertThat(refusal(torch.bytes())).contains(reason);
  }

  @Test
  void compressionBomb_isRefusedBeforeAnythingIsUnpacked() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(new byte[32 << 20]);
    }

    assertThat(out.size()).isLessThan(40_000);
    assertThat(refusal(out.toByteArray())).contains("archive/data.pkl is compressed");
  }

  // ---- names

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "archive/../../x",
        "archive/..",
        "/archive/x",
        "archive\\x",
        "C:/x",
        "archive/a\0b",
        "archive/a\nb",
        ""
      })
  void nameThatLeavesTheArchive_isRefused(String name) {
    TorchZip torch = TorchZip.ofOneTensor();
    torch.zip.add(name, "x");

    assertThat(refusal(torch.bytes())).contains("refuses the zip entry '");
  }

  @Test
  void entryTwice_isRefused() {
    TorchZip torch = TorchZip.ofOneTensor();
    torch.zip.add("archive/data.pkl", pickle().op(PickleOpcode.NONE).stop().bytes());

    assertThat(refusal(torch.bytes())).contains("has the entry archive/data.pkl twice");
  }

  @Test
  void twoRoots_areRefused() {
    TorchZip torch = TorchZip.ofOneTensor();
    torch.zip.add("other/data/0", "x");
    assertThat(refusal(torch.bytes())).contains("other/data/0 does not lie in archive/");

    torch.zip.add("other/data.pkl", "x");
    assertThat(refusal(torch.bytes())).contains("two pickles, in archive/ and other/");
  }

  // ---- records

  @Test
  void missingPickle_isRefused() {
    ZipAssembler zip = new ZipAssembler();
    zip.add("word/document.xml", "<w:document/>");

    assertThat(refusal(zip.bytes())).contains("a zip archive without data.pkl");
  }

  @Test
  void missingStorage_isRefused() {
    PickleAssembler storage = new PickleAssembler().storage("FloatStorage", "3", "cpu", 2);
    TorchZip torch =
        new TorchZip(pickle().tensor(storage, 0, new long[] {2}, new long[] {1}).stop());

    assertThat(refusal(torch.bytes())).contains("the archive has no archive/data/3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../version", "0/../0", "0\n", ""})
  void storageKeyOfAnotherRecord_isRefused(String key) {
    PickleAssembler storage = new PickleAssembler().storage("ByteStorage", key, "cpu", 2);
    TorchZip torch =
        new TorchZip(pickle().tensor(storage, 0, new long[] {2}, new long[] {1}).stop());

    assertThat(refusal(torch.bytes())).contains("the archive has no archive/data/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"999", "11\n", "-1", "three", "9999999999999"})
  void unknownVersion_isRefused(String version) {
    ZipAssembler zip = new ZipAssembler();
    zip.add("archive/data.pkl", pickle().op(PickleOpcode.NONE).stop().bytes());
    zip.add("archive/version", version);

    assertThat(refusal(zip.bytes()))
        .contains("has version " + version.strip() + ", expected at most 10");
  }

  @Test
  void missingVersion_isRefused() {
    ZipAssembler zip = new ZipAssembler();
    zip.add("archive/data.pkl", pickle().op(PickleOpcode.NONE).stop().bytes());

    assertThat(refusal(zip.bytes())).contains("the archive has no archive/version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"middle", "little\n", ""})
  void unknownByteOrder_isRefused(String order) {
    TorchZip torch = new TorchZip(pickle().op(PickleOpcode.NONE).stop(), order);

    assertThat(refusal(torch.bytes())).contains("expected little or big");
  }

  @Test
  void bytesAfterThePickle_areRefused() {
    TorchZip torch = new TorchZip(pickle().op(PickleOpcode.NONE).stop().u1(0));

    assertThat(refusal(torch.bytes())).contains("1 bytes follow the pickle in archive/data.pkl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"constants.pkl", "code/__torch__.py", "model.json"})
  void torchScript_isRefusedWithWhatToDo(String name) {
    TorchZip torch = TorchZip.ofOneTensor();
    torch.zip.add("archive/" + name, "x");

    assertThat(refusal(torch.bytes()))
        .contains("TorchScript archive, which holds a program", "state_dict");
  }

  static Stream<PickleAssembler> foreignPersistentIds() {
    return Stream.of(
        pickle().text("storage").op(PickleOpcode.BINPERSID),
        pickle().op(PickleOpcode.NONE, PickleOpcode.BINPERSID),
        pickle().integers(1, 2, 3, 4, 5).op(PickleOpcode.BINPERSID),
        pickle().text("storage").op(PickleOpcode.TUPLE1, PickleOpcode.BINPERSID),
        pickle()
            .op(PickleOpcode.MARK)
            .text("module")
            .global("torch", "FloatStorage")
            .text("0")
            .text("cpu")
            .integer(2)
            .op(PickleOpcode.TUPLE, PickleOpcode.BINPERSID));
  }

  @ParameterizedTest
  @MethodSource("foreignPersistentIds")
  void persistentIdOfAnotherKind_isRefused(PickleAssembler pickle) {
    assertThat(refusal(new TorchZip(pickle.stop()).bytes()))
        .contains("refuses a persistent id", "opcode BINPERSID");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "\u0089PNG\r\n\u001a\n",
        "<!DOCTYPE html><html>404</html>",
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
      })
  void fileOfAnotherKind_isRefused(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);

    assertThat(recognises(bytes)).isFalse();
    refusal(bytes);
  }
}
