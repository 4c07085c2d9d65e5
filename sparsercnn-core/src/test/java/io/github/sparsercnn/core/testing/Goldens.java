package io.github.sparsercnn.core.testing;

import io.github.sparsercnn.core.checkpoint.SafetensorsReader;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** One file of expected numbers ({@code goldens/README.md}). */
public final class Goldens {
  private final Map<String, StoredTensor> tensors;
  private final Map<String, String> metadata;

  private Goldens(Path file) {
    tensors = SafetensorsReader.tensors(file);
    metadata = SafetensorsReader.metadata(file);
  }

  /** Opens for example {@code forward/tiny.safetensors}. */
  public static Goldens open(String name) {
    return new Goldens(path(name));
  }

  /** Where a file of the goldens lies. */
  public static Path path(String name) {
    try {
      return Path.of(Goldens.class.getResource("/goldens/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The case's settings. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Whether the case has a tensor. */
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /** A tensor, owned by the open scope. */
  public Tensor tensor(String name) {
    return HostTensors.of(tensors.get(name));
  }

  /** The values of a real tensor. */
  public float[] floats(String name) {
    try (TensorScope scope = TensorScope.open()) {
      return HostTensors.toFloats(tensor(name));
    }
  }

  /** The values of a real tensor in double precision. */
  public double[] doubles(String name) {
    try (TensorScope scope = TensorScope.open()) {
      return HostTensors.toDoubles(tensor(name));
    }
  }

  /** The values of an integer tensor. */
  public long[] longs(String name) {
    try (TensorScope scope = TensorScope.open()) {
      return HostTensors.toLongs(tensor(name));
    }
  }
}
