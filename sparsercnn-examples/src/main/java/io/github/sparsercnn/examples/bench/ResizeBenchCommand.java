package io.github.sparsercnn.examples.bench;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code sparsercnn bench resize}: resizing pictures against Pillow. */
@Command(
    name = "resize",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Enlarging and shrinking a picture, against Pillow; the bytes are compared.")
final class ResizeBenchCommand extends BenchmarkCommand {
  private record Case(String name, String picture, int width, int height) {}

  private static final List<Case> CASES =
      List.of(
          new Case("resize_enlarge", "testcard:640x427", 1199, 800),
          new Case("resize_shrink", "testcard:1920x1280", 1200, 800));

  @Override
  public String what() {
    return "resize";
  }

  @Override
  public List<BenchRow> rows(Bench bench) throws InterruptedException {
    List<BenchRow> rows = new ArrayList<>();
    for (Case one : CASES) {
      bench.say(one.name + ": " + one.picture + " to " + one.width + "x" + one.height);
      rows.addAll(
          new Comparison(
                  bench,
                  one.name,
                  "resize",
                  spec ->
                      spec.put("picture", one.picture)
                          .put("width", one.width)
                          .put("height", one.height)
                          .put("repeats", 20)
                          .put("warm_up_millis", 3000))
              .against("", spec -> {})
              .rows());
    }
    return rows;
  }
}
