/** Pictures with labelled boxes, as training and evaluation know them. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.dataset;
