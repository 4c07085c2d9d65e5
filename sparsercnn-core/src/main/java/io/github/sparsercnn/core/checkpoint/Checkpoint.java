package io.github.sparsercnn.core.checkpoint;

import io.github.sparsercnn.WeightsException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A weights file of any known kind: its tensors under detectron2's names, and what lies beside
 * them. The kind is recognised by content, never by the file's name.
 *
 * <p>The tensors are windows on the memory-mapped file: nothing is copied, and the file must not be
 * overwritten in place while they are in use. Immutable and thread-safe.
 */
public final class Checkpoint {
  /** The key of {@link #metadata()} that holds a detectron2 yaml. */
  public static final String CONFIG = "sparsercnn.config";

  /** The key of {@link #metadata()} that holds the class names, a JSON array of texts. */
  public static final String LABELS = "sparsercnn.labels";

  private static final String OWN_METADATA = "sparsercnn.";
  private static final int HEAD_BYTES = 4096;
  private static final int NAMED_KEYS = 3;

  private final Path file;
  private final CheckpointFormat format;
  private final Layout layout;
  private final Map<String, StoredTensor> tensors;
  private final Map<String, String> metadata;
  private final Map<String, @Nullable Object> extras;
  private final List<String> dropped;

  private Checkpoint(Path file, FileContents contents, StateDict stateDict, CanonicalNames names) {
    this.file = file;
    format = contents.format();
    layout = new Layout(names.scheme(), stateDict.wrapper(), names.prefix());
    tensors = names.tensors();
    dropped = names.dropped();
    extras = stateDict.extras();
    metadata = metadata(contents.metadata(), extras);
  }

  /**
   * Reads a weights file: {@code .pth} of any PyTorch, {@code .pkl} of detectron2, or safetensors;
   * a whole Sparse R-CNN under detectron2's or mmdetection's names, or an ImageNet ResNet.
   *
   * @throws WeightsException if there is no such file, it is something else, it is damaged, it
   *     would run code, or its tensors belong to another network
   */
  public static Checkpoint read(Path file) {
    try (MappedFile mapped = MappedFile.open(file)) {
      ByteBuffer head = head(file, mapped);
      FileContents contents;
      if (PthZipReader.recognises(head)) {
        contents = PthZipReader.read(file, mapped);
      } else if (LegacyPthReader.recognises(head)) {
        contents = LegacyPthReader.read(file, mapped);
      } else if (SafetensorsReader.recognises(head)) {
        contents = SafetensorsReader.read(file, mapped);
      } else if (PklReader.recognises(head)) {
        contents = PklReader.read(file, mapped);
      } else {
        throw new WeightsException(file + ": " + UnknownFile.describe(head));
      }
      return of(file, contents);
    }
  }

  private static ByteBuffer head(Path file, MappedFile mapped) {
    try {
      return mapped.window(0, Math.min(HEAD_BYTES, mapped.size()), "the head");
    } catch (RefusedException e) {
      throw new IllegalStateException("the first bytes of " + file + " are not in it", e);
    }
  }

  /** Gives meaning to what a file holds. */
  static Checkpoint of(Path file, FileContents contents) {
    StateDict stateDict = StateDict.in(contents.root());
    if (stateDict.tensors().isEmpty()) {
      throw new WeightsException(
          file
              + ": no tensors where a state dict should be, found "
              + (contents.root() instanceof Map<?, ?> map ? "the keys " + some(map) : "no dict")
              + "; expected tensors by name, perhaps under \"model\" or \"state_dict\";"
              + " torch.save the state_dict of the model");
    }
    CanonicalNames names =
        CanonicalNames.of(stateDict.tensors())
            .orElseThrow(() -> new WeightsException(file + ": " + foreign(stateDict.tensors())));
    return new Checkpoint(file, contents, stateDict, names);
  }

  private static String foreign(Map<String, StoredTensor> tensors) {
    if (tensors.containsKey("res2_0_branch2a_w")) {
      return "an ImageNet backbone with Caffe2 names (MSRA's R-50.pkl), whose weights cost Sparse"
          + " R-CNN two points of AP; use detectron2's torchvision/R-50.pkl or torchvision's"
          + " resnet50 instead";
    }
    return "its "
        + tensors.size()
        + " tensors belong to another network, found the names "
        + some(tensors)
        + "; expected a Sparse R-CNN of detectron2 or mmdetection, or a ResNet; choose such a file";
  }

  private static String some(Map<?, ?> map) {
    List<String> names =
        map.keySet().stream()
            .limit(NAMED_KEYS)
            .map(String::valueOf)
            .map(PickleText::excerpt)
            .toList();
    return String.join(", ", names) + (map.size() > names.size() ? ", …" : "");
  }

  private static Map<String, String> metadata(
      Map<String, String> ofFile, Map<String, @Nullable Object> extras) {
    Map<String, String> all = new LinkedHashMap<>(ofFile);
    extras.forEach(
        (key, value) -> {
          if (key.startsWith(OWN_METADATA) && value instanceof String text) {
            all.put(key, text);
          }
        });
    return Collections.unmodifiableMap(all);
  }

  /** The file it was read from. */
  public Path file() {
    return file;
  }

  /** The container it came in. */
  public CheckpointFormat format() {
    return format;
  }

  /** How the file arranged the tensors. */
  public Layout layout() {
    return layout;
  }

  /**
   * The tensors under detectron2's names, in file order, for example {@code
   * init_proposal_boxes.weight}.
   */
  public Map<String, StoredTensor> tensors() {
    return tensors;
  }

  /** The file's own names of tensors that no network has a use for. */
  public List<String> dropped() {
    return dropped;
  }

  /** Texts beside the tensors, for example {@link #CONFIG} and {@link #LABELS}. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Everything else in the root of a {@code .pth} or {@code .pkl}: a graph of maps, lists, plain
   * values and {@link StoredTensor}s.
   */
  public Map<String, @Nullable Object> extras() {
    return extras;
  }

  /** Iteration, optimizer and schedule, if detectron2 saved them. */
  public Optional<TrainingState> trainingState() {
    return TrainingState.in(extras);
  }

  /** The detectron2 yaml that the file carries. */
  public Optional<String> config() {
    return Optional.ofNullable(metadata.get(CONFIG));
  }

  /**
   * The class names that the file carries, by class id: {@link #LABELS}, or the classes that
   * mmdetection keeps in {@code meta}. Empty if there are none.
   *
   * @throws WeightsException if {@link #LABELS} is not a JSON array of texts
   */
  public List<String> labels() {
    String json = metadata.get(LABELS);
    if (json == null) {
      return mmdetectionClasses();
    }
    try {
      return LabelsJson.read(json);
    } catch (RefusedException e) {
      throw new WeightsException(
          file + ": " + LABELS + " " + e.getMessage() + "; set it again with convert", e);
    }
  }

  private List<String> mmdetectionClasses() {
    if (!(extras.get("meta") instanceof Map<?, ?> meta)) {
      return List.of();
    }
    Object classes = meta.get("CLASSES"); // version 2
    if (classes == null && meta.get("dataset_meta") instanceof Map<?, ?> dataset) {
      classes = dataset.get("classes"); // version 3
    }
    return classes instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** Whether there is no detection head: ImageNet weights to start a training with. */
  public boolean isBackboneOnly() {
    return tensors.keySet().stream().noneMatch(name -> name.startsWith("head."));
  }

  /**
   * What is suspicious about the values: NaN, infinity, nothing but zeros. Looks at every value,
   * which takes about as long as reading the file.
   */
  public List<String> warnings() {
    return SuspiciousValues.in(tensors);
  }
}
