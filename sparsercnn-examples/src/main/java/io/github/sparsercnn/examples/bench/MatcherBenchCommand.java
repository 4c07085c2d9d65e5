package io.github.sparsercnn.examples.bench;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code sparsercnn bench matcher}: the assignments of a training step against SciPy. */
@Command(
    name = "matcher",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "The assignments of 16 pictures in 6 stages, 300 proposals to 20 boxes, against SciPy on the "
          + "same costs."
    })
final class MatcherBenchCommand extends BenchmarkCommand {
  private static final int PICTURES = 16;
  private static final int STAGES = 6;
  private static final int PROPOSALS = 300;
  private static final int BOXES = 20;

  @Override
  public String what() {
    return "matcher";
  }

  @Override
  public List<BenchRow> rows(Bench bench) throws InterruptedException {
    bench.say(
        "matcher: "
            + PICTURES * STAGES
            + " assignments of "
            + PROPOSALS
            + " proposals to "
            + BOXES
            + " boxes, costs uniform in [-1, 1)");
    return new Comparison(
            bench,
            "matcher",
            "matcher",
            spec ->
                spec.put("count", PICTURES * STAGES)
                    .put("rows", PROPOSALS)
                    .put("columns", BOXES)
                    .put("repeats", 20)
                    .put("warm_up_millis", 2000))
        .against("", spec -> {})
        .rows();
  }
}
