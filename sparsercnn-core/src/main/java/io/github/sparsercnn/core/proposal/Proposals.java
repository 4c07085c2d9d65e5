package io.github.sparsercnn.core.proposal;

import org.bytedeco.pytorch.Tensor;

/**
 * Where the first stage of the head looks, and with what.
 *
 * @param boxes {@code [B, N, 4] xyxy} in pixels of the resized picture, float32; may reach beyond
 *     it
 * @param features {@code [B, N, C]}: one vector of {@code HIDDEN_DIM} values per proposal
 */
public record Proposals(Tensor boxes, Tensor features) {}
