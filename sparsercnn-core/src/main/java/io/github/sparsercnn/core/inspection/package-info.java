/**
 * Looking inside: what the network sees on its way from a picture to its detections, as numbers and
 * as pictures that tell a healthy network from a sick one.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.inspection;
