package io.github.sparsercnn.core.testing;

import io.github.sparsercnn.core.checkpoint.SafetensorsReader;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
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

  /** Where a file of the goldens lies; other modules have them in a jar, and get a copy. */
  public static Path path(String name) {
    URL resource = Goldens.class.getResource("/goldens/" + name);
    try {
      return resource.getProtocol().equals("file")
          ? Path.of(resource.toURI())
          : copy(resource, name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path copy(URL resource, String name) throws IOException {
    Path folder = Files.createTempDirectory("goldens");
    Path file = folder.resolve(Path.of(name).getFileName());
    try (InputStream in = resource.openStream()) {
      Files.copy(in, file);
    }
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit();
    return file;
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
