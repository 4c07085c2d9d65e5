package io.github.sparsercnn.core.network;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.testing.FormulaWeights;
import io.github.sparsercnn.core.torch.FlatParameters;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class TrainingPassTest {
  private static final int SIDE = 224;
  private static final Architecture ARCHITECTURE =
      Architecture.builder()
          .numClasses(2)
          .numProposals(3)
          .numHeads(3)
          .hiddenDim(16)
          .nheads(2)
          .dimDynamic(4)
          .dimFeedforward(16)
          .fpnOutChannels(16)
          .stemOutChannels(4)
          .res2OutChannels(8)
          .widthPerGroup(2)
          .build();

  @Test
  void gradients_areThoseOfOneBackward() {
    try (ProposalInitializer proposals = learned()) {
      compare(proposals, share -> assertThat(share).isBetween(0.05, 0.95));
    }
  }

  @Test
  void gradients_alsoReachTheMapsThroughProposalsThatReadThem() {
    try (ProposalInitializer proposals = new ReadingProposals(learned())) {
      compare(proposals, share -> assertThat(share).isOne());
    }
  }

  @Test
  void gradients_areTheSameOnTheWayThatGpusTake() {
    try (ProposalInitializer learned = learned();
        ProposalInitializer reading = new ReadingProposals(learned())) {
      for (ProposalInitializer proposals : List.of(learned, reading)) {
        compare(proposals, TrainingPassTest::passOfAutograd, share -> assertThat(share).isOne());
      }
    }
  }

  private static TrainingPass passOfAutograd(SparseRcnn network, ImageBatch batch) {
    List<Tensor> maps = network.features(batch.images());
    return new TrainingPass(
        network, network.pyramid().autograd(maps, network.readsPictures()), batch);
  }

  @Test
  void tableOfAutograd_takesThePlaceOfMapsThatNobodyReads() {
    try (ProposalInitializer learned = learned();
        ProposalInitializer reading = new ReadingProposals(learned())) {
      for (ProposalInitializer proposals : List.of(learned, reading)) {
        try (Weights weights = new Weights(new FormulaWeights());
            TensorScope scope = TensorScope.open()) {
          SparseRcnn network = SparseRcnn.of(ARCHITECTURE, proposals, weights);
          weights.parameters().values().forEach(tensor -> tensor.set_requires_grad(true));
          List<Tensor> maps = network.features(batch().images());
          AutogradPyramid pyramid = network.pyramid().autograd(maps, network.readsPictures());

          assertThat(maps).allMatch(map -> map.isNull() != network.readsPictures());
          assertThat(pyramid.maps()).hasSize(network.readsPictures() ? maps.size() : 0);

          Tensor rows = ((FeatureTable) pyramid.table()).rows();
          pyramid.backward(rows.sum());
          assertThat(rows.isNull()).isTrue();
        }
      }
    }
  }

  private static ProposalInitializer learned() {
    return ProposalInitializers.create(
        "learned", new ProposalSettings(ARCHITECTURE, Config.defaults()));
  }

  private static void compare(ProposalInitializer proposals, Consumer<Double> share) {
    compare(proposals, SparseRcnn::trainingPass, share);
  }

  private static void compare(
      ProposalInitializer proposals,
      BiFunction<SparseRcnn, ImageBatch, TrainingPass> passOf,
      Consumer<Double> share) {
    Map<String, float[]> expected =
        gradients(proposals, (network, batch) -> loss(network.forward(batch)).backward());
    Map<String, float[]> actual =
        gradients(
            proposals,
            (network, batch) -> {
              TrainingPass pass = passOf.apply(network, batch);
              pass.backward(loss(pass.stages()));
              share.accept(network.computedShare());
            });
    assertThat(actual.keySet()).isEqualTo(expected.keySet()).contains("backbone.fpn_output2.bias");
    actual.forEach((name, gradient) -> assertClose(name, gradient, expected.get(name), 1e-4));
  }

  /** Reaches everything that a stage says. */
  private static Tensor loss(List<StageOutput> stages) {
    Tensor sum = null;
    for (StageOutput stage : stages) {
      Tensor term = stage.logits().sigmoid().sum().add(stage.boxes().sigmoid().sum());
      sum = sum == null ? term : sum.add(term);
    }
    return sum;
  }

  private static ImageBatch batch() {
    float[] pixels = new float[3 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 7 % 23 - 11) / 11f;
    }
    return new ImageBatch(
        HostTensors.ofFloats(pixels, 1, 3, SIDE, SIDE), List.of(new ImageSize(SIDE, SIDE)));
  }

  private static Map<String, float[]> gradients(
      ProposalInitializer proposals, BiConsumer<SparseRcnn, ImageBatch> backward) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    try (Weights weights = new Weights(new FormulaWeights());
        TensorScope scope = TensorScope.open()) {
      SparseRcnn network = SparseRcnn.of(ARCHITECTURE, proposals, weights);
      ImageBatch batch = batch();
      try (FlatParameters parameters = FlatParameters.of(weights.parameters())) {
        backward.accept(network, batch);
        for (String name : parameters.names()) {
          Tensor gradient = parameters.slice(parameters.gradients(), name);
          gradients.put(name, HostTensors.toFloats(gradient));
        }
      }
    }
    return gradients;
  }

  /** Adds what stands in the coarsest map to the learned features. */
  private record ReadingProposals(ProposalInitializer learned) implements ProposalInitializer {
    @Override
    public Proposals propose(ProposalContext context) {
      Proposals proposals = learned.propose(context);
      Tensor coarsest = context.features().get(context.features().size() - 1);
      Tensor mean = coarsest.flatten(2, 3).mean(2).unsqueeze(1);
      return new Proposals(proposals.boxes(), proposals.features().add(mean));
    }

    @Override
    public Module module() {
      return learned.module();
    }

    @Override
    public void close() {
      learned.close();
    }
  }
}
