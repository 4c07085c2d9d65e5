package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.GradientHook;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.OwnedTensors;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The tensors of a network by detectron2 name, in the order in which its layers asked for them.
 *
 * <p>A layer gets a view with its own prefix ({@link #child}) and asks for what it needs; the
 * values come from a {@link ParameterSource}. All views share one registry, which owns the tensors.
 */
public final class Weights implements AutoCloseable {
  private final ParameterSource source;
  private final String prefix;
  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> buffers;
  private final OwnedTensors owner;

  /**
   * An empty registry.
   *
   * @param source where values come from
   */
  public Weights(ParameterSource source) {
    this(source, "", new LinkedHashMap<>(), new LinkedHashMap<>(), new OwnedTensors());
  }

  private Weights(
      ParameterSource source,
      String prefix,
      Map<String, Tensor> parameters,
      Map<String, Tensor> buffers,
      OwnedTensors owner) {
    this.source = source;
    this.prefix = prefix;
    this.parameters = parameters;
    this.buffers = buffers;
    this.owner = owner;
  }

  /** A view for a part of the network: its names get {@code name} and a dot in front. */
  Weights child(String name) {
    return new Weights(source, prefix + name + ".", parameters, buffers, owner);
  }

  /** A tensor that training changes. */
  Tensor parameter(String name, long... shape) {
    return register(parameters, name, shape);
  }

  /** A tensor that no gradient reaches: a fixed value, or a statistic. */
  Tensor buffer(String name, long... shape) {
    return register(buffers, name, shape);
  }

  /** A count that training leaves alone, an int64 scalar. */
  Tensor counter(String name) {
    String fullName = prefix + name;
    Tensor tensor = owner.own(Ops.toLong(source.get(fullName)));
    put(buffers, fullName, tensor);
    return tensor;
  }

  private Tensor register(Map<String, Tensor> registry, String name, long... shape) {
    String fullName = prefix + name;
    Tensor tensor = owner.own(source.get(fullName, shape));
    put(registry, fullName, tensor);
    return tensor;
  }

  /** Keeps a hook as long as the tensors. */
  GradientHook own(GradientHook hook) {
    return owner.own(hook);
  }

  private static void put(Map<String, Tensor> registry, String fullName, Tensor tensor) {
    if (registry.put(fullName, tensor) != null) {
      throw new IllegalStateException("two layers ask for " + fullName);
    }
  }

  /** Fills and registers a parameter that was made elsewhere, as in a proposal initializer. */
  void adopt(String name, Tensor parameter) {
    adopt(parameters, name, parameter);
  }

  /** Fills and registers a buffer that was made elsewhere. */
  void adoptBuffer(String name, Tensor buffer) {
    adopt(buffers, name, buffer);
  }

  private void adopt(Map<String, Tensor> registry, String name, Tensor tensor) {
    source.fill(name, tensor);
    put(registry, name, owner.own(tensor));
  }

  /** What training changes, by full name; live, unmodifiable. */
  public Map<String, Tensor> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /**
   * What no gradient reaches, by full name; live, unmodifiable. Norms that are trained keep their
   * statistics here, and an int64 count of batches.
   */
  public Map<String, Tensor> buffers() {
    return Collections.unmodifiableMap(buffers);
  }

  /** Frees all tensors of the registry. */
  @Override
  public void close() {
    owner.close();
  }
}
