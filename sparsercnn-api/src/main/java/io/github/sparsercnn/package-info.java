/** Detect objects with Sparse R-CNN: {@link io.github.sparsercnn.Detector} and its values. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn;
