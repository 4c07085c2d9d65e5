package io.github.sparsercnn.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.testing.SmallNetwork;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreparationTest {
  /** LibTorch's device of tensors without values: one that is never where the network was built. */
  private static final ComputeDevice ELSEWHERE = new ComputeDevice("meta");

  /** Attention, which a constant start runs, is not there without values. */
  private static PreparationOptions elsewhere(Precision precision) {
    return new PreparationOptions(
            precision, EnumSet.complementOf(EnumSet.of(Shortcut.CONSTANT_START)))
        .on(ELSEWHERE);
  }

  private static SmallNetwork network() {
    return new SmallNetwork("FrozenBN", Normalization.fixed());
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16", "FP16"})
  void network_isPreparedForAnotherDevice(Precision precision) throws ReflectiveOperationException {
    try (SmallNetwork small = network();
        SparseRcnn prepared = small.network().prepare(elsewhere(precision))) {
      List<Tensor> tensors = tensors(prepared);
      assertThat(tensors).hasSizeGreaterThan(100).allMatch(Tensor::is_meta);
      assertThat(tensors(small.network())).hasSizeGreaterThan(100).allMatch(Tensor::is_cpu);
    }
  }

  @Test
  void deviceOfTheTrainableNetwork_isWhereItWouldBePreparedAnyway() {
    try (SmallNetwork small = network();
        SparseRcnn expected = small.network().prepare();
        SparseRcnn prepared =
            small.network().prepare(PreparationOptions.of(Precision.FP32).on(ComputeDevice.CPU))) {
      assertThat(logits(prepared)).isEqualTo(logits(expected));
    }
  }

  @Test
  void preparedNetwork_isACopyEvenOnTheSameDevice() {
    try (SmallNetwork small = network();
        SparseRcnn prepared =
            small.network().prepare(PreparationOptions.of(Precision.FP32).on(ComputeDevice.CPU))) {
      double[] before = logits(prepared);
      try (TensorScope scope = TensorScope.open();
          GradMode noGrad = GradMode.noGrad()) {
        small.weights().parameters().forEach((name, tensor) -> clear(name, tensor));
      }
      assertThat(logits(prepared)).isEqualTo(before);
    }
  }

  /** Proposals belong to both lives. */
  private static void clear(String name, Tensor tensor) {
    if (name.startsWith("backbone.") || name.startsWith("head.")) {
      tensor.zero_();
    }
  }

  @Test
  void preparation_leavesNothingBehind() {
    try (SmallNetwork small = network()) {
      PreparationOptions options = elsewhere(Precision.BF16);
      small.network().prepare(options).close();
      long before = Pointer.totalCount();
      small.network().prepare(options).close();
      assertThat(Pointer.totalCount()).isEqualTo(before);
    }
  }

  private static double[] logits(SparseRcnn network) {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      List<StageOutput> stages = network.forward(SmallNetwork.pictures(0, 1));
      return HostTensors.toDoubles(stages.get(stages.size() - 1).logits());
    }
  }

  /** The tensors of all layers. */
  private static List<Tensor> tensors(SparseRcnn network) throws ReflectiveOperationException {
    List<Tensor> tensors = new ArrayList<>();
    collect(network.pyramid(), tensors);
    collect(network.head(), tensors);
    return tensors;
  }

  private static void collect(Object object, List<Tensor> tensors)
      throws ReflectiveOperationException {
    if (object instanceof Tensor tensor) {
      tensors.add(tensor);
    } else if (object instanceof List<?> list) {
      for (Object element : list) {
        collect(element, tensors);
      }
    } else if (object != null && object.getClass().getPackage() == SparseRcnn.class.getPackage()) {
      for (Class<?> type = object.getClass();
          type != Object.class && type != Record.class;
          type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            field.setAccessible(true);
            collect(field.get(object), tensors);
          }
        }
      }
    }
  }
}
