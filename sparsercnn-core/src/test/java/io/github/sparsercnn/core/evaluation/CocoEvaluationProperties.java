package io.github.sparsercnn.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import io.github.sparsercnn.core.evaluation.LiteralCocoEvaluation.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CocoEvaluationProperties {
  private static final List<Long> IMAGES = List.of(-3L, 0L, 7L);
  private static final List<Long> CATEGORIES = List.of(0L, 1L, 90L);
  private static final long UNKNOWN = 5;
  private static final List<AreaRange> AREAS =
      List.of(
          AreaRange.ALL,
          new AreaRange("small", 0, 64),
          new AreaRange("medium", 64, 256),
          new AreaRange("large", 256, 1e10));

  /** Few places and few scores, so that ties, borders and exact thresholds are frequent. */
  private static final class Draw {
    private final Random random;
    private final int grid;

    Draw(long seed, int grid) {
      random = new Random(seed);
      this.grid = grid;
    }

    double place() {
      return random.nextInt(3) * (double) grid;
    }

    double side() {
      return random.nextInt(6) * (double) grid;
    }

    double score() {
      return random.nextInt(4) / 4.0 - (random.nextInt(8) == 0 ? 1 : 0);
    }

    boolean rarely() {
      return random.nextInt(8) == 0;
    }

    long image() {
      return IMAGES.get(random.nextInt(IMAGES.size()));
    }

    long category() {
      return rarely() ? UNKNOWN : CATEGORIES.get(random.nextInt(CATEGORIES.size()));
    }
  }

  @Property(tries = 100)
  void evaluate_agreesWithTheLiteralDefinition(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int grid,
      @ForAll @IntRange(max = 25) int objects,
      @ForAll @IntRange(max = 60) int found,
      @ForAll @IntRange(max = 1) int firstId,
      @ForAll @IntRange(min = 3, max = 6) int largestLimit) {
    Draw draw = new Draw(seed, grid);
    List<CocoAnnotation> annotations = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      double w = draw.side();
      double h = draw.side();
      annotations.add(
          new CocoAnnotation(
              firstId + i,
              draw.rarely() ? UNKNOWN : draw.image(),
              draw.category(),
              draw.place(),
              draw.place(),
              w,
              h,
              draw.rarely() ? draw.side() : w * h,
              draw.rarely(),
              draw.rarely()));
    }
    List<Detection> detections = new ArrayList<>();
    for (int i = 0; i < found; i++) {
      detections.add(
          new Detection(
              i + 1,
              draw.image(),
              draw.category(),
              draw.place(),
              draw.place(),
              draw.side(),
              draw.side(),
              draw.score()));
    }
    List<Integer> maxDets = List.of(1, 2, largestLimit);

    CocoReport report = evaluate(annotations, detections, maxDets);

    double[][] expected =
        new LiteralCocoEvaluation(annotations, detections, AREAS, maxDets)
            .tables(IMAGES, CATEGORIES);
    assertThat(report.precision()).containsExactly(expected[0]);
    assertThat(report.recall()).containsExactly(expected[1]);
  }

  private static CocoReport evaluate(
      List<CocoAnnotation> annotations, List<Detection> detections, List<Integer> maxDets) {
    CocoGroundTruthBuilder truth = CocoGroundTruth.builder("drawn");
    IMAGES.forEach(id -> truth.image(id, "", 0, 0));
    CATEGORIES.forEach(id -> truth.category(id, "category " + id));
    annotations.forEach(truth::annotation);
    CocoResults.Builder results = CocoResults.builder("drawn");
    for (Detection d : detections) {
      results.add(d.imageId(), d.categoryId(), d.x(), d.y(), d.w(), d.h(), d.score());
    }
    return CocoEvaluator.evaluate(
        truth.build(),
        results.build(),
        CocoSettings.builder()
            .maxDets(maxDets)
            .areaRanges(AREAS)
            .pycocotools(true)
            .threads(2)
            .build());
  }
}
