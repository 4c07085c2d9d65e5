package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Tiling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say in which sizes and tiles a picture is looked at. */
final class LookOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--tta",
      description = {
        "Test-time augmentation: look at each picture in the sizes of TEST.AUG, and mirrored; many "
            + "times slower."
      })
  private boolean augmented;

  @Option(
      names = "--tiles",
      paramLabel = "SIZE",
      description =
          "Cut large pictures into tiles of SIZE x SIZE pixels. Default: TEST.TILES.SIZE.")
  private @Nullable Integer tileSize;

  @Option(
      names = "--overlap",
      paramLabel = "F",
      description = "How much tiles overlap, from 0 to 0.9 of a side. Default: 0.2.")
  private @Nullable Double overlap;

  @Option(
      names = "--whole-picture",
      description = "With tiles, look at the picture as a whole too, for large objects.")
  private boolean wholePicture;

  /** {@return whether test-time augmentation is asked for} */
  boolean isAugmented() {
    return augmented;
  }

  /**
   * The options as values of the config.
   *
   * @param words KEY VALUE pairs that go after them
   * @return keys and values in turn
   * @throws ParameterException if an option is out of range
   */
  List<String> before(List<String> words) {
    check();
    List<String> overrides = new ArrayList<>();
    if (augmented) {
      overrides.addAll(List.of("TEST.AUG.ENABLED", "True"));
    }
    if (tileSize != null) {
      overrides.addAll(List.of("TEST.TILES.SIZE", tileSize.toString()));
    }
    if (overlap != null) {
      overrides.addAll(List.of("TEST.TILES.OVERLAP", overlap.toString()));
    }
    if (wholePicture) {
      overrides.addAll(List.of("TEST.TILES.WHOLE_PICTURE", "True"));
    }
    overrides.addAll(words);
    return overrides;
  }

  private void check() {
    Tiling.Builder tiling =
        Tiling.builder().size(tileSize == null ? Tiling.SMALLEST_SIZE : tileSize);
    if (overlap != null) {
      tiling.overlap(overlap);
    }
    try {
      tiling.build();
    } catch (IllegalArgumentException e) {
      if (command == null) {
        throw e;
      }
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
