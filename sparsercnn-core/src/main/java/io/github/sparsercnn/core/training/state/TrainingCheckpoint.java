package io.github.sparsercnn.core.training.state;

import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.checkpoint.LabelsJson;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.checkpoint.TrainingState;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.solver.Solver;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint holds: the layout of detectron2 0.3 ({@code model}, {@code optimizer}, {@code
 * scheduler}, {@code iteration}), which newer versions read too, and beside it what they would not
 * know.
 *
 * @param config in force
 * @param labels of the classes
 * @param provenance where the run came from: versions, seed, digest of the data
 */
public record TrainingCheckpoint(
    Config config, List<String> labels, Map<String, String> provenance) {
  private static final String OWN = "sparsercnn.training";
  private static final String AVERAGE = "ema";
  private static final String PROVENANCE = "provenance";

  /** Copies the collections. */
  public TrainingCheckpoint {
    labels = List.copyOf(labels);
    provenance = Map.copyOf(provenance);
  }

  /**
   * Everything that it takes to go on. Must be called in an open scope; the tensors are windows on
   * native memory that training changes, so write them before it goes on.
   *
   * @param tensors of the network by name
   * @param average of its trained tensors by name, empty without one
   * @param solver of the run
   * @param state of the run
   * @return the root of the file
   */
  public Map<String, @Nullable Object> full(
      Map<String, Tensor> tensors, Map<String, Tensor> average, Solver solver, RunState state) {
    Map<String, @Nullable Object> root = weights(tensors);
    List<String> trained = OptimizerCodec.trained(solver.parameters(), tensors.keySet());
    root.put("optimizer", OptimizerCodec.encode(solver, trained, solver.rate(state.next())));
    root.put("scheduler", Map.of("last_epoch", state.next()));
    root.put("iteration", state.iteration());
    root.put(Checkpoint.CONFIG, config.toYaml());
    Map<String, @Nullable Object> own = RunStateCodec.encode(state);
    own.put(AVERAGE, stored(average));
    own.put(PROVENANCE, provenance);
    root.put(OWN, own);
    return root;
  }

  /**
   * What it takes to detect. Must be called in an open scope, as {@link #full}. Where the run's
   * files lay does not belong into a model that is passed on.
   *
   * @param tensors of the network by name
   * @return the root of the file
   */
  public Map<String, @Nullable Object> weights(Map<String, Tensor> tensors) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("model", stored(tensors));
    Config detached = config.with("MODEL.WEIGHTS", "").with("OUTPUT_DIR", "./output");
    root.put(Checkpoint.CONFIG, detached.toYaml());
    root.put(Checkpoint.LABELS, LabelsJson.write(labels));
    return root;
  }

  private static Map<String, StoredTensor> stored(Map<String, Tensor> tensors) {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> stored.put(name, HostTensors.toStored(tensor)));
    return stored;
  }

  /**
   * Gives solver and average what a checkpoint remembers; the network was made of its weights.
   *
   * @param checkpoint of this library or of detectron2
   * @param tensors of the network by name
   * @param average of its trained tensors by name, empty without one
   * @param solver overwritten
   * @param imsPerBatch pictures per iteration
   * @return where the run stands
   * @throws WeightsException if the checkpoint is not that of such a training
   */
  public static RunState restore(
      Checkpoint checkpoint,
      Map<String, Tensor> tensors,
      Map<String, Tensor> average,
      Solver solver,
      int imsPerBatch) {
    TrainingState saved =
        checkpoint
            .trainingState()
            .orElseThrow(
                () -> new WeightsException(checkpoint.file() + ": holds no optimizer to resume"));
    List<String> trained = OptimizerCodec.trained(solver.parameters(), tensors.keySet());
    OptimizerCodec.decode(saved, solver, trained, checkpoint.file());
    Map<?, ?> own = checkpoint.extras().get(OWN) instanceof Map<?, ?> map ? map : Map.of();
    Map<?, ?> averages = own.get(AVERAGE) instanceof Map<?, ?> map ? map : Map.of();
    average.forEach((name, tensor) -> copy(averages.get(name), name, tensor, checkpoint));
    return RunStateCodec.decode(own, saved.iteration(), imsPerBatch);
  }

  /** Without a saved average it begins at the weights, as in a new run. */
  private static void copy(
      @Nullable Object saved, String name, Tensor average, Checkpoint checkpoint) {
    if (saved instanceof StoredTensor stored) {
      if (!Arrays.equals(stored.shape(), HostTensors.shape(average))) {
        throw new WeightsException(
            checkpoint.file()
                + ": the average of "
                + name
                + " is "
                + stored
                + ", expected shape "
                + Arrays.toString(HostTensors.shape(average)));
      }
      try (TensorScope scope = TensorScope.open()) {
        average.copy_(HostTensors.of(stored));
      }
    }
  }

  /**
   * Compares where a checkpoint came from with this run.
   *
   * @param checkpoint of this library or of detectron2
   * @param warn is told of each difference
   */
  public void compare(Checkpoint checkpoint, Consumer<String> warn) {
    Map<?, ?> own = checkpoint.extras().get(OWN) instanceof Map<?, ?> map ? map : Map.of();
    Map<?, ?> before = own.get(PROVENANCE) instanceof Map<?, ?> map ? map : Map.of();
    provenance.forEach(
        (key, value) -> {
          if (before.containsKey(key) && !value.equals(before.get(key))) {
            warn.accept(
                checkpoint.file().getFileName()
                    + " was written with "
                    + key
                    + " "
                    + before.get(key)
                    + ", now it is "
                    + value);
          }
        });
  }
}
