package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.GradientHook;
import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.NeuralOps.Moments;
import io.github.sparsercnn.core.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Statistics over the pictures of all processes (PyTorch {@code SyncBatchNorm}), each process with
 * the weight of its number of values. Costs one sum over the processes in either direction.
 *
 * <p>All processes run the same layers in the same order, and so does autograd on the way back.
 */
final class SharedStatistics implements BatchStatistics {
  private final ProcessGroup group;
  private final GradientHook summedGradient;

  /**
   * For the norms of one network.
   *
   * @param group the processes that train it
   * @param weights keep what belongs to the network
   */
  SharedStatistics(ProcessGroup group, Weights weights) {
    this.group = group;
    summedGradient = weights.own(new GradientHook(this::sum));
  }

  private Tensor sum(Tensor gradient) {
    Tensor sum = gradient.clone().contiguous();
    group.sum(sum);
    return sum;
  }

  /**
   * The moments of all processes' values, float64.
   *
   * @param mean {@code [C]}
   * @param var {@code [C]}, biased
   * @param unbiasedVar {@code [C]}
   * @param share of this process in the values, a scalar
   */
  private record Total(Tensor mean, Tensor var, Tensor unbiasedVar, Tensor share) {}

  @Override
  public Tensor normalize(Tensor x, Norm norm, RunningStatistics running) {
    Moments own = NeuralOps.channelMoments(Ops.atLeastFloat(x));
    Total total;
    try (GradMode noGrad = GradMode.noGrad()) {
      total = total(own, x.numel() / x.size(1));
      running.add(Ops.like(total.mean, running.mean()), Ops.like(total.unbiasedVar, running.var()));
    }
    Tensor mean = Ops.like(total.mean, own.mean());
    Tensor var = Ops.like(total.var, own.var());
    Tensor drift = drift(own, mean, var, Ops.like(total.share, own.mean()), norm);
    return NeuralOps.normalize(
        x,
        norm.weight().add(drift.select(0, 0)),
        norm.bias().add(drift.select(0, 1)),
        mean,
        var,
        Norm.EPS);
  }

  /** Puts the moments of the processes together, without the loss of a difference of squares. */
  private Total total(Moments own, long count) {
    long channels = own.mean().size(0);
    Tensor ownMean = Ops.toDouble(own.mean());
    Tensor ownCount = Ops.add(Ops.zerosLike(ownMean, 1), (double) count);
    Tensor row = Ops.cat(List.of(ownCount, ownMean, Ops.toDouble(own.var())), 0);
    List<Tensor> rows = new ArrayList<>();
    for (int rank = 0; rank < group.size(); rank++) {
      rows.add(rank == group.rank() ? row : Ops.zerosLike(row, row.size(0)));
    }
    Tensor all = Ops.stack(rows, 0);
    group.sum(all); // all others have put zeros where this process has put its row

    Tensor shares = all.narrow(1, 0, 1);
    Tensor values = shares.sum();
    shares = shares.div(values);
    Tensor means = all.narrow(1, 1, channels);
    Tensor mean = shares.mul(means).sum(0);
    Tensor distance = means.sub(mean);
    Tensor vars = all.narrow(1, 1 + channels, channels).add(distance.mul(distance));
    Tensor var = shares.mul(vars).sum(0);
    Tensor unbiased = var.mul(values.div(Ops.add(values, -1)));
    return new Total(mean, var, unbiased, shares.select(0, group.rank()).squeeze());
  }

  /**
   * The way of the gradients through the statistics: two zeros per channel, to be added to weight
   * and bias.
   *
   * <p>In {@code y = (x - mean) / std * weight + bias} a change of the mean does what {@code
   * -weight / std} times that change would do as a bias, and a change of the variance what {@code
   * -weight / (2 std²)} times that change would do as a weight. So {@link NeuralOps#normalize} may
   * treat both as constants, and what it says of weight and bias, summed over all processes,
   * arrives here and goes on to this process' part in mean and variance.
   *
   * @return {@code [2, C]}
   */
  private Tensor drift(Moments own, Tensor mean, Tensor var, Tensor share, Norm norm) {
    Tensor weight = norm.weight().detach();
    Tensor precision = Ops.add(var, Norm.EPS).reciprocal();
    // The variance around the mean of all has changed by this, to first order.
    Tensor distance = Ops.mul(own.mean().detach().sub(mean), 2);
    Tensor partInVar = own.var().add(distance.mul(own.mean())).mul(share);
    Tensor partInMean = own.mean().mul(share);
    Tensor asWeight = Ops.mul(weight.mul(precision), -0.5).mul(partInVar);
    Tensor asBias = weight.mul(precision.sqrt()).neg().mul(partInMean);
    Tensor both = Ops.stack(List.of(asWeight, asBias), 0);
    Tensor zero = both.sub(both.detach());
    summedGradient.attach(zero);
    return zero;
  }
}
