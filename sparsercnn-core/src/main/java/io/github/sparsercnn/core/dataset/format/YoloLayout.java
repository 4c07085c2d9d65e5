package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.DatasetPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Where the parts of a YOLO dataset lie.
 *
 * @param source the file that names the classes
 * @param root what the names of pictures are relative to
 * @param names by class number
 * @param pictures of the split, by name
 */
record YoloLayout(Path source, Path root, SortedMap<Long, String> names, List<Path> pictures) {
  private static final String CLASSES = "classes.txt";
  private static final String IMAGES = "images";
  private static final String LABELS = "labels";
  private static final String PARENT = "../";

  /**
   * Finds the parts.
   *
   * @param source {@code data.yaml}, or a folder with it or {@code classes.txt}
   * @param split of the yaml, or the name of a folder of pictures beside the list of classes
   * @throws DatasetException if something is missing or not of that form
   */
  static YoloLayout of(Path source, String split) {
    if (!Files.isDirectory(source)) {
      return ofYaml(source, split);
    }
    return yaml(source)
        .map(yaml -> ofYaml(yaml, split))
        .orElseGet(() -> ofClassList(source, split));
  }

  /** The yaml of a folder, unless there is none. */
  static Optional<Path> yaml(Path folder) {
    return firstFile(folder, "data.yaml", "data.yml", "dataset.yaml");
  }

  /** The list of classes of a folder, unless there is none. */
  static Optional<Path> classList(Path folder) {
    return firstFile(folder, CLASSES, LABELS + '/' + CLASSES);
  }

  private static Optional<Path> firstFile(Path folder, String... names) {
    return Arrays.stream(names).map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  /**
   * Which parts there are.
   *
   * @param source as for {@link #of}
   * @return the keys of the yaml, or the parts that have a folder of their own; empty if all
   *     pictures lie together
   */
  static List<DatasetPart> parts(Path source) {
    Predicate<DatasetPart> isThere;
    Optional<Path> yaml = Files.isDirectory(source) ? yaml(source) : Optional.of(source);
    if (yaml.isPresent()) {
      Map<?, ?> entries = parse(yaml.get());
      isThere = part -> entries.get(part.label()) != null;
    } else {
      isThere = part -> partFolder(source, part).isPresent();
    }
    return Arrays.stream(DatasetPart.values()).filter(isThere).toList();
  }

  /** {@code images/train} or {@code train/images}, by any name of the part. */
  private static Optional<Path> partFolder(Path folder, DatasetPart part) {
    return part.names().stream()
        .flatMap(name -> Stream.of(Path.of(IMAGES, name), Path.of(name, IMAGES)))
        .map(folder::resolve)
        .filter(Files::isDirectory)
        .findFirst();
  }

  private static YoloLayout ofClassList(Path folder, String split) {
    Path list = classList(folder).orElse(folder.resolve(CLASSES));
    SortedMap<Long, String> names = new TreeMap<>();
    for (String name : lines(list)) {
      names.put((long) names.size(), name);
    }
    Path pictures = folder;
    if (!parts(folder).isEmpty()) {
      pictures =
          DatasetPart.ofName(split)
              .flatMap(part -> partFolder(folder, part))
              .orElseThrow(
                  () -> new DatasetException(folder + ": there is no folder images/" + split));
    }
    return new YoloLayout(list, folder, names, new PictureFolder(pictures).pictures());
  }

  private static YoloLayout ofYaml(Path yaml, String split) {
    Map<?, ?> entries = parse(yaml);
    Path here = yaml.toAbsolutePath().resolveSibling("");
    Path root = entries.get("path") instanceof String path ? here.resolve(path).normalize() : here;
    if (!Files.isDirectory(root)) {
      // Ultralytics looks in its own folder for datasets; most files mean their own place.
      root = here;
    }
    TreeSet<Path> pictures = new TreeSet<>();
    Object places = entries.get(split);
    if (places == null) {
      throw new DatasetException(yaml + ": the key '" + split + "' is missing");
    }
    for (Object place : places instanceof List<?> several ? several : List.of(places)) {
      pictures.addAll(picturesOf(root, String.valueOf(place), yaml));
    }
    return new YoloLayout(yaml, root, names(entries.get("names"), yaml), List.copyOf(pictures));
  }

  private static Map<?, ?> parse(Path yaml) {
    try {
      Object entries =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(yaml));
      if (entries instanceof Map<?, ?> map) {
        return map;
      }
      throw new DatasetException(yaml + ": expected the keys names, train and val");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new DatasetException(
          yaml + ", line " + line + ": not valid YAML: " + e.getProblem(), e);
    } catch (NoSuchFileException e) {
      throw new DatasetException(yaml + ": no such file", e);
    } catch (IOException e) {
      throw new DatasetException(yaml + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static SortedMap<Long, String> names(@Nullable Object names, Path yaml) {
    SortedMap<Long, String> byNumber = new TreeMap<>();
    if (names instanceof List<?> list) {
      for (Object name : list) {
        byNumber.put((long) byNumber.size(), String.valueOf(name));
      }
    } else if (names instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!(entry.getKey() instanceof Integer number)) {
          throw new DatasetException(
              yaml + ": names has the key " + entry.getKey() + ", expected class numbers");
        }
        byNumber.put((long) number, String.valueOf(entry.getValue()));
      }
    } else {
      throw new DatasetException(yaml + ": names is " + names + ", expected a list of classes");
    }
    return byNumber;
  }

  /** A place is a folder of pictures or a text file that lists them. */
  private static List<Path> picturesOf(Path root, String place, Path yaml) {
    Path path = root.resolve(place).normalize();
    if (!Files.exists(path) && place.startsWith(PARENT)) {
      // Exports often count from a folder that is not there; Ultralytics forgives it too.
      path = root.resolve(place.substring(PARENT.length())).normalize();
    }
    if (Files.isDirectory(path)) {
      return new PictureFolder(path).pictures();
    }
    if (!Files.exists(path)) {
      throw new DatasetException(yaml + ": the pictures' place " + path + " does not exist");
    }
    List<Path> pictures = new ArrayList<>();
    Path folder = path.resolveSibling("");
    for (String line : lines(path)) {
      Path base = line.startsWith("./") ? folder : root;
      pictures.add(base.resolve(line).normalize());
    }
    return pictures;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (NoSuchFileException e) {
      throw new DatasetException(file + ": no such file", e);
    } catch (IOException e) {
      throw new DatasetException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** What a picture is called within the dataset. */
  String relative(Path picture) {
    Path base = root.toAbsolutePath().normalize();
    Path file = picture.toAbsolutePath().normalize();
    return file.startsWith(base) ? base.relativize(file).toString() : file.toString();
  }

  /** The file of a picture's labels, which need not exist. */
  static Path labelsOf(Path picture) {
    Path folder = picture.toAbsolutePath().normalize().resolveSibling("");
    String name = PictureFolder.stem(picture) + ".txt";
    int last = folder.getNameCount() - 1;
    for (int i = last; i >= 0; i--) {
      if (folder.getName(i).toString().equals(IMAGES)) {
        Path labels = folder.resolve(PARENT.repeat(last - i + 1)).resolve(LABELS).normalize();
        Path below = i < last ? folder.subpath(i + 1, last + 1) : Path.of("");
        return labels.resolve(below).resolve(name);
      }
    }
    Path inLabels = folder.resolve(LABELS).resolve(name);
    return Files.exists(inLabels) ? inLabels : folder.resolve(name);
  }
}
