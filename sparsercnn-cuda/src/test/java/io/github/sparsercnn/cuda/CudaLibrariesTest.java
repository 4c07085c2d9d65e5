package io.github.sparsercnn.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaLibrariesTest {
  private final UnsatisfiedLinkError noCudnn =
      new UnsatisfiedLinkError(
          "/cache/libtorch_cuda.so: libcudnn.so.9: cannot open shared object file: No such file");

  @TempDir Path folder;

  @Test
  void missingNatives_areNamedAsADependency() {
    assertThat(new CudaLibraries(false, List.of()).explain(noCudnn))
        .contains("LibTorch's GPU natives", "org.bytedeco:pytorch", "-gpu")
        .doesNotContain("cudnn");
  }

  @Test
  void missingLibrary_isNamedWithAllThatAreAbsentAndWhereTheyWereSought() throws IOException {
    Files.createFile(folder.resolve("libcudart.so.13.0.48"));
    Files.createFile(folder.resolve("libcublas.so.13"));
    assertThat(new CudaLibraries(true, List.of(folder)).explain(noCudnn))
        .contains("libcudnn.so.9 was not found", folder.toString(), "LD_LIBRARY_PATH")
        .containsPattern("absent are .*libcublasLt\\.so\\.13.*libnccl\\.so\\.2")
        .doesNotContainPattern("absent are .*libcudart");
  }

  @Test
  void missingDriver_isNamedAsSuch() {
    assertThat(
            new CudaLibraries(true, List.of(folder))
                .explain(
                    new UnsatisfiedLinkError(
                        "libjnicudart.so: libcuda.so.1: cannot open shared object file")))
        .contains("no NVIDIA driver was found (libcuda.so.1)");
  }

  @Test
  void otherErrors_areToldAsTheyAre() {
    assertThat(
            new CudaLibraries(true, List.of())
                .explain(new UnsatisfiedLinkError("undefined symbol: foo")))
        .contains("undefined symbol: foo", "searched: nothing");
  }
}
