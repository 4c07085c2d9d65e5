package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.core.image.RgbImage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the RGB bytes of a picture, or several equal ones, to their detections; the figures are the
 * scores of the first.
 */
final class PredictJob implements Job {
  private final Detector detector;
  private final List<Image> pictures;
  private @Nullable Instances found;

  PredictJob(JobSpec spec) {
    RgbImage card = TestCard.named(spec.text("picture"));
    pictures =
        Collections.nCopies(
            spec.json().path("batch").asInt(1),
            Image.ofRgb(card.bytes(), card.width(), card.height()));
    detector =
        Detector.builder()
            .weights(Path.of(spec.text("weights")))
            .device(spec.device().name())
            .precision(spec.precision())
            .build();
  }

  @Override
  public void run() {
    found = detector.predict(pictures).get(0);
  }

  @Override
  public double[] figures() {
    float[] scores = found == null ? new float[0] : found.scores();
    double[] figures = new double[scores.length];
    for (int i = 0; i < figures.length; i++) {
      figures[i] = scores[i];
    }
    return figures;
  }

  @Override
  public void close() {
    detector.close();
  }
}
