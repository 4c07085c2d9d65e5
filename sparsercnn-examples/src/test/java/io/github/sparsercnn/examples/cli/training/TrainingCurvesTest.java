package io.github.sparsercnn.examples.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.training.writer.Scalars;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrainingCurvesTest {
  private static Scalars line(long iteration, Map<String, Double> values) {
    return new Scalars(iteration, new TreeMap<>(values));
  }

  @Test
  void kinds_areSummedOverTheStages() {
    TrainingCurves curves =
        new TrainingCurves(
            List.of(
                line(19, Map.of("loss_ce", 1.0, "loss_ce_0", 2.0, "loss_ce_10", 4.0)),
                line(39, Map.of("loss_ce", 0.5, "loss_bbox_0", 8.0, "total_loss", 8.5))));

    assertThat(curves.lossKinds())
        .containsExactly(
            new Curve("loss_bbox", List.of(new Curve.Point(39, 8))),
            new Curve("loss_ce", List.of(new Curve.Point(19, 7), new Curve.Point(39, 0.5))));
    assertThat(curves.totalLoss().points()).containsExactly(new Curve.Point(39, 8.5));
  }

  @Test
  void lines_areTakenByIteration() {
    TrainingCurves curves =
        new TrainingCurves(
            List.of(
                line(39, Map.of("lr", 0.2)),
                line(29, Map.of("bbox/AP", 12.5, "bbox/AP50", 30.0)),
                line(19, Map.of("lr", 0.1))));

    assertThat(curves.learningRate().iterations()).containsExactly(19, 39);
    assertThat(curves.learningRate().values()).containsExactly(0.1, 0.2);
    assertThat(curves.ap()).extracting(Curve::name).containsExactly("bbox/AP");
    assertThat(curves.lastIteration()).isEqualTo(39);
  }

  @Test
  void positive_leavesOutWhatHasNoLogarithm() {
    Curve curve =
        new Curve(
            "loss",
            List.of(new Curve.Point(1, 0), new Curve.Point(2, -1), new Curve.Point(3, 1e-9)));

    assertThat(curve.positive().points()).containsExactly(new Curve.Point(3, 1e-9));
  }
}
