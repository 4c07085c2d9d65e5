/** The network: ResNet, FPN, RoIAlign, dynamic heads; trainable and prepared. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.network;
