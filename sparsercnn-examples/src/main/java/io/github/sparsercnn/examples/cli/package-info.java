/** The command line {@code sparsercnn}: one class per verb. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.examples.cli;
