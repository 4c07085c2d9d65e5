/** Pictures as Pillow and detectron2 see them: decoding, resizing. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.image;
