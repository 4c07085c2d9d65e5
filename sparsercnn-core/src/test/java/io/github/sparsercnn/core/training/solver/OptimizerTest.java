package io.github.sparsercnn.core.training.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** The optimizers against their formulas in double precision, on two parameters of two groups. */
class OptimizerTest {
  private static final double RATE = 0.01;
  private static final double DECAY = 0.1;
  private static final ParameterRules RULES =
      ParameterRules.uniform(DECAY).multiplyRate("slow", 0.5).weightDecay("slow", 0);
  private static final double[] START = {0.5, -2, 3};

  @Test
  void adamW_followsItsFormula() {
    check(AdamW::new, OptimizerTest::adamW);
  }

  @Test
  void sgd_followsItsFormula() {
    check(parameters -> new Sgd(parameters, 0.9), OptimizerTest::sgd);
  }

  /** Takes a value through all steps with its gradients. */
  private interface Formula {
    double after(double value, double[] gradients, double rate, double decay);
  }

  private static double adamW(double value, double[] gradients, double rate, double decay) {
    double mean = 0;
    double square = 0;
    for (int i = 0; i < gradients.length; i++) {
      double g = gradients[i];
      value *= 1 - rate * decay;
      mean = 0.9 * mean + 0.1 * g;
      square = 0.999 * square + 0.001 * g * g;
      double unbiasedMean = mean / (1 - Math.pow(0.9, i + 1));
      double unbiasedSquare = square / (1 - Math.pow(0.999, i + 1));
      value -= rate * unbiasedMean / (Math.sqrt(unbiasedSquare) + 1e-8);
    }
    return value;
  }

  private static double sgd(double value, double[] gradients, double rate, double decay) {
    double momentum = 0;
    for (double g : gradients) {
      momentum = 0.9 * momentum + g + decay * value;
      value -= rate * momentum;
    }
    return value;
  }

  private static void check(Function<ParameterGroups, Optimizer> optimizer, Formula formula) {
    double[][] gradients = {{1, -0.5, 0}, {0.2, -3, 0}, {-0.4, 0.1, 0}, {2, 2, 1e-3}};
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> tensors = tensors();
      try (ParameterGroups parameters = ParameterGroups.of(tensors, RULES);
          Optimizer tested = optimizer.apply(parameters)) {
        assertThat(parameters.groups()).hasSize(2);
        for (double[] gradient : gradients) {
          setGradients(tensors, gradient);
          tested.step(RATE);
        }
        assertThat(tested.steps()).isEqualTo(gradients.length);
        for (int i = 0; i < START.length; i++) {
          double[] ofElement = new double[gradients.length];
          for (int step = 0; step < gradients.length; step++) {
            ofElement[step] = gradients[step][i];
          }
          assertThat((double) HostTensors.toFloats(tensors.get("fast"))[i])
              .isCloseTo(formula.after(START[i], ofElement, RATE, DECAY), within(1e-6));
          assertThat((double) HostTensors.toFloats(tensors.get("slow"))[i])
              .isCloseTo(formula.after(START[i], ofElement, RATE / 2, 0), within(1e-6));
        }
      }
    }
  }

  @Test
  void adamW_goesOnFromItsStateToTheLastBit() {
    checkResume(AdamW::new, "exp_avg", "exp_avg_sq");
  }

  @Test
  void sgd_goesOnFromItsStateToTheLastBit() {
    checkResume(parameters -> new Sgd(parameters, 0.9), "momentum_buffer");
  }

  private static void checkResume(
      Function<ParameterGroups, Optimizer> optimizer, String... stateNames) {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> first = tensors();
      Map<String, Tensor> second = tensors();
      try (ParameterGroups firstGroups = ParameterGroups.of(first, RULES);
          ParameterGroups secondGroups = ParameterGroups.of(second, RULES);
          Optimizer whole = optimizer.apply(firstGroups);
          Optimizer resumed = optimizer.apply(secondGroups)) {
        for (int i = 0; i < 3; i++) {
          setGradients(first, 1 + i, -i, 0.1 * i);
          whole.step(RATE);
        }
        for (String name : first.keySet()) {
          secondGroups.values(name).copy_(firstGroups.values(name));
          assertThat(whole.state(name).keySet()).containsExactly(stateNames);
          whole.state(name).forEach((key, value) -> resumed.state(name).get(key).copy_(value));
        }
        resumed.resume(whole.steps());
        setGradients(first, 0.3, 0.2, 0.1);
        setGradients(second, 0.3, 0.2, 0.1);
        whole.step(RATE);
        resumed.step(RATE);
        for (String name : first.keySet()) {
          assertThat(HostTensors.toFloats(second.get(name)))
              .isEqualTo(HostTensors.toFloats(first.get(name)));
        }
        assertThatThrownBy(() -> resumed.state("other"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("other");
      }
    }
  }

  @Test
  void optimizers_freeWhatTheyMade() {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> tensors = tensors();
      // Finds the operators, which stay.
      try (ParameterGroups parameters = ParameterGroups.of(tensors, RULES)) {
        new AdamW(parameters).close();
        new Sgd(parameters, 0.9).close();
      }
      long before = Pointer.totalCount();
      try (ParameterGroups parameters = ParameterGroups.of(tensors, RULES);
          Optimizer adamW = new AdamW(parameters);
          Optimizer sgd = new Sgd(parameters, 0.9)) {
        adamW.step(RATE);
        sgd.step(RATE);
        parameters.zeroGradients();
      }
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }
  }

  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : new String[] {"fast", "slow"}) {
      float[] values = new float[START.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) START[i];
      }
      tensors.put(name, HostTensors.ofFloats(values, values.length));
    }
    return tensors;
  }

  private static void setGradients(Map<String, Tensor> tensors, double... gradient) {
    float[] values = new float[gradient.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) gradient[i];
    }
    tensors
        .values()
        .forEach(tensor -> tensor.grad().copy_(HostTensors.ofFloats(values, values.length)));
  }
}
