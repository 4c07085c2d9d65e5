package io.github.sparsercnn.core.checkpoint;

import io.github.sparsercnn.WeightsException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a plain pickle of numpy arrays, such as the {@code .pkl} files of detectron2's model zoo,
 * strings of Python 2 as Latin-1. Arrays are windows on the mapped file where the pickle holds
 * their bytes as they are; it must not be overwritten in place while they are in use.
 */
final class PklReader {
  private static final int HIGHEST_PROTOCOL = 5;

  /** GLOBAL and the name of a module: how hardly any other text begins. */
  private static final Pattern MODULE_LINE = Pattern.compile(".[A-Za-z_][A-Za-z0-9_.]*\n");

  private PklReader() {}

  /** Whether a file could be a pickle, by its first bytes. Only reading it tells for sure. */
  static boolean recognises(ByteBuffer head) {
    if (head.remaining() < 2) {
      return false;
    }
    int first = head.get(head.position()) & 0xff;
    if (first == PickleOpcode.PROTO.code()) {
      return (head.get(head.position() + 1) & 0xff) <= HIGHEST_PROTOCOL;
    }
    // Protocols 0 and 1 begin with the dict, the list or the class of what they hold.
    return first == PickleOpcode.MARK.code()
        || first == PickleOpcode.EMPTY_DICT.code()
        || first == PickleOpcode.EMPTY_LIST.code()
        || (first == PickleOpcode.GLOBAL.code()
            && MODULE_LINE
                .matcher(StandardCharsets.ISO_8859_1.decode(head.duplicate()))
                .lookingAt());
  }

  /**
   * Reads a file.
   *
   * @param path its name, for messages
   * @param file its content; it may be closed as soon as this returns
   * @throws WeightsException if it is damaged, refused or no pickle
   */
  static FileContents read(Path path, MappedFile file) {
    try {
      MemoryBudget budget = MemoryBudget.forFile(file.size());
      PickleStream stream = new PickleStream(file, 0, file.size(), budget);
      Object graph = new PickleMachine(stream, PickleMachine.PersistentIds.NONE, budget).run();
      if (stream.remaining() > 0) {
        throw new RefusedException(stream.remaining() + " bytes follow the pickle");
      }
      return new FileContents(PickleGraph.finish(graph, budget), Map.of(), CheckpointFormat.PKL);
    } catch (RefusedException e) {
      throw e.in(path);
    }
  }
}
