package io.github.sparsercnn.core.checkpoint;

import static io.github.sparsercnn.core.checkpoint.PickleAssembler.pickle;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pickles in a row that torch.save wrote before PyTorch 1.6. */
class LegacyPthReaderTest {
  private static final byte[] MAGIC = {
    0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19
  };

  @TempDir Path folder;

  /** The parts of a file, each of which a test can change. */
  private static final class Legacy {
    PickleAssembler magic = pickle().op(PickleOpcode.LONG1).u1(MAGIC.length).raw(MAGIC).stop();
    PickleAssembler protocol = pickle().integer(1001).stop();
    PickleAssembler machine = machine(PickleOpcode.NEWTRUE);
    PickleAssembler object = pickle().raw(tensor(storage(PickleOpcode.NONE))).stop();
    PickleAssembler keys = keys("94");
    PickleAssembler storages = new PickleAssembler().u8(3).raw(TorchZip.floats(1, 2, 3));

    byte[] bytes() {
      return new PickleAssembler()
          .raw(magic)
          .raw(protocol)
          .raw(machine)
          .raw(object)
          .raw(keys)
          .raw(storages)
          .bytes();
    }
  }

  private static PickleAssembler machine(PickleOpcode littleEndian) {
    return pickle()
        .op(PickleOpcode.EMPTY_DICT)
        .text("little_endian")
        .op(littleEndian, PickleOpcode.SETITEM)
        .stop();
  }

  private static PickleAssembler storage(PickleOpcode view) {
    return new PickleAssembler()
        .op(PickleOpcode.MARK)
        .text("storage")
        .global("torch", "FloatStorage")
        .text("94")
        .text("cuda:0")
        .integer(3)
        .op(view, PickleOpcode.TUPLE, PickleOpcode.BINPERSID);
  }

  private static PickleAssembler tensor(PickleAssembler storage) {
    return new PickleAssembler().tensor(storage, 1, new long[] {2}, new long[] {1});
  }

  private static PickleAssembler keys(String... keys) {
    PickleAssembler pickle = pickle().op(PickleOpcode.EMPTY_LIST, PickleOpcode.MARK);
    for (String key : keys) {
      pickle.text(key);
    }
    return pickle.op(PickleOpcode.APPENDS).stop();
  }

  private Object read(Legacy legacy) {
    return HostileFile.read(HostileFile.write(folder, legacy.bytes()), LegacyPthReader::read)
        .root();
  }

  private String refusal(Legacy legacy) {
    return HostileFile.refusal(folder, legacy.bytes(), LegacyPthReader::read);
  }

  @Test
  void read_givesTheTensors() {
    assertThat(((StoredTensor) read(new Legacy())).toFloats()).containsExactly(2, 3);
  }

  @Test
  void read_sharesAStorageBetweenTensors() {
    Legacy legacy = new Legacy();
    legacy.object =
        pickle()
            .raw(tensor(storage(PickleOpcode.NONE)))
            .raw(tensor(storage(PickleOpcode.NONE)))
            .op(PickleOpcode.TUPLE2)
            .stop();

    List<?> tensors = (List<?>) read(legacy);

    assertThat(((StoredTensor) tensors.get(0)).toFloats()).containsExactly(2, 3);
    assertThat(((StoredTensor) tensors.get(1)).toFloats()).containsExactly(2, 3);
  }

  @Test
  void read_swapsBigEndianStorages() {
    Legacy legacy = new Legacy();
    legacy.machine = machine(PickleOpcode.NEWFALSE);
    legacy.storages =
        new PickleAssembler()
            .u8(Long.reverseBytes(3))
            .raw(new byte[] {0, 0, 0, 0, 0x40, 0, 0, 0, 0x40, 0x40, 0, 0});

    assertThat(((StoredTensor) read(legacy)).toFloats()).containsExactly(2, 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void recognises_knowsTheMagicNumberOfEveryProtocol(int protocol) {
    PickleAssembler magic = new PickleAssembler();
    if (protocol < 2) {
      magic.op(PickleOpcode.LONG).line("119547037146038801333356L");
    } else {
      magic.op(PickleOpcode.PROTO).u1(protocol);
      if (protocol >= 4) {
        magic.op(PickleOpcode.FRAME).u8(13);
      }
      magic.op(PickleOpcode.LONG1).u1(MAGIC.length).raw(MAGIC);
    }
    Legacy legacy = new Legacy();
    legacy.magic = magic.stop();

    assertThat(LegacyPthReader.recognises(ByteBuffer.wrap(legacy.bytes()))).isTrue();
    read(legacy);
  }

  @Test
  void recognises_refusesOtherPickles() {
    assertThat(LegacyPthReader.recognises(ByteBuffer.wrap(pickle().integer(1).stop().bytes())))
        .isFalse();
    assertThat(LegacyPthReader.recognises(ByteBuffer.allocate(0))).isFalse();
  }

  @Test
  void tar_isRefusedWithWhatToDo() {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);

    assertThat(LegacyPthReader.recognises(ByteBuffer.wrap(tar))).isTrue();
    assertThat(HostileFile.refusal(folder, tar, LegacyPthReader::read))
        .contains("is a tar archive", "save it with a newer one");
  }

  @Test
  void forgedMagic_isRefused() {
    Legacy other = new Legacy();
    other.magic = pickle().integer(7).stop();
    assertThat(refusal(other)).contains("another magic number");

    Legacy computed = new Legacy();
    computed.magic =
        pickle()
            .global("builtins", "int")
            .text("0x1950a86a20f9469cfc6c")
            .integer(16)
            .op(PickleOpcode.TUPLE2, PickleOpcode.REDUCE)
            .stop();
    assertThat(refusal(computed)).contains("calls builtins.int");

    Legacy attack = new Legacy();
    attack.magic =
        pickle().global("os", "system").text("x").op(PickleOpcode.TUPLE1, PickleOpcode.REDUCE);
    assertThat(refusal(attack)).contains("refuses the global os.system");
  }

  @Test
  void attackInAnyPickle_isRefusedByItsPlace() {
    PickleAssembler attack = pickle().global("os", "system").stop();
    Legacy legacy = new Legacy();
    int objectAt =
        legacy.magic.bytes().length
            + legacy.protocol.bytes().length
            + legacy.machine.bytes().length;
    legacy.object = attack;
    assertThat(refusal(legacy))
        .contains("os.system", "at byte 2 of the pickle", "which begins at byte " + objectAt);

    legacy = new Legacy();
    legacy.keys = attack;
    assertThat(refusal(legacy)).contains("os.system");
  }

  @Test
  void otherProtocol_isRefused() {
    Legacy legacy = new Legacy();
    legacy.protocol = pickle().integer(1002).stop();
    assertThat(refusal(legacy)).contains("has protocol 1002, expected 1001");

    legacy.protocol = pickle().op(PickleOpcode.EMPTY_DICT).stop();
    assertThat(refusal(legacy)).contains("has protocol a dict");
  }

  @Test
  void machineWithoutByteOrder_isRefused() {
    Legacy legacy = new Legacy();
    legacy.machine = pickle().op(PickleOpcode.EMPTY_DICT).stop();

    assertThat(refusal(legacy)).contains("whether its numbers are little_endian");
  }

  @ParameterizedTest
  @CsvSource({"4", "2", "-1", "9223372036854775807"})
  void storageOfAnotherLength_isRefused(long numel) {
    Legacy legacy = new Legacy();
    legacy.storages = new PickleAssembler().u8(numel).raw(TorchZip.floats(1, 2, 3));

    assertThat(refusal(legacy))
        .contains("storage 94 should have 3 elements", "the file has " + numel + " elements");
  }

  @Test
  void missingOrDoubledStorage_isRefused() {
    Legacy none = new Legacy();
    none.keys = keys();
    none.storages = new PickleAssembler();
    assertThat(refusal(none)).contains("the file has no data for storage 94");

    Legacy twice = new Legacy();
    twice.keys = keys("94", "94");
    assertThat(refusal(twice)).contains("a second time: 94");

    Legacy unknown = new Legacy();
    unknown.keys = keys("95");
    assertThat(refusal(unknown)).contains("no tensor uses", "95");

    Legacy number = new Legacy();
    number.keys = pickle().op(PickleOpcode.EMPTY_LIST).integer(94).op(PickleOpcode.APPEND).stop();
    assertThat(refusal(number)).contains("no tensor uses");

    Legacy dict = new Legacy();
    dict.keys = pickle().op(PickleOpcode.EMPTY_DICT).stop();
    assertThat(refusal(dict)).contains("the keys of the storages are a dict");
  }

  @Test
  void bytesAfterTheLastStorage_areRefused() {
    Legacy legacy = new Legacy();
    legacy.storages.u1(0);

    assertThat(refusal(legacy)).contains("1 bytes follow the last storage");
  }

  @Test
  void viewOfAStorage_isRefused() {
    Legacy legacy = new Legacy();
    legacy.object = pickle().raw(tensor(storage(PickleOpcode.EMPTY_TUPLE))).stop();

    assertThat(refusal(legacy)).contains("a view of a storage, as PyTorch wrote before 0.4");
  }

  @Test
  void truncation_isRefusedAtEveryByte() {
    byte[] whole = new Legacy().bytes();

    for (int length = 0; length < whole.length; length++) {
      HostileFile.refusal(folder, Arrays.copyOf(whole, length), LegacyPthReader::read);
    }
  }
}
