/** Configurations: detectron2 yaml, overrides, presets, architecture read from shapes. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.config;
