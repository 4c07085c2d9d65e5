package io.github.sparsercnn.core.torch;

import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The layers' arithmetic: convolution, linear, norms, attention, embedding bag.
 *
 * <p>Same rules as {@link Ops}.
 */
public final class NeuralOps {
  private static final long SUM_MODE = 0;
  private static final long NO_REDUCTION = 0;
  private static final long CHANNELS_OF_A_BLOCK = 16;
  private static final long[] BATCH_AND_PIXELS = {0, 2, 3};
  private static final BoxedOperator ROW_STARTS =
      BoxedOperator.find("aten::_convert_indices_from_coo_to_csr", "");

  private NeuralOps() {}

  /**
   * A 2-D convolution.
   *
   * @param x {@code [B, C, H, W]}
   * @param weight {@code [O, C / groups, k, k]}
   * @param bias {@code [O]}, or null
   * @return {@code [B, O, H', W']}
   */
  public static Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias, Geometry geometry) {
    return torch.conv2d(
        inSafeLayout(x, weight, geometry),
        weight,
        optional(bias),
        geometry.strides(),
        geometry.paddings(),
        geometry.dilations(),
        geometry.groups());
  }

  /**
   * The gradients of {@link #conv2d} with a bias.
   *
   * @param gradient {@code [B, O, H', W']} of the result
   * @param x as it was
   * @param weight as it was
   * @param geometry as it was
   */
  public static ConvolutionGradients conv2dGradients(
      Tensor gradient, Tensor x, Tensor weight, Geometry geometry) {
    BoolPointer all = new BoolPointer(3).put(0, true).put(1, true).put(2, true);
    var result =
        torch.convolution_backward(
            gradient,
            x,
            weight,
            new long[] {weight.size(0)},
            geometry.strides(),
            geometry.paddings(),
            geometry.dilations(),
            false, // not transposed
            new long[] {0, 0},
            geometry.groups(),
            all);
    return new ConvolutionGradients(result.get0(), result.get1(), result.get2());
  }

  /**
   * What a convolution sends back.
   *
   * @param x of the shape of its input
   * @param weight of the shape of its weight
   * @param bias {@code [O]}
   */
  public record ConvolutionGradients(Tensor x, Tensor weight, Tensor bias) {}

  /**
   * For 1x1 convolutions with a stride, oneDNN 3.7.1 computes the gradient of a channels-last
   * weight by blocks of 16 channels, and writes past its memory where there are fewer.
   */
  private static Tensor inSafeLayout(Tensor x, Tensor weight, Geometry geometry) {
    boolean unsafe =
        x.is_cpu()
            && geometry.stride() > 1
            && weight.size(2) == 1
            && x.size(1) < CHANNELS_OF_A_BLOCK;
    return unsafe ? x.contiguous() : x;
  }

  /** Returns {@code x · weightᵀ + bias}; {@code weight} is {@code [out, in]}. */
  public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return torch.linear(x, weight, optional(bias));
  }

  /** Normalises the last dimension to mean 0 and variance 1, then scales and shifts it. */
  public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double eps) {
    return torch.layer_norm(
        x, new long[] {weight.size(0)}, optional(weight), optional(bias), eps, true);
  }

  /**
   * Batch normalisation with the statistics of the batch (PyTorch {@code BatchNorm2d} in training).
   *
   * @param x {@code [B, C, H, W]}
   * @param weight {@code [C]}
   * @param bias {@code [C]}
   * @param runningMean {@code [C]}, moved towards the batch's mean
   * @param runningVar {@code [C]}, moved towards the batch's unbiased variance
   * @param momentum the share of the batch in these two
   * @param eps added to the variance
   * @return of the shape of {@code x}
   */
  public static Tensor batchNorm(
      Tensor x,
      Tensor weight,
      Tensor bias,
      Tensor runningMean,
      Tensor runningVar,
      double momentum,
      double eps) {
    return torch.batch_norm(
        x,
        optional(weight),
        optional(bias),
        optional(runningMean),
        optional(runningVar),
        true,
        momentum,
        eps,
        true);
  }

  /** Batch normalisation with given statistics, all {@code [C]}, which get no gradient. */
  public static Tensor normalize(
      Tensor x, Tensor weight, Tensor bias, Tensor mean, Tensor var, double eps) {
    return torch.batch_norm(
        x, optional(weight), optional(bias), optional(mean), optional(var), false, 0, eps, true);
  }

  /** Mean and biased variance of each channel of {@code [B, C, H, W]}. */
  public static Moments channelMoments(Tensor x) {
    var result = torch.var_mean(x, BATCH_AND_PIXELS, false, false);
    return new Moments(result.get1(), result.get0());
  }

  /**
   * The first two moments of each channel.
   *
   * @param mean {@code [C]}
   * @param var {@code [C]}
   */
  public record Moments(Tensor mean, Tensor var) {}

  /** Overwrites {@code x} with {@code max(x, 0)} and returns it. */
  public static Tensor reluInPlace(Tensor x) {
    return torch.relu_(x);
  }

  /** The Gaussian error linear unit. */
  public static Tensor gelu(Tensor x) {
    return torch.gelu(x);
  }

  /** Max pooling over square windows. */
  public static Tensor maxPool2d(Tensor x, int kernel, int stride, int padding) {
    return torch.max_pool2d(
        x,
        new long[] {kernel, kernel},
        new long[] {stride, stride},
        new long[] {padding, padding},
        new long[] {1, 1},
        false);
  }

  /** Doubles height and width by repeating each value. */
  public static Tensor upsampleNearestTwice(Tensor x) {
    return torch.upsample_nearest2d(
        x,
        new long[] {2 * x.size(2), 2 * x.size(3)},
        new DoubleOptional(2.0),
        new DoubleOptional(2.0));
  }

  /** Softmax attention of {@code [B, heads, N, d]} queries over keys and values. */
  public static Tensor attention(Tensor query, Tensor key, Tensor value) {
    return mustRepeat(query)
        ? plainAttention(query, key, value, null, 0)
        : torch.scaled_dot_product_attention(query, key, value);
  }

  /** LibTorch's fused attention adds gradients up in any order on a GPU. */
  private static boolean mustRepeat(Tensor query) {
    return query.is_cuda() && query.requires_grad();
  }

  private static Tensor plainAttention(
      Tensor query, Tensor key, Tensor value, @Nullable Tensor attended, double dropout) {
    Tensor scores = Ops.div(query, Math.sqrt((double) query.size(3))).matmul(key.transpose(2, 3));
    Tensor counted =
        attended == null
            ? scores
            : scores.masked_fill(attended.logical_not(), new Scalar(Double.NEGATIVE_INFINITY));
    Tensor shares = softmax(counted, -1);
    return (dropout == 0 ? shares : dropout(shares, dropout)).matmul(value);
  }

  /**
   * Softmax attention of queries over those of the keys that take part.
   *
   * @param query {@code [B, heads, N, d]}
   * @param key {@code [B, heads, K, d]}
   * @param value {@code [B, heads, K, d]}
   * @param attended {@code [B, 1 or heads, 1 or N, K]} bool: whether a key takes part, at least one
   *     for each query; null for all of them
   * @param dropout share of the attention that is dropped at random, 0 for none
   * @return {@code [B, heads, N, d]}
   */
  public static Tensor attention(
      Tensor query, Tensor key, Tensor value, @Nullable Tensor attended, double dropout) {
    if (mustRepeat(query)) {
      return plainAttention(query, key, value, attended, dropout);
    }
    return torch.scaled_dot_product_attention(
        query, key, value, optional(attended), dropout, false, new DoubleOptional(), false);
  }

  /** Sets a share of all values to 0, drawn at random, and scales up the others. */
  public static Tensor dropout(Tensor x, double share) {
    return torch.dropout(x, share, true);
  }

  /** Softmax along a dimension. */
  public static Tensor softmax(Tensor x, long dim) {
    return torch.softmax(x, dim);
  }

  /** Logarithm of {@link #softmax}. */
  public static Tensor logSoftmax(Tensor x, long dim) {
    return torch.log_softmax(x, dim);
  }

  /**
   * The cross entropy of each logit's sigmoid.
   *
   * @param logits any shape
   * @param targets of the shape of {@code logits}, in {@code [0, 1]}
   * @return of the shape of {@code logits}
   */
  public static Tensor binaryCrossEntropy(Tensor logits, Tensor targets) {
    return torch.binary_cross_entropy_with_logits(
        logits, targets, new TensorOptional(), new TensorOptional(), NO_REDUCTION);
  }

  /**
   * Weighted sums of table rows: result row i adds up {@code weights[j] * table[indices[j]]} for j
   * in {@code [offsets[i], offsets[i + 1])}. Deterministic in both directions.
   *
   * @param table {@code [R, C]}, contiguous
   * @param indices {@code [M]} int32 or int64, in {@code [0, R)}
   * @param offsets {@code [n]}, of the type of {@code indices}, starting at 0
   * @param weights {@code [M]}, of the type of {@code table}; gets no gradient
   * @return {@code [n, C]}
   */
  public static Tensor embeddingBag(Tensor table, Tensor indices, Tensor offsets, Tensor weights) {
    return torch
        .embedding_bag(
            table, indices, offsets, false, SUM_MODE, false, new TensorOptional(weights), false)
        .get0();
  }

  /**
   * The gradient of {@link #embeddingBag} for its table, where all sums have equally many rows.
   *
   * <p>A row's gradient is a weighted sum too, of the gradients of the sums that read it, so the
   * transposed problem is an embedding bag again. Unlike LibTorch's own backward, which goes
   * through memory once to fill it with zeros and then adds row by row, it writes each row once,
   * and in bfloat16 rounds it once. Deterministic.
   *
   * @param gradient {@code [n, C]} of the sums
   * @param indices {@code [M]} int32
   * @param weights {@code [M]}, of the type of {@code gradient}
   * @param rows R, the number of the table's rows
   * @return {@code [R, C]}
   */
  public static Tensor embeddingBagGradient(
      Tensor gradient, Tensor indices, Tensor weights, long rows) {
    long rowsPerSum = indices.size(0) / gradient.size(0);
    var sorted = indices.sort(new BoolOptional(true), 0, false);
    Tensor order = sorted.get1();
    Tensor sums = Ops.toInt(Ops.floorDiv(order, rowsPerSum));
    Tensor starts = ROW_STARTS.call(sorted.get0(), rows, true).narrow(0, 0, rows);
    return embeddingBag(gradient, sums, starts, weights.index_select(0, order));
  }

  /** The {@code k} largest values along the last dimension, descending, and where they stood. */
  public static TopK topK(Tensor x, long k) {
    var result = torch.topk(x, k, -1, true, true);
    return new TopK(result.get0(), result.get1());
  }

  /** The largest value along the last dimension and where it stands. */
  public static TopK maxLast(Tensor x) {
    return topK(x, 1);
  }

  /**
   * Largest values.
   *
   * @param values descending along the last dimension
   * @param indices int64 positions
   */
  public record TopK(Tensor values, Tensor indices) {}

  private static TensorOptional optional(@Nullable Tensor tensor) {
    return tensor == null ? new TensorOptional() : new TensorOptional(tensor);
  }
}
