package io.github.sparsercnn.core.distributed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalInt;

/**
 * Where the first process writes the port that it has taken.
 *
 * @param path of the file
 */
record PortFile(Path path) {
  /** Writes the port in one go, so that nobody reads half of it. */
  void write(int port) throws IOException {
    Path unfinished = path.resolveSibling(path.getFileName() + ".new");
    Files.writeString(unfinished, Integer.toString(port), StandardCharsets.US_ASCII);
    Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The port, once it has been written. */
  OptionalInt read() throws IOException {
    if (!Files.exists(path)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        MeetingPoint.parsePort(
            "the port in " + path, Files.readString(path, StandardCharsets.US_ASCII).strip()));
  }
}
