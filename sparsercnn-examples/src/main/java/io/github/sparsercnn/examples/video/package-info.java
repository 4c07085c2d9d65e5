/**
 * Videos and cameras, as the command line sees them. What reads and writes them is found by {@link
 * java.util.ServiceLoader}; it is there in builds with the Maven profile {@code video}.
 */
@NullMarked
package io.github.sparsercnn.examples.video;

import org.jspecify.annotations.NullMarked;
