package io.github.sparsercnn.core.network;

import org.bytedeco.pytorch.Tensor;

/**
 * What one stage of the head looked at, and what it said.
 *
 * @param inBoxes {@code [B, N, 4] xyxy} in pixels of the resized picture: where it looked
 * @param attention {@code [B, heads, N, N]}: what share of its mixture each proposal (third
 *     dimension) took from each other one (fourth, sums to 1)
 * @param pooled {@code [B, N, bins, bins, C]}: what it pooled from the boxes
 * @param levels {@code [B, N]} int64: the number of the pyramid level that each box was pooled
 *     from, for example 3 for p3
 * @param output what it said
 */
public record StageView(
    Tensor inBoxes, Tensor attention, Tensor pooled, Tensor levels, StageOutput output) {}
