package io.github.sparsercnn.core.training;

import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.loading.BatchLoader;
import io.github.sparsercnn.core.dataset.loading.BrokenPictures;
import io.github.sparsercnn.core.dataset.loading.SampleMapper;
import io.github.sparsercnn.core.dataset.loading.SamplerState;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.network.Normalization;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.GlobalRandom;
import java.util.Optional;

/**
 * Makes what a run works with, all of one config, dataset, device and seed.
 *
 * @param setup config and data
 * @param parts makes what the config does not say
 * @param mapper makes samples of pictures
 * @param broken what becomes of pictures that cannot be used
 * @param group the processes that train together
 * @param device where the network runs
 * @param seed of everything that draws random numbers
 */
record Assembly(
    TrainingSetup setup,
    TrainingParts parts,
    SampleMapper mapper,
    BrokenPictures broken,
    ProcessGroup group,
    ComputeDevice device,
    long seed) {

  /** What {@code SEED: -1} stands for; detectron2 takes a random one, which nobody can repeat. */
  private static final long DEFAULT_SEED = 40_244_023;

  static Assembly of(
      TrainerOptions options, TrainingSetup setup, TrainingParts parts, ProcessGroup group) {
    int seed = setup.config().getInt("SEED");
    return new Assembly(
        setup,
        parts,
        parts.mapper(setup.config()),
        options.skipBrokenPictures() ? BrokenPictures.REPLACE : BrokenPictures.FAIL,
        group,
        JoinedProcesses.device(setup.config()),
        seed < 0 ? DEFAULT_SEED : seed);
  }

  Config config() {
    return setup.config();
  }

  /**
   * The network with the weights of a checkpoint, or else the initial ones; closed by the caller.
   */
  Trainee trainee(Optional<Checkpoint> start) {
    Architecture architecture = Architecture.of(config());
    Normalization normalization = Normalization.of(config(), group);
    GlobalRandom.seed(seed);
    ProposalInitializer proposals = parts.proposals(new ProposalSettings(architecture, config()));
    try {
      InitialWeights initial =
          new InitialWeights(architecture, proposals, normalization, device, seed);
      return Trainee.of(
          config(),
          parts,
          proposals,
          normalization,
          start.isPresent() ? initial.of(start) : initial.of(config()),
          device);
    } catch (RuntimeException e) {
      proposals.close();
      throw e;
    }
  }

  /** The batches from somewhere on; closed by the caller. */
  BatchLoader loader(SamplerState from) {
    return Batches.open(config(), setup.training(), mapper, seed, broken, group, from);
  }

  TrainingStep step(Trainee trainee) {
    return parts.step(config(), trainee.network(), trainee.solver(), group);
  }

  BatchCut cut(Trainee trainee) {
    return new BatchCut(config(), trainee.network().sizeDivisibility(), device);
  }

  Measurement measurement() {
    return new Measurement(config(), parts, setup.validation(), setup.output(), group, device);
  }

  PreciseStatistics statistics() {
    return new PreciseStatistics(config(), setup.training(), mapper, seed, broken, group, device);
  }
}
