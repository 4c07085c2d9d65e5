package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.core.image.RgbImage;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** From the RGB bytes of a picture to its detections; the figures are their scores. */
final class PredictJob implements Job {
  private final Detector detector;
  private final Image picture;
  private @Nullable Instances found;

  PredictJob(JobSpec spec) {
    RgbImage card = TestCard.named(spec.text("picture"));
    picture = Image.ofRgb(card.bytes(), card.width(), card.height());
    detector =
        Detector.builder()
            .weights(Path.of(spec.text("weights")))
            .device("cpu")
            .precision(spec.precision())
            .build();
  }

  @Override
  public void run() {
    found = detector.predict(picture);
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
