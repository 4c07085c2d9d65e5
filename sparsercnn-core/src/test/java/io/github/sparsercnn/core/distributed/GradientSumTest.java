package io.github.sparsercnn.core.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.torch.FlatParameters;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class GradientSumTest {
  private static final int BUCKET = (int) (GradientSum.BUCKET_BYTES / Float.BYTES);

  @Test
  void gradients_becomeTheMeanOverProcesses() {
    try (TensorScope scope = TensorScope.open();
        FlatParameters small = withGradients(3, 1);
        FlatParameters large = withGradients(2 * BUCKET + 5, 2)) {
      FourWithEqualGradients group = new FourWithEqualGradients();
      new GradientSum(group, List.of(small, large)).run();
      assertThat(ends(small)).containsExactly(1, 1);
      assertThat(ends(large)).containsExactly(2, 2);
    }
  }

  @Test
  void buckets_areBoundedAndUnderWayTogether() {
    try (TensorScope scope = TensorScope.open();
        FlatParameters small = withGradients(3, 1);
        FlatParameters large = withGradients(2 * BUCKET + 5, 2)) {
      FourWithEqualGradients group = new FourWithEqualGradients();
      GradientSum sum = new GradientSum(group, List.of(small, large));
      long before = Pointer.totalCount();
      sum.run();
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
      assertThat(group.calls)
          .containsExactly(
              "start 1024",
              "start " + BUCKET,
              "start " + BUCKET,
              "start 1024",
              "await 1024",
              "await " + BUCKET,
              "await " + BUCKET,
              "await 1024");
      assertThat(group.compared)
          .isEqualTo("1 in 1024 numbers, 1 in " + (2 * BUCKET + 1024) + " numbers");
    }
  }

  @Test
  void gradients_ofOneProcessStayAsTheyAre() {
    try (TensorScope scope = TensorScope.open();
        FlatParameters flat = withGradients(3, 0.1)) {
      new GradientSum(new Alone(), List.of(flat)).run();
      assertThat(ends(flat)).containsExactly(0.1f, 0.1f);
    }
  }

  private static FlatParameters withGradients(int numel, double value) {
    FlatParameters flat =
        FlatParameters.of(Map.of("weight", HostTensors.ofFloats(new float[numel], numel)));
    flat.gradients().copy_(Ops.add(flat.gradients(), value));
    return flat;
  }

  /** The first and the last gradient. */
  private static float[] ends(FlatParameters flat) {
    float[] all = HostTensors.toFloats(flat.slice(flat.gradients(), "weight"));
    return new float[] {all[0], all[all.length - 1]};
  }

  /** Three more processes that always have what this one has. */
  private static final class FourWithEqualGradients implements ProcessGroup {
    private final List<String> calls = new ArrayList<>();
    private String compared = "";

    @Override
    public int rank() {
      return 0;
    }

    @Override
    public int size() {
      return 4;
    }

    @Override
    public void sum(Tensor tensor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Pending sumLater(Tensor tensor) {
      long numel = tensor.numel();
      calls.add("start " + numel);
      return () -> {
        calls.add("await " + numel);
        Ops.mulInPlace(tensor, 4);
      };
    }

    @Override
    public void requireSame(String what, String mine) {
      compared = mine;
    }

    @Override
    public void broadcast(Tensor tensor) {}

    @Override
    public void barrier() {}

    @Override
    public List<byte[]> gather(byte[] mine) {
      return List.of(mine, mine, mine, mine);
    }

    @Override
    public void close() {}
  }
}
