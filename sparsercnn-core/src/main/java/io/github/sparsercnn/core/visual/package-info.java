/** Drawing: boxes, labels and scores on a picture. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.visual;
