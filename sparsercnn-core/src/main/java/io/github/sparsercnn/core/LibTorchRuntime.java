package io.github.sparsercnn.core;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorOptions;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.Tiling;
import io.github.sparsercnn.Trainer;
import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.inference.ModelLoader;
import io.github.sparsercnn.core.inference.TiledDetector;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializerProvider;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.training.LibTorchTrainer;
import io.github.sparsercnn.core.training.TrainingParts;
import io.github.sparsercnn.core.visual.BoxPainter;
import io.github.sparsercnn.spi.SparseRcnnRuntime;
import java.awt.image.BufferedImage;

/**
 * Runs Sparse R-CNN on LibTorch. Found by {@link Detector} and {@link Trainer} by themselves; used
 * directly by those who bring a {@link ProposalInitializer} of their own, as an object or as what
 * makes one:
 *
 * <pre>{@code
 * Detector detector =
 *     new LibTorchRuntime().open(Detector.builder().weights(path).options(), new MyProposals());
 * Trainer trainer =
 *     new LibTorchRuntime()
 *         .trainer(
 *             Trainer.builder().trainingData(set).options(),
 *             ProposalInitializerProvider.of("mine", settings -> new MyProposals(settings)));
 * }</pre>
 *
 * <p>Stateless and thread-safe. LibTorch is loaded by the first {@code open}.
 */
public final class LibTorchRuntime implements SparseRcnnRuntime {
  /** For {@link java.util.ServiceLoader} and for users with a proposal initializer. */
  public LibTorchRuntime() {}

  @Override
  public Detector open(DetectorOptions options) {
    return ModelLoader.load(options, null, ProposalInitializers::create);
  }

  /**
   * Loads a model that starts from the caller's proposals.
   *
   * @param options what to load and how to run it; its {@code proposals} name is not used
   * @param proposals the initializer; closed with the detector, or at once if loading fails
   * @return the detector; the caller closes it
   * @throws io.github.sparsercnn.SparseRcnnException as {@link #open(DetectorOptions)}
   */
  public Detector open(DetectorOptions options, ProposalInitializer proposals) {
    return ModelLoader.load(options, proposals, ProposalInitializers::create);
  }

  /**
   * Loads a model that starts from proposals of the caller's kind.
   *
   * @param options what to load and how to run it; its {@code proposals} name is not used
   * @param proposals makes the initializer, which is closed with the detector
   * @return the detector; the caller closes it
   * @throws io.github.sparsercnn.SparseRcnnException as {@link #open(DetectorOptions)}
   */
  public Detector open(DetectorOptions options, ProposalInitializerProvider proposals) {
    return ModelLoader.load(options.withProposals(proposals.name()), null, proposals::create);
  }

  @Override
  public Detector tiled(Detector detector, Tiling tiling) {
    return new TiledDetector(detector, tiling, DecodeOptions.DEFAULT);
  }

  @Override
  public Trainer trainer(TrainerOptions options) {
    return trainer(options, new TrainingParts() {});
  }

  /**
   * Makes a trainer with parts of the caller's: another optimizer, schedule, mapper, evaluator, …
   *
   * @param options what to train on and how
   * @param parts makes what the options do not say
   * @return the trainer; nothing is loaded yet
   */
  public Trainer trainer(TrainerOptions options, TrainingParts parts) {
    return new LibTorchTrainer(options, parts);
  }

  /**
   * Makes a trainer for a network that starts from proposals of the caller's kind. Weights that it
   * saves name the kind, so that they load where it is installed under that name, or is given to
   * {@link #open(DetectorOptions, ProposalInitializerProvider)}.
   *
   * @param options what to train on and how; its {@code proposals} name is not used
   * @param proposals makes an initializer for each run, closed with the run
   * @return the trainer; nothing is loaded yet
   */
  public Trainer trainer(TrainerOptions options, ProposalInitializerProvider proposals) {
    return trainer(
        options.withProposals(proposals.name()),
        new TrainingParts() {
          @Override
          public ProposalInitializer proposals(ProposalSettings settings) {
            return proposals.create(settings);
          }
        });
  }

  @Override
  public void draw(Instances instances, BufferedImage picture) {
    BoxPainter.paint(instances, picture);
  }
}
