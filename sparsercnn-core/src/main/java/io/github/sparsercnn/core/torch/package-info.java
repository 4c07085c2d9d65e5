/** The facade over the JavaCPP LibTorch presets: each of their traps is hidden here once. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.torch;
