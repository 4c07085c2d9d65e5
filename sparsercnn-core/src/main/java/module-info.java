/**
 * Sparse R-CNN on LibTorch. The root package and the proposal SPI are there to stay; the packages
 * that the replaceable parts of a training speak of are open too, and may still change.
 */
@SuppressWarnings("module") // the modules of the qualified exports are built later
@org.jspecify.annotations.NullMarked
module io.github.sparsercnn.core {
  requires transitive io.github.sparsercnn;
  requires transitive org.bytedeco.pytorch;
  requires org.bytedeco.javacpp;
  requires org.bytedeco.openblas;
  requires com.fasterxml.jackson.databind;
  requires com.twelvemonkeys.imageio.core;
  requires com.twelvemonkeys.imageio.webp;
  requires java.desktop;
  requires java.management;
  requires java.net.http;
  requires java.xml;
  requires org.slf4j;
  requires org.yaml.snakeyaml;
  requires static transitive org.jspecify;
  requires static auto.value.annotations;

  exports io.github.sparsercnn.core;
  exports io.github.sparsercnn.core.proposal;
  exports io.github.sparsercnn.core.config;
  exports io.github.sparsercnn.core.criterion;
  exports io.github.sparsercnn.core.dataset;
  exports io.github.sparsercnn.core.dataset.loading;
  exports io.github.sparsercnn.core.distributed;
  exports io.github.sparsercnn.core.evaluation;
  exports io.github.sparsercnn.core.image;
  exports io.github.sparsercnn.core.inspection;
  exports io.github.sparsercnn.core.network;
  exports io.github.sparsercnn.core.torch;
  exports io.github.sparsercnn.core.training;
  exports io.github.sparsercnn.core.training.solver;
  exports io.github.sparsercnn.core.box to
      io.github.sparsercnn.examples;
  exports io.github.sparsercnn.core.inference to
      io.github.sparsercnn.examples;
  exports io.github.sparsercnn.core.checkpoint to
      io.github.sparsercnn.examples;
  exports io.github.sparsercnn.core.dataset.catalog to
      io.github.sparsercnn.examples;
  exports io.github.sparsercnn.core.dataset.format to
      io.github.sparsercnn.examples;
  exports io.github.sparsercnn.core.evaluation.analysis to
      io.github.sparsercnn.examples;
  exports io.github.sparsercnn.core.evaluation.crowdhuman to
      io.github.sparsercnn.examples;
  exports io.github.sparsercnn.core.evaluation.report to
      io.github.sparsercnn.examples;
  exports io.github.sparsercnn.core.training.validation to
      io.github.sparsercnn.examples;
  exports io.github.sparsercnn.core.training.writer to
      io.github.sparsercnn.examples;

  uses io.github.sparsercnn.core.config.ConfigExtension;
  uses io.github.sparsercnn.core.proposal.ProposalInitializerProvider;
  uses io.github.sparsercnn.core.torch.GpuRuntime;

  provides io.github.sparsercnn.spi.SparseRcnnRuntime with
      io.github.sparsercnn.core.LibTorchRuntime;
  provides io.github.sparsercnn.core.proposal.ProposalInitializerProvider with
      io.github.sparsercnn.core.proposal.FixedProposalsProvider,
      io.github.sparsercnn.core.proposal.GridProposalsProvider,
      io.github.sparsercnn.core.proposal.LearnedProposalsProvider,
      io.github.sparsercnn.core.proposal.RandomProposalsProvider,
      io.github.sparsercnn.core.proposal.transformer.BoxTransformerProvider;
  provides io.github.sparsercnn.core.config.ConfigExtension with
      io.github.sparsercnn.core.proposal.RandomProposalsProvider,
      io.github.sparsercnn.core.proposal.transformer.BoxTransformerKeys;
}
