/** Datasets by name. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.dataset.catalog;
