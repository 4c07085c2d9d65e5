package io.github.sparsercnn.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.LibTorchRuntime;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.checkpoint.LoadReport;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.testing.PulledProposals;
import io.github.sparsercnn.core.testing.TestCard;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that were trained with learned proposals, under other proposals. */
class ProposalLoadingTest {
  private static final Path CHECKPOINT = Goldens.path("checkpoints/model.safetensors");

  private static DetectorBuilder builder() {
    return Detector.builder().weights(CHECKPOINT).override("INPUT.MIN_SIZE_TEST", "64");
  }

  private static Image card() {
    return Image.ofRgb(TestCard.of(64, 48).bytes(), 64, 48);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fixed", "grid", "random"})
  void weightsOfLearnedProposals_loadWithoutFurtherWord(String name) {
    Instances learned;
    try (Detector detector = builder().build()) {
      learned = detector.predict(card());
    }
    try (Detector detector = builder().proposals(name).build();
        Detector again = builder().override("MODEL.SparseRCNN.PROPOSALS", name).build()) {
      Instances found = detector.predict(card());
      assertThat(found.size()).isEqualTo(learned.size());
      assertThat(found).isNotEqualTo(learned).isEqualTo(again.predict(card()));
      assertThat(detector.info().architecture()).containsEntry("MODEL.SparseRCNN.PROPOSALS", name);
    }
  }

  @Test
  void parametersThatMustBeTrained_areMissedByName() {
    assertThatThrownBy(
            () ->
                new LibTorchRuntime()
                    .open(builder().options(), PulledProposals.provider("loss_pull", false)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("1 missing (pull.offset)");
    long before = Pointer.totalCount();
    try (Detector detector =
        new LibTorchRuntime()
            .open(builder().options(), PulledProposals.provider("loss_pull", true))) {
      assertThat(detector.predict(card()).size()).isEqualTo(8);
    }
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }

  @Test
  void report_saysWhatBeginsFreshAndWhatIsNotUsed() {
    Model model = Model.of(Checkpoint.read(CHECKPOINT), null, List.of());
    try (ProposalInitializer proposals =
        PulledProposals.provider("loss_pull", true).create(model.proposalSettings())) {
      LoadReport report = model.compare(proposals);
      assertThat(report.isComplete()).isTrue();
      assertThat(report.fresh()).containsExactly("pull.offset");
      assertThat(report.unused()).containsExactly("init_proposal_boxes.weight");
      assertThat(report.notice())
          .contains(
              "1 begin fresh (pull.offset),"
                  + " 1 not used by these proposals (init_proposal_boxes.weight)");
    }
  }
}
