package io.github.sparsercnn.examples.bench.problem;

/**
 * An object in an image.
 *
 * @param category from 0
 * @param box its box
 * @param area square pixels of its outline, which is smaller than the box
 * @param crowd whether it stands for many objects
 */
record SceneObject(int category, Rectangle box, double area, boolean crowd) {}
