/** From a dataset to the batches of training: sampling, augmentation, loading. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.dataset.loading;
