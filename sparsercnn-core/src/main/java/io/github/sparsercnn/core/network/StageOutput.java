package io.github.sparsercnn.core.network;

import org.bytedeco.pytorch.Tensor;

/**
 * What one stage of the head says.
 *
 * @param logits {@code [B, N, K]}, K the number of classes (one more, background last, in the
 *     softmax form)
 * @param boxes {@code [B, N, 4] xyxy} in pixels of the resized picture, not clipped to it
 * @param features {@code [B, N, C]}: what the next stage starts from
 */
public record StageOutput(Tensor logits, Tensor boxes, Tensor features) {}
