package io.github.sparsercnn.examples.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rounds in which all programs run once, each after the other, so that whatever else goes on on the
 * machine meets all of them. Each round starts with the next program.
 */
final class Rounds {
  private final int count;
  private final PrintWriter progress;

  /**
   * Plans rounds.
   *
   * @param count how many, at least 1
   * @param progress is told what runs
   */
  Rounds(int count, PrintWriter progress) {
    this.count = count;
    this.progress = progress;
  }

  /**
   * Measures programs.
   *
   * @param programs at least one
   * @return their timings, in the same order
   */
  List<Timing> run(List<? extends Program> programs) throws InterruptedException {
    List<List<Measurement>> measurements = new ArrayList<>();
    programs.forEach(program -> measurements.add(new ArrayList<>()));
    for (int round = 0; round < count; round++) {
      for (int turn = 0; turn < programs.size(); turn++) {
        int which = (round + turn) % programs.size();
        Program program = programs.get(which);
        progress.printf(Locale.ROOT, "round %d of %d: %s%n", round + 1, count, program.name());
        progress.flush();
        measurements.get(which).add(program.run());
      }
    }
    List<Timing> timings = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      timings.add(new Timing(programs.get(i).name(), measurements.get(i)));
    }
    return timings;
  }
}
