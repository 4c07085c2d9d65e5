/**
 * NVIDIA GPUs for Sparse R-CNN: with this module on the class path {@code device("cuda")} works.
 * {@link io.github.sparsercnn.cuda.Gpu} lists them, {@link io.github.sparsercnn.cuda.GpuMemory}
 * says what lies in their memory.
 */
@NullMarked
package io.github.sparsercnn.cuda;

import org.jspecify.annotations.NullMarked;
