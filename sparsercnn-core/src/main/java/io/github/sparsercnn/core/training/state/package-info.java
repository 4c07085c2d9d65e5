/** What a run needs to go on after an interruption, and the files that it lies in. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.training.state;
