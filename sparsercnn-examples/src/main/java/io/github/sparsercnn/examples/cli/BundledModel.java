package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The blood cell model that comes with the examples, as a file: weights are mapped into memory, so
 * what lies inside a jar is copied to a temporary file until this is closed.
 */
public final class BundledModel implements AutoCloseable {
  private static final String RESOURCE =
      "/io/github/sparsercnn/examples/model/bccd_sparsercnn.safetensors";

  private final Path file;
  private final boolean temporary;

  private BundledModel(Path file, boolean temporary) {
    this.file = file;
    this.temporary = temporary;
  }

  /**
   * Makes the model available.
   *
   * @return the model; the caller closes it
   * @throws WeightsException if this build came without it
   * @throws IOException if it cannot be copied out
   */
  public static BundledModel open() throws IOException {
    @Nullable URL resource = BundledModel.class.getResource(RESOURCE);
    if (resource == null) {
      throw new WeightsException(
          "this build comes without the bundled model; give --config-file and MODEL.WEIGHTS");
    }
    if (resource.getProtocol().equals("file")) {
      return new BundledModel(Path.of(uri(resource)), false);
    }
    Path copy = Files.createTempFile("bccd_sparsercnn-", ".safetensors");
    try (InputStream stream = resource.openStream()) {
      Files.copy(stream, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return new BundledModel(copy, true);
  }

  private static URI uri(URL resource) {
    try {
      return resource.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(resource.toString(), e);
    }
  }

  /** {@return the weights, until this is closed} */
  public Path file() {
    return file;
  }

  /** Deletes the file if it is a copy. */
  @Override
  public void close() throws IOException {
    if (temporary) {
      Files.deleteIfExists(file);
    }
  }
}
