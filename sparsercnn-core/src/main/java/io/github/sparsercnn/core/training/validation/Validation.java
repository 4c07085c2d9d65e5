package io.github.sparsercnn.core.training.validation;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.loading.Pace;
import io.github.sparsercnn.core.evaluation.Evaluator;
import java.util.Map;
import java.util.function.IntConsumer;

/** Shows a dataset to a detector and lets an evaluator judge. */
public final class Validation {
  private final Pace pace;

  /**
   * Makes one.
   *
   * @param pace how fast pictures may be begun
   */
  public Validation(Pace pace) {
    this.pace = pace;
  }

  /**
   * Looks at every picture.
   *
   * @param detector looks
   * @param dataset the pictures
   * @param evaluator judges
   * @param progress is told how many pictures are done
   * @return the evaluator's figures
   * @throws io.github.sparsercnn.ImageException if a picture cannot be used
   * @throws InterruptedException if the thread is interrupted
   */
  public Map<String, Double> run(
      Detector detector,
      Dataset dataset,
      Evaluator<Map<String, Double>> evaluator,
      IntConsumer progress)
      throws InterruptedException {
    int done = 0;
    for (LabeledPicture picture : dataset.pictures()) {
      pace.await();
      evaluator.process(picture.id(), detector.predict(Image.of(picture.file())));
      progress.accept(++done);
    }
    return evaluator.evaluate();
  }
}
