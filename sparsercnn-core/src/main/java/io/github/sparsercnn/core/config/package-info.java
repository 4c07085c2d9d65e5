/**
 * Configurations: detectron2 yaml, overrides, presets, the architecture read from a config or from
 * shapes, and where weights lie.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.config;
