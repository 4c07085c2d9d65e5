/** The seam between this api and the implementation that runs the network. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.spi;
