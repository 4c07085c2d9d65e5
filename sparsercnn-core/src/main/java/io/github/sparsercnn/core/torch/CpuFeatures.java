package io.github.sparsercnn.core.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What the processor can do. */
public final class CpuFeatures {
  private static final Path LINUX = Path.of("/proc/cpuinfo");
  private static final Pattern BFLOAT16 = Pattern.compile("\\b(avx512_bf16|amx_bf16)\\b");

  private static final Pattern MATRIX_UNIT = Pattern.compile("\\bamx_bf16\\b");

  private CpuFeatures() {}

  /**
   * Whether bfloat16 is faster than float32: the processor has instructions for it, AVX-512 BF16 or
   * AMX.
   *
   * @return false where that cannot be found out
   */
  public static boolean computesBfloat16() {
    return has(BFLOAT16);
  }

  /**
   * Whether the processor multiplies bfloat16 matrices as such (AMX).
   *
   * @return false where that cannot be found out
   */
  public static boolean multipliesBfloat16Matrices() {
    return has(MATRIX_UNIT);
  }

  private static boolean has(Pattern feature) {
    try {
      return Files.exists(LINUX)
          && feature.matcher(Files.readString(LINUX, StandardCharsets.UTF_8)).find();
    } catch (IOException e) {
      return false;
    }
  }
}
