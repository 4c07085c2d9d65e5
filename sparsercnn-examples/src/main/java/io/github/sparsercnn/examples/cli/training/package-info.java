/** What the command line shows of a training run: a progress bar, and a plot at the end. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.examples.cli.training;
