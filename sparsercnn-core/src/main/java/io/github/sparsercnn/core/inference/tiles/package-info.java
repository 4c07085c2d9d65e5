/** Large pictures in tiles: where they lie, and what becomes of objects seen in several. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.inference.tiles;
