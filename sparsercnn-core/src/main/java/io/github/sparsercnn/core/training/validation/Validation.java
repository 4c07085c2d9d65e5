package io.github.sparsercnn.core.training.validation;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.loading.Pace;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.evaluation.Evaluator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Shows a dataset to a detector and lets an evaluator judge. Of several processes each looks at its
 * share of the pictures, and all of them judge what all have found, so that they go on alike.
 *
 * @param group the processes
 * @param pace how fast pictures may be begun
 */
public record Validation(ProcessGroup group, Pace pace) {

  /**
   * Looks at every picture.
   *
   * @param detector looks
   * @param dataset the pictures
   * @param evaluator judges
   * @param progress is told how many pictures this process has done
   * @return the evaluator's figures, the same in all processes
   * @throws io.github.sparsercnn.ImageException if a picture cannot be used
   * @throws io.github.sparsercnn.NativeException if another process has died or is late
   * @throws InterruptedException if the thread is interrupted
   */
  public Map<String, Double> run(
      Detector detector,
      Dataset dataset,
      Evaluator<Map<String, Double>> evaluator,
      IntConsumer progress)
      throws InterruptedException {
    Map<Long, Instances> found = new LinkedHashMap<>();
    for (LabeledPicture picture : share(dataset)) {
      pace.await();
      found.put(picture.id(), detector.predict(Image.of(picture.file())));
      progress.accept(found.size());
    }
    if (group.size() == 1) {
      found.forEach(evaluator::process);
      return evaluator.evaluate();
    }
    for (byte[] ofProcess : group.gather(InstancesCodec.encode(found))) {
      InstancesCodec.decode(ofProcess, detector.categories()).forEach(evaluator::process);
    }
    return evaluator.evaluate();
  }

  /**
   * The pictures that this process looks at.
   *
   * @param dataset all pictures
   * @return neighbours, as detectron2's {@code InferenceSampler} deals them
   */
  public List<LabeledPicture> share(Dataset dataset) {
    int size = dataset.size();
    int from = (int) ((long) size * group.rank() / group.size());
    int to = (int) ((long) size * (group.rank() + 1) / group.size());
    return dataset.pictures().subList(from, to);
  }
}
