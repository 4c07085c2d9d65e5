package io.github.sparsercnn.core.dataset.loading;

/**
 * A picture's turn.
 *
 * @param position in the stream of all turns, from 0; decides its augmentation
 * @param index of the picture in the dataset
 */
public record Sample(long position, int index) {}
