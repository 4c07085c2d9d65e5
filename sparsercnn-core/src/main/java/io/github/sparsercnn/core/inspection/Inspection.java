package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.RgbImage;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Everything between a picture and its detections, in Java memory: feature maps, and for each stage
 * of the head what it looked at and what it said. Takes some hundred megabytes for a large picture.
 *
 * @param picture as the network saw it: resized, without padding; all boxes are in its pixels
 * @param original size of the picture that was given
 * @param categories of the model
 * @param levels of the pyramid, finest first
 * @param stages of the head, in order; at least one
 */
public record Inspection(
    RgbImage picture,
    ImageSize original,
    Categories categories,
    List<FeatureLevel> levels,
    List<InspectedStage> stages) {
  /** Copies the lists. */
  public Inspection {
    levels = List.copyOf(levels);
    stages = List.copyOf(stages);
  }

  /** {@return the number of proposals} */
  public int proposals() {
    return last().proposals();
  }

  /** {@return the last stage, whose word counts} */
  public InspectedStage last() {
    return stages.get(stages.size() - 1);
  }

  /**
   * The proposals by their last score, best first; of equal ones the first comes first.
   *
   * @return numbers of proposals, from 0
   */
  public List<Integer> ranking() {
    return IntStream.range(0, proposals())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -last().bestScore(i)))
        .toList();
  }
}
