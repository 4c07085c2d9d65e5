package io.github.sparsercnn.examples.cli.training;

import io.github.sparsercnn.core.training.writer.Scalars;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Finds the curves in the lines of {@code metrics.json}. Immutable. */
final class TrainingCurves {
  private static final String TOTAL_LOSS = "total_loss";
  private static final String LEARNING_RATE = "lr";
  private static final String AP_ENDING = "/AP";
  private static final Pattern LOSS = Pattern.compile("loss_.*");

  /** The end of the name of a loss of a stage other than the last. */
  private static final Pattern STAGE = Pattern.compile("_\\d+$");

  private final List<Scalars> lines;

  TrainingCurves(List<Scalars> lines) {
    this.lines = lines.stream().sorted(Comparator.comparingLong(Scalars::iteration)).toList();
  }

  /** {@return the iteration of the last line} */
  long lastIteration() {
    return lines.get(lines.size() - 1).iteration();
  }

  Curve totalLoss() {
    return curve("total", line -> value(line, TOTAL_LOSS));
  }

  /** {@return the kinds of losses, each summed over the stages, by name} */
  List<Curve> lossKinds() {
    Map<String, List<String>> kinds = new TreeMap<>();
    for (String name : names()) {
      if (LOSS.matcher(name).matches()) {
        String kind = STAGE.matcher(name).replaceFirst("");
        kinds.computeIfAbsent(kind, key -> new ArrayList<>()).add(name);
      }
    }
    return kinds.entrySet().stream()
        .map(kind -> curve(kind.getKey(), line -> sum(line, kind.getValue())))
        .toList();
  }

  /** {@return the AP in percent of each task, by name} */
  List<Curve> ap() {
    return names().stream()
        .filter(name -> name.endsWith(AP_ENDING))
        .map(name -> curve(name, line -> value(line, name)))
        .toList();
  }

  Curve learningRate() {
    return curve("learning rate", line -> value(line, LEARNING_RATE));
  }

  private SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    lines.forEach(line -> names.addAll(line.values().keySet()));
    return names;
  }

  private Curve curve(String name, Function<Scalars, OptionalDouble> number) {
    List<Curve.Point> points = new ArrayList<>();
    for (Scalars line : lines) {
      number.apply(line).ifPresent(value -> points.add(new Curve.Point(line.iteration(), value)));
    }
    return new Curve(name, points);
  }

  private static OptionalDouble value(Scalars line, String name) {
    Double value = line.values().get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The sum of those that the line has; empty without any. */
  private static OptionalDouble sum(Scalars line, List<String> names) {
    double[] values =
        names.stream()
            .map(name -> value(line, name))
            .flatMapToDouble(OptionalDouble::stream)
            .toArray();
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Arrays.stream(values).sum());
  }
}
