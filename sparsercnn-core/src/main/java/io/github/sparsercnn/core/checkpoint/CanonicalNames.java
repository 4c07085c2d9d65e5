package io.github.sparsercnn.core.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The tensors of a state dict under detectron2's names.
 *
 * @param tensors in file order
 * @param scheme whose names they had
 * @param prefix what preceded those names
 * @param dropped the names of what a network has no use for: batch norms' counters of somebody
 *     else's training, the classifier of an ImageNet backbone, mmdetection's second copy of
 *     averaged weights
 */
record CanonicalNames(
    Map<String, StoredTensor> tensors, NamingScheme scheme, String prefix, List<String> dropped) {
  private static final String DATA_PARALLEL = "module.";
  private static final String BATCH_COUNTER = "num_batches_tracked";
  private static final String MMDETECTION_AVERAGE = "ema_";

  /** Tensors by which a ResNet betrays itself, whatever precedes their names. */
  private static final String DETECTRON2_STEM = "stem.conv1.weight";

  private static final String DETECTRON2_FIRST_BLOCK = "res2.0.conv1.weight";
  private static final String TORCHVISION_STEM = "conv1.weight";
  private static final String TORCHVISION_FIRST_BLOCK = "layer1.0.conv1.weight";

  /**
   * Recognises the names of a state dict and translates them.
   *
   * @return empty if the names are neither those of a Sparse R-CNN nor those of a ResNet
   */
  static Optional<CanonicalNames> of(Map<String, StoredTensor> stateDict) {
    Set<String> names = stateDict.keySet();
    String wrapping =
        names.stream().allMatch(name -> name.startsWith(DATA_PARALLEL)) ? DATA_PARALLEL : "";
    if (any(names, wrapping + "roi_head.bbox_head.")) {
      return Optional.of(
          translate(
              stateDict, NamingScheme.MMDETECTION, wrapping, CanonicalNames::fromMmdetection));
    }
    if (any(names, wrapping + "head.head_series.")
        || any(names, wrapping + "backbone.bottom_up.")) {
      return Optional.of(translate(stateDict, NamingScheme.DETECTRON2, wrapping, Optional::of));
    }
    // As in detectron2, a backbone is recognised by the ends of its names.
    return prefix(names, DETECTRON2_STEM, DETECTRON2_FIRST_BLOCK)
        .map(
            prefix ->
                translate(
                    stateDict,
                    NamingScheme.DETECTRON2_BACKBONE,
                    prefix,
                    Renaming.DETECTRON2_RESNET::apply))
        .or(
            () ->
                prefix(names, TORCHVISION_STEM, TORCHVISION_FIRST_BLOCK)
                    .map(
                        prefix ->
                            translate(
                                stateDict,
                                NamingScheme.TORCHVISION_BACKBONE,
                                prefix,
                                Renaming.TORCHVISION_RESNET::apply)));
  }

  private static boolean any(Set<String> names, String start) {
    return names.stream().anyMatch(name -> name.startsWith(start));
  }

  private static Optional<String> prefix(Set<String> names, String stem, String firstBlock) {
    return names.stream()
        .filter(name -> name.endsWith(firstBlock))
        .map(name -> name.substring(0, name.length() - firstBlock.length()))
        .filter(prefix -> prefix.isEmpty() || prefix.endsWith("."))
        .filter(prefix -> names.contains(prefix + stem))
        .findFirst();
  }

  /** What mmdetection calls differently, and anything else as it is, to be reported later. */
  private static Optional<String> fromMmdetection(String name) {
    if (name.startsWith(MMDETECTION_AVERAGE)) {
      return Optional.empty();
    }
    return Renaming.MMDETECTION.apply(name).or(() -> Optional.of(name));
  }

  private static CanonicalNames translate(
      Map<String, StoredTensor> stateDict,
      NamingScheme scheme,
      String prefix,
      Function<String, Optional<String>> translation) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    List<String> dropped = new ArrayList<>();
    boolean counted = scheme == NamingScheme.DETECTRON2;
    stateDict.forEach(
        (name, tensor) -> {
          Optional<String> canonical = Optional.empty();
          if (name.startsWith(prefix) && (counted || !name.endsWith(BATCH_COUNTER))) {
            canonical = translation.apply(name.substring(prefix.length()));
          }
          canonical.ifPresentOrElse(to -> tensors.put(to, tensor), () -> dropped.add(name));
        });
    return new CanonicalNames(
        Collections.unmodifiableMap(tensors), scheme, prefix, List.copyOf(dropped));
  }
}
