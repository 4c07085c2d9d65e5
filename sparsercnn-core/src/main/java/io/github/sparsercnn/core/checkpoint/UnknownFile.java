package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Guesses what a file is that is no weights file, and what its owner should do. */
final class UnknownFile {
  private static final int EXCERPT_CHARACTERS = 40;
  private static final int EXCERPT_BYTES = 8;
  private static final String DOWNLOAD_AGAIN = "download the weights file itself";

  /** How a kind of file begins, in Latin-1. */
  private record Kind(String start, String name, String remedy) {}

  private static final List<Kind> BINARY =
      List.of(
          new Kind("\u0089PNG", "a PNG picture", "give the weights, not a picture"),
          new Kind("\u00ff\u00d8\u00ff", "a JPEG picture", "give the weights, not a picture"),
          new Kind("GIF8", "a GIF picture", "give the weights, not a picture"),
          new Kind("\u001f\u008b", "a gzip archive", "unpack it first"),
          new Kind("BZh", "a bzip2 archive", "unpack it first"),
          new Kind("\u00fd7zXZ", "an xz archive", "unpack it first"),
          new Kind("7z\u00bc\u00af", "a 7z archive", "unpack it first"),
          new Kind("Rar!", "a RAR archive", "unpack it first"),
          new Kind("\u0089HDF", "an HDF5 file of Keras", "export the weights from PyTorch"),
          new Kind("PK\u0005\u0006", "an empty zip archive", DOWNLOAD_AGAIN),
          new Kind("\u0093NUMPY", "one numpy array", "save the state_dict of the model"));

  private static final List<Kind> TEXT =
      List.of(
          new Kind(
              "version https://git-lfs",
              "a git-LFS pointer",
              "run git lfs pull to get the file it stands for"),
          new Kind("<", "an HTML page, perhaps of a failed download", DOWNLOAD_AGAIN),
          new Kind("{", "JSON", "give the weights, not a config or results"),
          new Kind("[", "JSON", "give the weights, not annotations or results"));

  private UnknownFile() {}

  /**
   * Describes a file.
   *
   * @param head its first bytes
   * @return for example {@code not a PyTorch checkpoint: looks like JSON; expected …; do …}
   */
  static String describe(ByteBuffer head) {
    Kind kind = recognise(StandardCharsets.ISO_8859_1.decode(head.duplicate()).toString());
    return "not a PyTorch checkpoint: looks like "
        + kind.name
        + "; expected a .pth, .pkl or .safetensors file; "
        + kind.remedy;
  }

  private static Kind recognise(String head) {
    if (head.isEmpty()) {
      return new Kind("", "an empty file", DOWNLOAD_AGAIN);
    }
    for (Kind kind : BINARY) {
      if (head.startsWith(kind.start)) {
        return kind;
      }
    }
    String text = head.startsWith("\u00ef\u00bb\u00bf") ? head.substring(3) : head;
    text = text.stripLeading();
    if (text.startsWith("{") && head.contains("\"weight_map\"")) {
      return new Kind(
          "", "the index of a sharded model", "merge the shards it names into one file in Python");
    }
    for (Kind kind : TEXT) {
      if (text.startsWith(kind.start)) {
        return kind;
      }
    }
    if (text.chars().limit(EXCERPT_CHARACTERS).allMatch(UnknownFile::isPrintable)) {
      String line = text.lines().findFirst().orElse("");
      String excerpt = line.substring(0, Math.min(line.length(), EXCERPT_CHARACTERS));
      return new Kind("", "text (\"" + excerpt + "\")", DOWNLOAD_AGAIN);
    }
    StringBuilder bytes = new StringBuilder();
    head.chars()
        .limit(EXCERPT_BYTES)
        .forEach(value -> bytes.append(String.format(Locale.ROOT, " %02x", value)));
    return new Kind("", "unknown data that begins with" + bytes, DOWNLOAD_AGAIN);
  }

  private static boolean isPrintable(int character) {
    return (character >= ' ' && character < 0x7f) || Character.isWhitespace(character);
  }
}
