/**
 * A detector behind HTTP: a bounded queue, batches, deadlines, metrics and a graceful stop, with
 * nothing but the JDK's server and Micrometer. {@link
 * io.github.sparsercnn.examples.serving.DetectionServer} is where to begin.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.examples.serving;
