package io.github.sparsercnn.core.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TensorScopeTest {
  /** The first use of an operator makes what all others share. */
  @BeforeAll
  static void warmUp() {
    try (TensorScope scope = TensorScope.open()) {
      HostTensors.toFloats(NeuralOps.reluInPlace(Ops.mulInPlace(Ops.add(Ops.zeros(1), 1), 2)));
    }
  }

  @Test
  void scope_freesEverythingMadeInIt() {
    Tensor tensor;
    long before = Pointer.totalCount();
    try (TensorScope scope = TensorScope.open()) {
      tensor = Ops.add(Ops.zeros(3), 1);
      assertThat(Pointer.totalCount()).isGreaterThan(before);
    }
    assertThat(tensor.isNull()).isTrue();
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void freedTensors_goBeforeTheirScopeDoes() {
    long before = Pointer.totalCount();
    try (TensorScope scope = TensorScope.open()) {
      Tensor kept = Ops.zeros(2);
      long two = Pointer.totalCount();
      Tensor inside = TensorScope.keepResult(() -> Ops.add(kept, 1));
      Tensor view = inside.view(2, 1);
      TensorScope.free(List.of(inside));
      assertThat(inside.isNull()).isTrue();
      assertThat(Pointer.totalCount()).isEqualTo(two + 1);
      assertThat(HostTensors.toFloats(view)).containsExactly(1, 1);
      assertThat(HostTensors.toFloats(kept)).containsExactly(0, 0);
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void keptTensor_livesAsLongAsTheScopeOfItsKeeper() {
    long before = Pointer.totalCount();
    try (TensorScope outer = TensorScope.open()) {
      UnaryOperator<Tensor> keeper = TensorScope.keeper();
      Tensor kept;
      try (TensorScope middle = TensorScope.open();
          TensorScope inner = TensorScope.open()) {
        // In place: the handle that comes back does not own the tensor.
        kept = keeper.apply(Ops.mulInPlace(Ops.add(Ops.zeros(3), 1), 2));
      }
      assertThat(Pointer.totalCount()).isEqualTo(before + 1);
      assertThat(HostTensors.toFloats(kept)).containsExactly(2, 2, 2);
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void escapedTensor_outlivesItsScopeUntilReleased() {
    long before = Pointer.totalCount();
    Tensor tensor;
    try (TensorScope outer = TensorScope.open()) {
      try (TensorScope inner = TensorScope.open()) {
        tensor = TensorScope.escape(Ops.add(Ops.zeros(3), 2));
      }
    }
    try (TensorScope scope = TensorScope.open()) {
      assertThat(HostTensors.toFloats(tensor)).containsExactly(2, 2, 2);
    }
    TensorScope.release(tensor);
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void keptResult_survivesWhileItsIntermediatesAreFreed() {
    long before = Pointer.totalCount();
    try (TensorScope outer = TensorScope.open()) {
      List<Tensor> intermediates = new ArrayList<>();
      Tensor kept =
          TensorScope.keepResult(
              () -> {
                Tensor x = Ops.add(Ops.zeros(3), -1);
                intermediates.add(x);
                // In place: the handle that comes back does not own the tensor.
                return NeuralOps.reluInPlace(Ops.mulInPlace(x.neg(), 2));
              });
      assertThat(intermediates.get(0).isNull()).isTrue();
      assertThat(Pointer.totalCount()).isEqualTo(before + 1);
      assertThat(HostTensors.toFloats(kept)).containsExactly(2, 2, 2);
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void scope_refusesToBeClosedByAnotherThread() {
    try (TensorScope scope = TensorScope.open()) {
      Throwable refused =
          CompletableFuture.supplyAsync(
                  () -> {
                    try {
                      scope.close();
                      return null;
                    } catch (IllegalStateException e) {
                      return e;
                    }
                  })
              .join();
      assertThat(refused).hasMessageContaining("closed on another thread");
    }
  }

  @Test
  void ownedTensors_liveUntilTheirOwnerIsClosed() {
    long before = Pointer.totalCount();
    OwnedTensors owner = new OwnedTensors();
    Tensor owned;
    try (TensorScope scope = TensorScope.open()) {
      owned = owner.own(Ops.zeros(2));
    }
    assertThat(owned.isNull()).isFalse();
    owner.close();
    owner.close();
    assertThat(owned.isNull()).isTrue();
    assertThat(Pointer.totalCount()).isEqualTo(before);
    assertThatThrownBy(() -> owner.own(owned)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void gradModes_endWithTheirBlock() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor weight = Ops.zeros(2).requires_grad_(true);
      try (GradMode inference = GradMode.inference()) {
        assertThat(weight.neg().requires_grad()).isFalse();
      }
      try (GradMode noGrad = GradMode.noGrad()) {
        assertThat(weight.neg().requires_grad()).isFalse();
      }
      assertThat(weight.neg().requires_grad()).isTrue();
    }
  }
}
