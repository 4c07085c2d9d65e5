package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.checkpoint.LoadReport;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.WeightsLocation;
import io.github.sparsercnn.core.network.CheckpointSource;
import io.github.sparsercnn.core.network.ExpectedTensors;
import io.github.sparsercnn.core.network.Normalization;
import io.github.sparsercnn.core.network.ParameterSource;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.torch.ComputeDevice;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run begins: the tensors of a file that fit the network, and fresh ones for the rest, as
 * detectron2 loads weights.
 *
 * @param architecture of the network
 * @param proposals of the network
 * @param normalization which of its norms are trained
 * @param device where it runs
 * @param seed of the fresh tensors
 */
record InitialWeights(
    Architecture architecture,
    ProposalInitializer proposals,
    Normalization normalization,
    ComputeDevice device,
    long seed) {
  private static final Logger LOG = LoggerFactory.getLogger(InitialWeights.class);

  /** Of {@code MODEL.WEIGHTS}; without it all are fresh. */
  ParameterSource of(Config config) {
    String location = config.getString("MODEL.WEIGHTS");
    return location.isEmpty()
        ? of(Optional.empty())
        : of(Optional.of(Checkpoint.read(WeightsLocation.of(location).resolve())));
  }

  /** Of a file that has been read. */
  ParameterSource of(Optional<Checkpoint> checkpoint) {
    RandomInitialization fresh = new RandomInitialization(architecture, seed);
    if (checkpoint.isEmpty()) {
      LOG.info("All weights begin at random");
      return new CheckpointSource(Map.of(), fresh, device);
    }
    LoadReport report =
        LoadReport.compare(
                checkpoint.get(), ExpectedTensors.of(architecture, proposals, normalization))
            .excusingProposals(proposals::mayStartFresh);
    LOG.info("{}: {}", checkpoint.get().file(), report);
    report.notice().ifPresent(notice -> LOG.info("{}: {}", checkpoint.get().file(), notice));
    if (!report.misshaped().isEmpty()) {
      LOG.warn(
          "{} tensors of another shape begin anew: {}",
          report.misshaped().size(),
          report.misshaped());
    }
    if (!checkpoint.get().isBackboneOnly() && !report.missing().isEmpty()) {
      LOG.warn(
          "{} tensors are missing and begin anew: {}", report.missing().size(), report.missing());
    }
    return new CheckpointSource(report.usable(), fresh, device);
  }
}
