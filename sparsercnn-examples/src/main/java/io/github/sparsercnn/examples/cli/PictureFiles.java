package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.ImageException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pictures that words on the command line mean: files, folders of pictures, and globs. */
final class PictureFiles {
  private static final Pattern PICTURE =
      Pattern.compile(".*\\.(jpe?g|png|bmp|gif|webp|tiff?)", Pattern.CASE_INSENSITIVE);

  /** A folder without glob characters, then the rest. */
  private static final Pattern GLOB = Pattern.compile("((?:[^*?\\[{]*/)?)([^/]*[*?\\[{].*)");

  private PictureFiles() {}

  /**
   * Finds the pictures.
   *
   * @param words files, folders (the pictures directly in them) or globs such as {@code
   *     'scans/*.jpg'}
   * @return in the order of the words; those of a folder or glob sorted by path
   * @throws ImageException if a word means no picture
   */
  static List<Path> expand(List<String> words) throws IOException {
    List<Path> pictures = new ArrayList<>();
    for (String word : words) {
      Matcher glob = GLOB.matcher(word.replace('\\', '/'));
      if (!glob.matches() || Files.exists(Path.of(word))) {
        pictures.addAll(inFileOrFolder(Path.of(word)));
      } else {
        pictures.addAll(matching(Path.of(glob.group(1)), glob.group(2), word));
      }
    }
    return pictures;
  }

  private static List<Path> inFileOrFolder(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      if (!Files.exists(path)) {
        throw new ImageException(
            "no such picture: " + path + "; give files, folders or a quoted glob");
      }
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> pictures = files.filter(PictureFiles::isPicture).sorted().toList();
      if (pictures.isEmpty()) {
        throw new ImageException("no pictures (jpg, png, bmp, gif, webp, tif) in folder " + path);
      }
      return pictures;
    }
  }

  private static List<Path> matching(Path folder, String glob, String word) throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    int depth = glob.contains("**") ? Integer.MAX_VALUE : glob.split("/", -1).length;
    Path start = folder.toString().isEmpty() ? Path.of(".") : folder;
    List<Path> pictures = List.of();
    if (Files.isDirectory(start)) {
      try (Stream<Path> files = Files.walk(start, depth)) {
        pictures =
            files
                .filter(Files::isRegularFile)
                .map(start::relativize)
                .filter(matcher::matches)
                .map(folder::resolve)
                .sorted()
                .toList();
      }
    }
    if (pictures.isEmpty()) {
      throw new ImageException("no picture matches '" + word + "'");
    }
    return pictures;
  }

  private static boolean isPicture(Path path) {
    Path name = path.getFileName();
    return name != null && PICTURE.matcher(name.toString()).matches() && Files.isRegularFile(path);
  }
}
