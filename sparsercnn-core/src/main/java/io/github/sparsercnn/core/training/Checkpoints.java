package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.checkpoint.PthWriter;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.state.CheckpointFolder;
import io.github.sparsercnn.core.training.state.RunState;
import io.github.sparsercnn.core.training.state.TrainingCheckpoint;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Writes what a run leaves behind. Of several processes the first one writes, and the others wait.
 *
 * @param folder where to
 * @param contents what goes into the files beside numbers
 * @param trainee whose numbers they are
 * @param group of the run
 */
record Checkpoints(
    CheckpointFolder folder, TrainingCheckpoint contents, Trainee trainee, ProcessGroup group) {

  Path finalModel() {
    return folder.finalModel();
  }

  Path bestModel() {
    return folder.bestModel();
  }

  /** A full checkpoint, from which the run can go on. */
  Path save(RunState state) {
    Path file = folder.file(state.iteration());
    if (group.isFirst()) {
      try (TensorScope scope = TensorScope.open()) {
        folder.save(
            state.iteration(),
            contents.full(trainee.tensors(), averages(), trainee.solver(), state));
      }
    }
    group.barrier();
    return file;
  }

  private Map<String, Tensor> averages() {
    return trainee.average().map(MovingAverage::values).orElse(Map.of());
  }

  /** The weights of now as the best ones. */
  void saveBest() {
    writeWeights(folder.bestModel());
  }

  /** The weights of now as the final ones. */
  void finish() {
    writeWeights(folder.finalModel());
  }

  /** Those that shall detect: the average where there is one. */
  private void writeWeights(Path file) {
    if (group.isFirst()) {
      trainee.average().ifPresent(MovingAverage::swap);
      try (TensorScope scope = TensorScope.open()) {
        PthWriter.write(file, contents.weights(trainee.tensors()));
      } finally {
        trainee.average().ifPresent(MovingAverage::swap);
      }
    }
    group.barrier();
  }
}
