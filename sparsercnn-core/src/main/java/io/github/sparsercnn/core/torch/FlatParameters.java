package io.github.sparsercnn.core.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Parameters whose values lie one after another in one buffer, and their gradients in another, so
 * that an optimizer, a clip or a sum over processes is a few operators instead of hundreds.
 *
 * <p>The parameters stay the tensors that the layers hold; only their storage moves. Autograd adds
 * into the gradient buffer. Bound to one thread at a time.
 */
public final class FlatParameters implements AutoCloseable {
  /** Elements between the starts of parameters: vector instructions want 64 bytes. */
  private static final long ALIGNMENT = 16;

  /** Elements that are summed in the parameters' own precision when a norm is taken. */
  private static final long NORM_CHUNK = 1024;

  private final OwnedTensors owner = new OwnedTensors();
  private final Map<String, Slice> slices;
  private final Tensor values;
  private final Tensor gradients;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Slice(long offset, long numel, long[] shape) {}

  private FlatParameters(Map<String, Slice> slices, long numel, Tensor like) {
    this.slices = slices;
    values = owner.own(Ops.zerosLike(like, numel));
    gradients = owner.own(Ops.zerosLike(like, numel));
  }

  /**
   * Moves parameters into one buffer and makes them trainable.
   *
   * @param parameters by name, all of one element type and device; leaves of the autograd graph
   * @return the buffer, to be closed by the caller; the parameters survive it
   * @throws IllegalArgumentException if there are none or their element types or devices differ
   */
  public static FlatParameters of(Map<String, Tensor> parameters) {
    try (TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      Map<String, Slice> slices = new LinkedHashMap<>();
      long end = 0;
      Tensor first = null;
      for (Map.Entry<String, Tensor> entry : parameters.entrySet()) {
        Tensor parameter = entry.getValue();
        first = first == null ? parameter : first;
        requireSameKind(entry.getKey(), parameter, first);
        slices.put(entry.getKey(), new Slice(end, parameter.numel(), HostTensors.shape(parameter)));
        end = roundUp(end + parameter.numel(), ALIGNMENT);
      }
      if (first == null) {
        throw new IllegalArgumentException("no parameters to be trained");
      }
      FlatParameters flat = new FlatParameters(slices, roundUp(end, NORM_CHUNK), first);
      parameters.forEach(flat::adopt);
      return flat;
    }
  }

  private static void requireSameKind(String name, Tensor parameter, Tensor first) {
    if (parameter.scalar_type().intern() != first.scalar_type().intern()
        || !parameter.device().equals(first.device())) {
      throw new IllegalArgumentException(
          name + " has another element type or device than the parameters before it");
    }
  }

  private static long roundUp(long value, long multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }

  private void adopt(String name, Tensor parameter) {
    Tensor view = slice(values, name);
    view.copy_(parameter);
    parameter.set_data(view);
    parameter.set_requires_grad(true);
    parameter.mutable_grad().put(slice(gradients, name));
  }

  /** {@return the names of the parameters, in the order of the buffer} */
  public Set<String> names() {
    return slices.keySet();
  }

  /** {@return all values; between parameters lie zeros} */
  public Tensor values() {
    return values;
  }

  /** {@return all gradients; between parameters lie zeros} */
  public Tensor gradients() {
    return gradients;
  }

  /**
   * The part of a buffer that belongs to one parameter.
   *
   * @param buffer {@link #values}, {@link #gradients}, or another of the same length
   * @param name of the parameter
   * @return a view in the parameter's shape, of the open scope
   * @throws IllegalArgumentException if there is no such parameter
   */
  public Tensor slice(Tensor buffer, String name) {
    @Nullable Slice slice = slices.get(name);
    if (slice == null) {
      throw new IllegalArgumentException("no parameter " + name + " in this buffer");
    }
    return buffer.narrow(0, slice.offset, slice.numel).view(slice.shape);
  }

  /**
   * The Euclidean norm of all gradients. Must run in an open scope.
   *
   * @return a float64 scalar
   */
  public Tensor gradientNorm() {
    Tensor chunks = Ops.norm(gradients.view(-1, NORM_CHUNK), 1);
    return Ops.norm(Ops.toDouble(chunks), 0);
  }

  /** Forgets the gradients. */
  public void zeroGradients() {
    gradients.zero_();
  }

  /** Lets go of the buffers. The parameters keep their values. */
  @Override
  public void close() {
    owner.close();
  }
}
