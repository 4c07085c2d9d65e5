package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The matching of detections with ground truth, and the precision and recall that follow. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CocoMatchingBenchmark {
  private static final int CATEGORIES = 10;
  private static final int OBJECTS_PER_IMAGE = 7;
  private static final double SIDE = 500;

  @Param({"200", "1000"})
  private int images;

  @Param({"100"})
  private int detectionsPerImage;

  private final SplittableRandom random = new SplittableRandom(1);
  private final CocoSettings settings = CocoSettings.builder().threads(1).build();
  private CocoGroundTruth truth;
  private CocoResults results;

  @Setup
  public void drawBoxes() {
    CocoGroundTruthBuilder truths = CocoGroundTruth.builder("drawn");
    CocoResults.Builder found = CocoResults.builder("drawn");
    for (int category = 1; category <= CATEGORIES; category++) {
      truths.category(category, "category " + category);
    }
    long id = 1;
    for (int image = 1; image <= images; image++) {
      truths.image(image, "", (int) SIDE, (int) SIDE);
      for (int i = 0; i < OBJECTS_PER_IMAGE; i++) {
        truths.annotation(CocoAnnotation.of(id++, image, category(), at(), at(), at(), at()));
      }
      for (int i = 0; i < detectionsPerImage; i++) {
        found.add(image, category(), at(), at(), at(), at(), random.nextDouble());
      }
    }
    truth = truths.build();
    results = found.build();
  }

  private long category() {
    return random.nextLong(1, CATEGORIES + 1);
  }

  private double at() {
    return random.nextDouble(SIDE / 2);
  }

  @Benchmark
  public CocoMatching match() {
    return CocoMatching.of(truth, results, settings);
  }
}
