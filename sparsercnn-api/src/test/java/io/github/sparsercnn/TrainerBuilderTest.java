package io.github.sparsercnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrainerBuilderTest {
  private static final DatasetSource DATA =
      DatasetSource.of(Path.of("train.json"), Path.of("images"));

  @Test
  void options_holdWhatWasSaid() {
    TrainingListener listener = new TrainingListener() {};
    TrainerOptions options =
        Trainer.builder()
            .config("R50_100")
            .override("SOLVER.BASE_LR", "1e-4")
            .overrides(List.of("SEED", "7"))
            .initialWeights(Path.of("R-50.pkl"))
            .trainingData(DATA)
            .validationData(DatasetSource.of(Path.of("val.json")))
            .register("mine", DATA)
            .output(Path.of("out"))
            .device("cpu")
            .precision(Precision.BF16)
            .proposals("learned")
            .parameterRule(ParameterRule.rate("backbone\\..*", 0.1))
            .listener(listener)
            .skipBrokenPictures()
            .options();
    assertThat(options.preset()).contains("R50_100");
    assertThat(options.overrides()).containsExactly("SOLVER.BASE_LR", "1e-4", "SEED", "7");
    assertThat(options.initialWeights()).contains("R-50.pkl");
    assertThat(options.trainingData()).containsExactly(DATA);
    assertThat(options.validationData()).hasSize(1);
    assertThat(options.registeredData()).containsEntry("mine", DATA);
    assertThat(options.output()).contains(Path.of("out"));
    assertThat(options.device()).contains("cpu");
    assertThat(options.precision()).contains(Precision.BF16);
    assertThat(options.proposals()).contains("learned");
    assertThat(options.parameterRules())
        .containsExactly(new ParameterRule("backbone\\..*", 0.1, OptionalDouble.empty()));
    assertThat(options.listeners()).containsExactly(listener);
    assertThat(options.skipBrokenPictures()).isTrue();
  }

  @Test
  void nothing_isRequired() {
    TrainerOptions options = Trainer.builder().options();
    assertThat(options.trainingData()).isEmpty();
    assertThat(options.configFile()).isEmpty();
    assertThat(options.skipBrokenPictures()).isFalse();
  }

  @Test
  void options_areSetOnce() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Trainer.builder().config("R50_100").config(Path.of("a.yaml")))
        .withMessageContaining("config was already set");
    assertThatIllegalStateException()
        .isThrownBy(() -> Trainer.builder().register("a", DATA).register("a", DATA))
        .withMessageContaining("a was already registered");
  }

  @Test
  void mistakes_areNamedAtTheDoor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.builder().overrides(List.of("SEED")))
        .withMessageContaining("KEY VALUE");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.builder().device("tpu"))
        .withMessageContaining("tpu");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.builder().trainingData())
        .withMessageContaining("trainingData");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParameterRule.rate("(", 1))
        .withMessageContaining("no regular expression");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParameterRule.decay(".*", -1))
        .withMessageContaining("-1");
  }

  @Test
  void curve_suggestsWhereTheLossFallsFastest() {
    double[] losses = {10, 10, 10, 10, 10, 9.9, 8, 7.5, 7.4, 12};
    List<LearningRateCurve.Point> points = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      points.add(new LearningRateCurve.Point(Math.pow(10, i - 8), losses[i]));
    }
    assertThat(new LearningRateCurve(points).suggestion()).hasValue(Math.pow(10, -3));
    assertThat(new LearningRateCurve(points.subList(0, 5)).suggestion()).isEmpty();
  }
}
