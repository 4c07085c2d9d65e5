package io.github.sparsercnn.core.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class GradientHookTest {
  @Test
  void hook_exchangesTheGradientOfEveryTensorItIsAttachedTo() {
    try (OwnedTensors owner = new OwnedTensors();
        TensorScope scope = TensorScope.open()) {
      GradientHook hook = owner.own(new GradientHook(gradient -> Ops.mul(gradient, 10)));
      Tensor x = leaf();
      Tensor once = Ops.mul(x, 2);
      Tensor twice = Ops.mul(once, 3);
      hook.attach(once);
      hook.attach(twice);

      twice.sum().backward();

      assertThat(HostTensors.toFloats(x.grad())).containsOnly(600);
    }
  }

  @Test
  void hook_sparesWhatElseReadsTheGradient() {
    try (OwnedTensors owner = new OwnedTensors();
        TensorScope scope = TensorScope.open()) {
      GradientHook hook = owner.own(new GradientHook(gradient -> Ops.mul(gradient, 10)));
      Tensor x = leaf();
      Tensor other = leaf();
      Tensor hooked = Ops.mul(x, 1);
      hook.attach(hooked);

      hooked.add(other).sum().backward();

      assertThat(HostTensors.toFloats(x.grad())).containsOnly(10);
      assertThat(HostTensors.toFloats(other.grad())).containsOnly(1);
    }
  }

  @Test
  void hook_outlivesTheScopeItWasMadeAndAttachedIn() {
    try (OwnedTensors owner = new OwnedTensors();
        TensorScope scope = TensorScope.open()) {
      Tensor x = leaf();
      Tensor result =
          TensorScope.keepResult(
              () -> {
                GradientHook hook = owner.own(new GradientHook(gradient -> Ops.mul(gradient, 10)));
                Tensor hooked = Ops.mul(x, 2);
                hook.attach(hooked);
                return hooked.sum();
              });
      result.backward();
      assertThat(HostTensors.toFloats(x.grad())).containsOnly(20);
    }
  }

  @Test
  void hook_worksInPlaceOfWhatIsOverwrittenLater() {
    try (OwnedTensors owner = new OwnedTensors();
        TensorScope scope = TensorScope.open()) {
      GradientHook hook = owner.own(new GradientHook(gradient -> Ops.mul(gradient, 10)));
      Tensor x = leaf();
      Tensor hooked = Ops.mul(x, 2);
      hook.attach(hooked);
      NeuralOps.reluInPlace(hooked).sum().backward();
      assertThat(HostTensors.toFloats(x.grad())).containsOnly(20);
    }
  }

  @Test
  void attach_doesNothingWithoutGradients() {
    try (OwnedTensors owner = new OwnedTensors();
        TensorScope scope = TensorScope.open()) {
      GradientHook hook = owner.own(new GradientHook(gradient -> gradient));
      Tensor constant = Ops.zeros(2);
      hook.attach(constant);
      assertThat(HostTensors.toFloats(constant)).containsOnly(0);
    }
  }

  @Test
  void exceptions_endTheBackwardPassAndNameTheirCause() {
    try (OwnedTensors owner = new OwnedTensors();
        TensorScope scope = TensorScope.open()) {
      GradientHook hook =
          owner.own(
              new GradientHook(
                  gradient -> {
                    throw new IllegalStateException("rank 1 has died");
                  }));
      Tensor hooked = Ops.mul(leaf(), 2);
      hook.attach(hooked);
      Tensor sum = hooked.sum();
      assertThatThrownBy(sum::backward).hasMessageContaining("rank 1 has died");
    }
  }

  @Test
  void nativeMemory_isFlatOverCallsAndHooks() {
    useOneHook();
    long pointers = Pointer.totalCount();
    for (int i = 0; i < 50; i++) { // more than LibTorch knows at a time
      useOneHook();
    }
    assertThat(Pointer.totalCount()).isEqualTo(pointers);
  }

  private static void useOneHook() {
    try (OwnedTensors owner = new OwnedTensors();
        TensorScope scope = TensorScope.open()) {
      GradientHook hook = owner.own(new GradientHook(gradient -> Ops.mul(gradient, 10)));
      for (int i = 0; i < 3; i++) {
        Tensor hooked = Ops.mul(leaf(), 2);
        hook.attach(hooked);
        hooked.sum().backward();
      }
    }
  }

  private static Tensor leaf() {
    return HostTensors.ofFloats(new float[] {1, 2}, 2).set_requires_grad(true);
  }
}
