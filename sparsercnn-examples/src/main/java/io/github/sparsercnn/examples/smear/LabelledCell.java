package io.github.sparsercnn.examples.smear;

import io.github.sparsercnn.Box;

/**
 * What a detector should find.
 *
 * @param kind what it is
 * @param box the part of it inside the picture, in pixels of the picture
 */
public record LabelledCell(CellKind kind, Box box) {}
