package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.dataset.format.PictureFolder;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.analysis.ConfusionMatrix.Example;
import io.github.sparsercnn.core.evaluation.columnar.Workers;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.ImageDecoder;
import io.github.sparsercnn.core.image.RgbImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The pictures of a report: small copies of some, and of parts of some. Each file is decoded once.
 * A picture that cannot be had leaves a view without one, and a problem to tell. Immutable.
 */
final class PictureShelf {
  /** Two stand side by side, so that this is sharp on screens of twice the density, too. */
  private static final int WHOLE_SIDE = 800;

  private static final int PART_SIDE = 320;

  /** A blank ground needs some size, even if there is nothing on it. */
  private static final Region UNKNOWN = new Region(0, 0, 100, 100);

  private final Map<Integer, View> wholes = new HashMap<>();
  private final Map<Example, View> parts = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  private PictureShelf() {}

  /**
   * A picture or a part of one.
   *
   * @param region what it shows
   * @param dataUri its pixels, or nothing
   */
  record View(Region region, Optional<String> dataUri) {}

  /** What one file gave. */
  private record Loaded(Optional<View> whole, Map<Example, View> parts, Optional<String> problem) {}

  static PictureShelf load(ReportContents contents, int[] wholes, ExampleCases cases) {
    CocoGroundTruth truth = contents.matching().groundTruth();
    Map<Integer, List<Example>> examples = new TreeMap<>();
    Set<Integer> wanted = new HashSet<>();
    for (int image : wholes) {
      examples.put(image, new ArrayList<>());
      wanted.add(image);
    }
    for (Example example : cases.all()) {
      examples
          .computeIfAbsent(truth.imageIndex(example.imageId()), key -> new ArrayList<>())
          .add(example);
    }
    List<Integer> images = List.copyOf(examples.keySet());
    Loaded[] loaded = new Loaded[images.size()];
    try (Workers workers = new Workers(contents.matching().settings().threads())) {
      workers.run(
          loaded.length,
          () ->
              i -> {
                int image = images.get(i);
                loaded[i] =
                    load(
                        contents,
                        image,
                        wanted.contains(image),
                        examples.getOrDefault(image, List.of()));
              });
    }
    PictureShelf shelf = new PictureShelf();
    for (int i = 0; i < loaded.length; i++) {
      int image = images.get(i);
      loaded[i].whole.ifPresent(view -> shelf.wholes.put(image, view));
      shelf.parts.putAll(loaded[i].parts);
      loaded[i].problem.ifPresent(shelf.problems::add);
    }
    return shelf;
  }

  private static Loaded load(
      ReportContents contents, int image, boolean isWhole, List<Example> examples) {
    CocoGroundTruth truth = contents.matching().groundTruth();
    CocoResults results = contents.matching().results();
    Optional<RgbImage> picture = Optional.empty();
    Optional<String> problem = Optional.empty();
    if (contents.images().isPresent()) {
      try {
        picture = Optional.of(decode(contents.images().get(), truth, image));
      } catch (SparseRcnnException e) {
        problem = Optional.of(String.valueOf(e.getMessage()));
      }
    }
    Region frame = frame(contents, image, picture);
    if (picture.isPresent() && !hasSize(picture.get(), frame)) {
      problem = Optional.of(sizesDiffer(truth, image, picture.get()));
    }
    Optional<View> whole = Optional.empty();
    if (isWhole) {
      whole = Optional.of(new View(frame, picture.map(p -> SmallJpeg.dataUri(p, WHOLE_SIDE))));
    }
    Map<Example, View> parts = new HashMap<>();
    for (Example example : examples) {
      Region region = region(truth, results, example).surroundings(frame);
      parts.put(
          example,
          picture.map(p -> cut(p, frame, region)).orElse(new View(region, Optional.empty())));
    }
    return new Loaded(whole, parts, problem);
  }

  private static RgbImage decode(Path folder, CocoGroundTruth truth, int image) {
    Path file =
        new PictureFolder(folder)
            .file(truth.fileName(image), truth.source() + ": image " + truth.imageId(image));
    // Half a picture is better to look at than none.
    DecodeOptions options = new DecodeOptions(DecodeOptions.DEFAULT_MAX_PIXELS, true);
    return ImageDecoder.decode(Image.of(file), options);
  }

  /** The size that the annotations speak of, or that of the picture, or what the boxes take. */
  private static Region frame(ReportContents contents, int image, Optional<RgbImage> picture) {
    CocoGroundTruth truth = contents.matching().groundTruth();
    if (truth.width(image) > 0 && truth.height(image) > 0) {
      return new Region(0, 0, truth.width(image), truth.height(image));
    }
    return picture
        .map(p -> new Region(0, 0, p.width(), p.height()))
        .orElseGet(() -> extent(truth, contents.matching().results(), image));
  }

  private static Region extent(CocoGroundTruth truth, CocoResults results, int image) {
    Region all = UNKNOWN;
    for (int annotation = 0; annotation < truth.annotationCount(); annotation++) {
      if (truth.image(annotation) == image) {
        all = all.and(ofObject(truth, annotation));
      }
    }
    for (int detection = 0; detection < results.size(); detection++) {
      if (results.imageId(detection) == truth.imageId(image)) {
        all = all.and(ofDetection(results, detection));
      }
    }
    return new Region(0, 0, all.x() + all.width(), all.y() + all.height());
  }

  private static boolean hasSize(RgbImage picture, Region frame) {
    return picture.width() == frame.width() && picture.height() == frame.height();
  }

  private static String sizesDiffer(CocoGroundTruth truth, int image, RgbImage picture) {
    return Shown.format(
        "%s: the picture has %d × %d pixels, but the annotations say %d × %d; the boxes may be off",
        truth.fileName(image),
        picture.width(),
        picture.height(),
        truth.width(image),
        truth.height(image));
  }

  private static Region region(CocoGroundTruth truth, CocoResults results, Example example) {
    if (example.annotation() < 0) {
      return ofDetection(results, example.detection());
    }
    Region object = ofObject(truth, example.annotation());
    return example.detection() < 0 ? object : object.and(ofDetection(results, example.detection()));
  }

  static Region ofObject(CocoGroundTruth truth, int annotation) {
    return new Region(
        truth.box(annotation, 0),
        truth.box(annotation, 1),
        truth.box(annotation, 2),
        truth.box(annotation, 3));
  }

  static Region ofDetection(CocoResults results, int detection) {
    return new Region(
        results.box(detection, 0),
        results.box(detection, 1),
        results.box(detection, 2),
        results.box(detection, 3));
  }

  /** Cuts along pixels, and tells the region that was cut. */
  private static View cut(RgbImage picture, Region frame, Region region) {
    double across = picture.width() / frame.width();
    double down = picture.height() / frame.height();
    int left = (int) Math.min(picture.width() - 1, Math.floor(region.x() * across));
    int top = (int) Math.min(picture.height() - 1, Math.floor(region.y() * down));
    int right = (int) Math.min(picture.width(), Math.ceil((region.x() + region.width()) * across));
    int bottom = (int) Math.min(picture.height(), Math.ceil((region.y() + region.height()) * down));
    ImageSize size = new ImageSize(Math.max(1, right - left), Math.max(1, bottom - top));
    return new View(
        new Region(left / across, top / down, size.width() / across, size.height() / down),
        Optional.of(SmallJpeg.dataUri(SmallJpeg.crop(picture, left, top, size), PART_SIDE)));
  }

  /** The view of a picture of the gallery. */
  View whole(int image) {
    return Objects.requireNonNull(wholes.get(image), "not loaded");
  }

  /** The view of a case of the confusion matrix. */
  View part(Example example) {
    return Objects.requireNonNull(parts.get(example), "not loaded");
  }

  /** What went wrong with pictures, in the order of the images. */
  List<String> problems() {
    return problems;
  }
}
