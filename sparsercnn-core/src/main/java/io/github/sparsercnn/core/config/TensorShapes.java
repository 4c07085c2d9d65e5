package io.github.sparsercnn.core.config;

import io.github.sparsercnn.WeightsException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** The shapes of a weights file by detectron2's names, asked for one at a time. */
record TensorShapes(Map<String, long[]> shapes) {
  /** Whether there is a tensor of this name. */
  boolean has(String name) {
    return shapes.containsKey(name);
  }

  /** Whether there is a tensor whose name begins and ends like this. */
  boolean any(String start, String end) {
    return shapes.keySet().stream().anyMatch(name -> name.startsWith(start) && name.endsWith(end));
  }

  /**
   * The sizes of a tensor.
   *
   * @param name its name
   * @param layout what the sizes mean, such as {@code [classes, hidden]}
   * @param rank how many sizes it must have
   * @return the sizes
   * @throws WeightsException if there is no such tensor, or it has another number of sizes or one
   *     that is zero or huge
   */
  int[] require(String name, String layout, int rank) {
    long[] shape = shapes.get(name);
    if (shape == null) {
      throw new WeightsException(
          "no tensor "
              + name
              + " "
              + layout
              + " among the "
              + shapes.size()
              + " of the weights"
              + shapes.keySet().stream().sorted().findFirst().map(TensorShapes::example).orElse("")
              + "; expected a Sparse R-CNN with detectron2's names");
    }
    boolean fits =
        shape.length == rank
            && Arrays.stream(shape).allMatch(size -> size > 0 && size <= Integer.MAX_VALUE);
    if (!fits) {
      throw new WeightsException(
          name + " has the shape " + Arrays.toString(shape) + ", expected " + layout);
    }
    return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
  }

  /**
   * How many tensors are numbered on from 0: {@code prefix 0 suffix}, {@code prefix step suffix}.
   */
  int count(String prefix, int step, String suffix) {
    return (int)
        IntStream.iterate(0, i -> i + step).takeWhile(i -> has(prefix + i + suffix)).count();
  }

  private static String example(String name) {
    return " (such as " + name + ")";
  }
}
