/**
 * An evaluation as one HTML file for people to read: figures, curves, what to fix first, and the
 * pictures that went wrong. It needs no network, no script and no other file.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.evaluation.report;
