package io.github.sparsercnn;

/** The number format in which a detector computes; weights files of any format can be read. */
public enum Precision {
  /** 32-bit floats: the answers of the official code. */
  FP32,
  /** bfloat16 with 32-bit boxes and scores: for CPUs with AMX or AVX-512 BF16 and for GPUs. */
  BF16,
  /** 16-bit floats with 32-bit boxes and scores: for GPUs. */
  FP16,
  /**
   * Bytes in the backbone and bfloat16 elsewhere, with 32-bit boxes and scores: for CPUs, with
   * weights that were calibrated on pictures ({@code sparsercnn convert --int8}).
   */
  INT8
}
