package io.github.sparsercnn.core.proposal.transformer;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.ModuleParameters;
import io.github.sparsercnn.core.torch.TensorScope;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The box transformer against PyTorch's own transformer layers. */
class BoxTransformerGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final Goldens GOLDEN = Goldens.open("misc/box_transformer.safetensors");

  /** Of the golden: {@code image_hw}. */
  private static final List<ImageSize> SIZES =
      List.of(new ImageSize(240, 160), new ImageSize(256, 130));

  private static ProposalContext context() {
    return SmallBoxTransformer.context(GOLDEN.tensor("feature"), SIZES, false);
  }

  @Test
  void paddingAndPositions_areTheOfficialOnes() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor padding = context().paddingMask(2);
      assertThat(HostTensors.toLongs(padding)).isEqualTo(GOLDEN.longs("padding_mask"));
      Tensor positions =
          SinePositions.of(padding, SmallBoxTransformer.DIM, GOLDEN.tensor("feature"));
      assertClose(
          "position",
          HostTensors.toFloats(positions.permute(0, 3, 1, 2)),
          GOLDEN.floats("position"),
          1e-5);
    }
  }

  @Test
  void decoder_answersAsPytorchs() {
    try (SmallBoxTransformer small = SmallBoxTransformer.ofFormula();
        TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      ProposalContext context = context();
      Tokens picture = Tokens.of(context.features().get(2), context.paddingMask(2));
      Tensor queries = small.parameters().get("proposal_queries.weight");
      BoxTransformer transformer = small.proposals().transformer();
      Tensor hidden = transformer.hidden(queries, picture, Dropout.NONE);
      assertClose("hidden", HostTensors.toFloats(hidden), GOLDEN.floats("hidden"), TOLERANCE);
      assertClose(
          "mlp_output",
          HostTensors.toFloats(transformer.boxes(hidden)),
          GOLDEN.floats("mlp_output"),
          TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "sigmoid"})
  void boxes_areTheExpectedOnes(String decoding) {
    try (SmallBoxTransformer small =
            SmallBoxTransformer.ofFormula("MODEL.SparseRCNN.DECODING_BOX", decoding);
        TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      Tensor boxes = small.propose(context()).boxes();
      String name = "boxes_" + decoding;
      assertClose(name, HostTensors.toFloats(boxes), GOLDEN.floats(name), TOLERANCE);
    }
  }

  @Test
  void parameters_haveTheNamesOfTheGolden() throws IOException {
    try (SmallBoxTransformer small = SmallBoxTransformer.ofFormula();
        TensorScope scope = TensorScope.open()) {
      TreeSet<String> expected =
          new TreeSet<>(
              List.of(
                  "init_proposal_boxes.weight",
                  "init_proposal_features.weight",
                  "proposal_queries.weight"));
      new ObjectMapper()
          .readTree(GOLDEN.metadata().get("keys"))
          .fieldNames()
          .forEachRemaining(name -> expected.add("box_transformer." + name));
      assertThat(small.parameters().keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void parameters_ofTheOfficialSizeAreAsManyAsThoseOfThatDecoder() {
    try (ProposalInitializer proposals =
            new BoxTransformerProvider().create(ProposalSettings.of(Config.defaults()));
        TensorScope scope = TensorScope.open()) {
      long count =
          ModuleParameters.named(proposals.module()).entrySet().stream()
              .filter(parameter -> parameter.getKey().startsWith("box_transformer."))
              .mapToLong(parameter -> parameter.getValue().numel())
              .sum();
      assertThat(count).isEqualTo(3_224_836);
    }
  }
}
