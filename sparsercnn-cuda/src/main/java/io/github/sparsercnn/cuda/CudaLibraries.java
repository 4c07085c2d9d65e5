package io.github.sparsercnn.cuda;

import io.github.sparsercnn.core.torch.NativeErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Where CUDA's libraries are looked for.
 *
 * @param gpuNatives whether the class path has LibTorch's GPU natives for this platform
 * @param folders in the order in which the system searches them, existing ones only
 */
record CudaLibraries(boolean gpuNatives, List<Path> folders) {
  private static final List<String> USUAL =
      List.of(
          "/usr/local/cuda-13.1/lib64",
          "/usr/local/cuda-13.0/lib64",
          "/usr/local/cuda/lib64",
          "/usr/lib64",
          "/usr/lib/x86_64-linux-gnu");

  private static final Pattern MISSING = Pattern.compile("(lib[\\w.+-]+\\.so[\\w.]*): cannot open");

  /** What LibTorch's GPU libraries are linked with. */
  private static final List<String> NEEDED =
      List.of(
          "libcudart.so.13",
          "libcublas.so.13",
          "libcublasLt.so.13",
          "libcudnn.so.9",
          "libcufft.so.12",
          "libcurand.so.10",
          "libcusparse.so.12",
          "libcusolver.so.12",
          "libcufile.so.0",
          "libnccl.so.2");

  /** Looks around on this machine. */
  static CudaLibraries ofThisMachine() {
    List<String> candidates = new ArrayList<>();
    String configured = System.getenv("LD_LIBRARY_PATH");
    if (configured != null) {
      candidates.addAll(Arrays.asList(configured.split(":", -1)));
    }
    candidates.addAll(USUAL);
    List<Path> folders =
        candidates.stream()
            .filter(name -> !name.isBlank())
            .map(Path::of)
            .filter(Files::isDirectory)
            .distinct()
            .toList();
    String natives = "org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu/libjnitorch_cuda.so";
    return new CudaLibraries(
        CudaLibraries.class.getClassLoader().getResource(natives) != null, folders);
  }

  /** Why the GPU side could not be loaded, what was found, and what to do. */
  String explain(LinkageError error) {
    if (!gpuNatives) {
      return "LibTorch's GPU natives for "
          + Loader.getPlatform()
          + " are not on the class path; add the dependency org.bytedeco:pytorch with the"
          + " classifier "
          + Loader.getPlatform()
          + "-gpu (linux-x86_64 and windows-x86_64 have one)";
    }
    List<String> absent = NEEDED.stream().filter(library -> !isFound(library)).toList();
    String said = String.valueOf(NativeErrors.rootMessage(error));
    if (said.contains(CudaMachine.DRIVER)) {
      return CudaMachine.NO_DRIVER;
    }
    Matcher missing = MISSING.matcher(said);
    StringBuilder text = new StringBuilder("CUDA's libraries could not be loaded: ");
    if (missing.find()) {
      text.append(missing.group(1)).append(" was not found");
    } else {
      text.append(said);
    }
    if (!absent.isEmpty()) {
      text.append("; absent are ").append(String.join(", ", absent));
    }
    return text.append("; searched: ")
        .append(folders.isEmpty() ? "nothing" : folders)
        .append(
            "; install CUDA 13 with cuDNN 9 and NCCL 2, or name the folders of Python's nvidia-*"
                + " packages in LD_LIBRARY_PATH, or add the cuda-redist artifacts")
        .toString();
  }

  private boolean isFound(String library) {
    return folders.stream().anyMatch(folder -> holds(folder, library));
  }

  private static boolean holds(Path folder, String library) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(library));
    } catch (IOException e) {
      return false;
    }
  }
}
