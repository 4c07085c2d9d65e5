/** What boxes are put through: moved by deltas, compared by overlap, assigned to each other. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.box;
