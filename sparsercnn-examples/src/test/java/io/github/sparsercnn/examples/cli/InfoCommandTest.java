package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
  @TempDir private Path folder;
  private final Cli cli = new Cli(builder -> new FakeDetector());

  private JsonNode info(Path file) throws Exception {
    assertThat(cli.run("info", "--json", file.toString())).isZero();
    return new ObjectMapper().readTree(cli.out());
  }

  @Test
  void info_readsTheArchitectureAndSaysWhatWasAssumed() throws Exception {
    JsonNode info = info(Goldens.checkpoint("detectron2_0.6.pth"));

    assertThat(info.get("loads").asBoolean()).isTrue();
    assertThat(info.get("format").asText()).isEqualTo("PTH_ZIP");
    assertThat(info.get("wrapper").asText()).isEqualTo("model");
    assertThat(info.get("tensors").asInt()).isEqualTo(358);
    assertThat(info.get("iteration").asInt()).isEqualTo(2);
    assertThat(info.at("/architecture/MODEL.SparseRCNN.NUM_CLASSES").asText()).isEqualTo("5");
    assertThat(info.at("/architecture/MODEL.SparseRCNN.NUM_PROPOSALS").asText()).isEqualTo("8");
    assertThat(info.get("assumed"))
        .extracting(JsonNode::asText)
        .contains("MODEL.RESNETS.STRIDE_IN_1X1", "INPUT.MIN_SIZE_TEST");
    assertThat(info.get("missing")).isEmpty();
  }

  @Test
  void info_namesTheTensorsOfTheProposals() throws Exception {
    assertThat(info(Goldens.checkpoint("detectron2_0.6.pth")).get("proposals"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "init_proposal_features.weight [8, 16]", "init_proposal_boxes.weight [8, 4]");
  }

  @Test
  void info_saysWhatOtherProposalsDoWithoutOrLeaveUnused() throws Exception {
    Path weights = folder.resolve("m.pth");
    Files.copy(Goldens.checkpoint("bare.pth"), weights);
    Files.writeString(
        folder.resolve("m.yaml"),
        "_BASE_: Base-SparseRCNN.yaml\n"
            + "MODEL: {RESNETS: {RES2_OUT_CHANNELS: 8, STEM_OUT_CHANNELS: 8, WIDTH_PER_GROUP: 2},"
            + " FPN: {OUT_CHANNELS: 16, IN_FEATURES: [res2, res3, res4, res5]},"
            + " SparseRCNN: {NUM_CLASSES: 5, NUM_PROPOSALS: 8, NUM_HEADS: 2, HIDDEN_DIM: 16,"
            + " DIM_DYNAMIC: 4, DIM_FEEDFORWARD: 32, PROPOSALS: random}}\n");

    JsonNode random = info(weights);

    assertThat(random.get("loads").asBoolean()).isTrue();
    assertThat(random.get("proposals").toString()).contains("random_proposal_boxes [8, 4]");
    assertThat(random.get("fresh").toString()).isEqualTo("[\"random_proposal_boxes\"]");
    assertThat(random.get("unused").toString()).isEqualTo("[\"init_proposal_boxes.weight\"]");
  }

  @Test
  void info_saysWhatWouldNotLoad() throws Exception {
    Path weights = folder.resolve("m.pth");
    Files.copy(Goldens.checkpoint("bare.pth"), weights);
    Files.writeString(
        folder.resolve("m.yaml"),
        "_BASE_: Base-SparseRCNN.yaml\n"
            + "MODEL: {RESNETS: {RES2_OUT_CHANNELS: 8, STEM_OUT_CHANNELS: 8, WIDTH_PER_GROUP: 2},"
            + " FPN: {OUT_CHANNELS: 16, IN_FEATURES: [res2, res3, res4, res5]},"
            + " SparseRCNN: {NUM_CLASSES: 7, NUM_PROPOSALS: 8, NUM_HEADS: 2, HIDDEN_DIM: 16,"
            + " DIM_DYNAMIC: 4, DIM_FEEDFORWARD: 32}}\n");

    JsonNode info = info(weights);

    assertThat(info.get("loads").asBoolean()).isFalse();
    assertThat(info.get("contradictions").toString())
        .contains("NUM_CLASSES is 7", "the weights have 5");
    assertThat(info.get("misshaped").toString()).contains("class_logits.weight");
  }

  @Test
  void info_describesBackbonesThatCannotDetect() throws Exception {
    JsonNode info = info(Goldens.checkpoint("torchvision_backbone.pth"));

    assertThat(info.get("loads").asBoolean()).isFalse();
    assertThat(info.get("names").asText()).isEqualTo("TORCHVISION_BACKBONE");
    assertThat(info.get("problem").asText()).contains("backbone");
  }

  @Test
  void listing_isForPeople() {
    assertThat(cli.run("info", Goldens.checkpoint("mmdetection.pth").toString())).isZero();

    assertThat(cli.out())
        .contains(
            "mmdetection names under \"state_dict\"",
            "labels     a, b, c, d, e",
            "loads      yes",
            "MODEL.SparseRCNN.NUM_HEADS         2",
            "Assumed, because nothing says it");
  }

  @Test
  void fileThatIsNoWeights_isOneLine() {
    assertThat(cli.run("info", Goldens.checkpoint("expected.json").toString())).isEqualTo(1);
    assertThat(cli.run("info", folder.resolve("absent.pth").toString())).isEqualTo(1);

    assertThat(cli.err()).hasLineCount(2).contains("expected.json", "absent.pth");
  }
}
