package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.inference.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bundled model against the checkpoint that it was converted from. */
class BundledModelTest {
  @Test
  void bundledModel_isTheTrainedOneBitForBit() throws Exception {
    Path trained = shared().resolve("weights/bccd_sparsercnn.pth");
    assumeTrue(Files.exists(trained), "skipped: there is no " + trained);
    try (BundledModel bundled = BundledModel.open()) {
      Model ours = Model.read(bundled.file(), null, List.of());
      Model original = Model.read(trained, null, List.of());

      assertThat(ours.architecture()).isEqualTo(original.architecture());
      assertThat(ours.info().architecture()).isEqualTo(original.info().architecture());
      assertThat(ours.categories(Optional.empty()).labels())
          .containsExactly("RBC", "WBC", "Platelets");
      Map<String, StoredTensor> tensors = ours.checkpoint().tensors();
      assertThat(tensors).hasSameSizeAs(original.checkpoint().tensors());
      original
          .checkpoint()
          .tensors()
          .forEach(
              (name, tensor) -> {
                assertThat(tensors.get(name).toString()).as(name).isEqualTo(tensor.toString());
                assertThat(tensors.get(name).data()).as(name).isEqualTo(tensor.data());
              });
    }
  }

  private static Path shared() {
    String root = System.getProperty("sparsercnn.root", ".");
    return Path.of(
        Objects.requireNonNullElse(System.getenv("SPARSERCNN_SHARED"), root + "/../shared"));
  }
}
