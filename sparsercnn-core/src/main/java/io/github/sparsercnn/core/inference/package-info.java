/** Detection: from a picture to its instances. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.inference;
