package io.github.sparsercnn.core.checkpoint;

import com.google.auto.value.AutoValue;
import io.github.sparsercnn.WeightsException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites any weights file as safetensors or {@code .pth}, under detectron2's names. Only weights
 * and texts are kept; optimizer and schedule stay behind. Immutable and thread-safe.
 */
@AutoValue
public abstract class CheckpointConverter {
  private static final String CLASS_HEAD = "head.head_series.0.class_logits.weight";

  CheckpointConverter() {}

  /**
   * Whether to store matrices and filters in half precision. Tensors of one dimension stay as they
   * are: they are few, and the statistics of a norm can exceed 65504, the largest half. So does any
   * tensor that would overflow.
   */
  public abstract boolean halved();

  /** A detectron2 yaml to put into the file; else the one that the input carries is kept. */
  public abstract Optional<String> config();

  /** Class names to put into the file, by class id; else those of the input are kept. */
  public abstract Optional<List<String>> labels();

  /** Further texts to put into the file, by key. */
  public abstract Map<String, String> texts();

  /** Starts with a plain conversion. */
  public static Builder builder() {
    return new AutoValue_CheckpointConverter.Builder().halved(false).texts(Map.of());
  }

  /** Collects the settings of a {@link CheckpointConverter}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Sets {@link CheckpointConverter#halved()}. */
    public abstract Builder halved(boolean halved);

    /** Sets {@link CheckpointConverter#config()}. */
    public abstract Builder config(String yaml);

    abstract Builder labels(Optional<List<String>> labels);

    /** Sets {@link CheckpointConverter#labels()}. */
    public Builder labels(List<String> labels) {
      return labels(Optional.of(List.copyOf(labels)));
    }

    abstract Builder texts(Map<String, String> texts);

    /** Puts a text into the file under a key. */
    public Builder text(String key, String text) {
      return texts(Map.of(key, text));
    }

    /** Makes the converter. */
    public abstract CheckpointConverter build();
  }

  /**
   * Converts a file.
   *
   * @param input any file that {@link Checkpoint#read} knows
   * @param output ends in {@code .safetensors} or {@code .pth}; may be the input itself, except on
   *     Windows, which keeps mapped files as they are
   * @return the tensors that were written
   * @throws WeightsException if the input cannot be used, the output's ending is another one, or
   *     the labels do not fit the class head
   * @throws io.github.sparsercnn.SparseRcnnException if the output cannot be written; an old file
   *     is then untouched
   */
  public Map<String, StoredTensor> convert(Path input, Path output) {
    String name = String.valueOf(output.getFileName()).toLowerCase(Locale.ROOT);
    boolean safetensors = name.endsWith(".safetensors");
    if (!safetensors && !name.endsWith(".pth")) {
      throw new WeightsException(
          output + ": ends neither in .safetensors nor in .pth; name the output accordingly");
    }
    Checkpoint checkpoint = Checkpoint.read(input);
    Map<String, String> metadata = metadata(checkpoint);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>(checkpoint.tensors());
    if (halved()) {
      tensors.replaceAll((key, tensor) -> halve(tensor));
    }
    if (safetensors) {
      metadata.put("format", "pt"); // Python's loaders insist on it
      SafetensorsWriter.write(output, tensors, metadata);
    } else {
      Map<String, @Nullable Object> root = new LinkedHashMap<>();
      root.put("model", tensors);
      root.putAll(metadata);
      PthWriter.write(output, root);
    }
    return tensors;
  }

  private Map<String, String> metadata(Checkpoint checkpoint) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (checkpoint.format() == CheckpointFormat.SAFETENSORS) {
      metadata.putAll(checkpoint.metadata());
    }
    config().or(checkpoint::config).ifPresent(yaml -> metadata.put(Checkpoint.CONFIG, yaml));
    List<String> names = labels().orElseGet(checkpoint::labels);
    if (!names.isEmpty()) {
      requireFit(names, checkpoint);
      metadata.put(Checkpoint.LABELS, LabelsJson.write(names));
    }
    metadata.putAll(texts());
    return metadata;
  }

  private static void requireFit(List<String> names, Checkpoint checkpoint) {
    StoredTensor head = checkpoint.tensors().get(CLASS_HEAD);
    // With a softmax head one more row stands for the background.
    if (head != null && head.shape()[0] != names.size() && head.shape()[0] != names.size() + 1) {
      throw new WeightsException(
          checkpoint.file()
              + ": "
              + names.size()
              + " labels for a class head of "
              + head.shape()[0]
              + " rows; give one label per class, in the order of the class ids");
    }
  }

  private static StoredTensor halve(StoredTensor tensor) {
    boolean isVector = tensor.shape().length < 2;
    if (isVector || (tensor.dtype() != DType.F32 && tensor.dtype() != DType.F64)) {
      return tensor;
    }
    StoredTensor half = tensor.to(DType.F16);
    return overflows(tensor, half) ? tensor : half;
  }

  private static boolean overflows(StoredTensor tensor, StoredTensor half) {
    ByteBuffer values = tensor.data();
    ByteBuffer halves = half.data();
    while (values.hasRemaining()) {
      double value = tensor.dtype().read(values);
      double rounded = half.dtype().read(halves);
      if (Double.isFinite(value) && !Double.isFinite(rounded)) {
        return true;
      }
    }
    return false;
  }
}
