package io.github.sparsercnn.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftVoteTest {
  private static Detections of(float[] boxes, float[] scores, int... classIds) {
    return new Detections(boxes, scores, classIds);
  }

  @Test
  void voters_makeAMeanWeightedByTheirScores() {
    Detections merged =
        SoftVote.merge(
            of(
                new float[] {0, 0, 10, 10, 1, 0, 11, 10, 50, 50, 60, 60},
                new float[] {0.2f, 0.6f, 0.4f},
                0,
                0,
                0));
    assertThat(merged.scores()[0]).isEqualTo(0.6f);
    assertThat(merged.boxes()[0]).isCloseTo(0.75f, within(1e-6f));
    assertThat(merged.boxes()[2]).isCloseTo(10.75f, within(1e-6f));
    assertThat(merged.scores()[1]).isEqualTo(0.4f);
    assertThat(merged.size()).isEqualTo(2);
  }

  @Test
  void voter_staysWithALoweredScoreIfItIsWorthIt() {
    // The two overlap by 80 of 120 pixels; 0.9 * (1 - 2/3) is worth keeping, 0.1 * (1 - 2/3) is
    // not.
    float[] boxes = {0, 0, 10, 10, 2, 0, 12, 10};
    Detections kept = SoftVote.merge(of(boxes, new float[] {0.95f, 0.9f}, 0, 0));
    assertThat(kept.size()).isEqualTo(2);
    assertThat(kept.scores()[1]).isCloseTo(0.3f, within(1e-6f));
    assertThat(kept.boxes()[4]).isEqualTo(2);
    assertThat(SoftVote.merge(of(boxes, new float[] {0.95f, 0.1f}, 0, 0)).size()).isEqualTo(1);
  }

  @Test
  void classes_doNotVoteTogether() {
    float[] boxes = {0, 0, 10, 10, 0, 0, 10, 10};
    assertThat(SoftVote.merge(of(boxes, new float[] {0.9f, 0.8f}, 0, 1)).classIds())
        .containsExactly(0, 1);
  }

  @Test
  void boxesThatOverlapLess_stayAsTheyAre() {
    float[] boxes = {0, 0, 10, 10, 5, 0, 15, 10};
    Detections merged = SoftVote.merge(of(boxes, new float[] {0.5f, 0.9f}, 0, 0));
    assertThat(merged.boxes()).containsExactly(5, 0, 15, 10, 0, 0, 10, 10);
    assertThat(merged.scores()).containsExactly(0.9f, 0.5f);
  }

  @Test
  void nothing_staysNothing() {
    assertThat(SoftVote.merge(of(new float[0], new float[0])).size()).isZero();
  }

  @Test
  void emptyBoxesAndScoresOfZero_doNoHarm() {
    Detections merged =
        SoftVote.merge(
            of(new float[] {3, 3, 3, 3, 0, 0, 9, 9, 0, 0, 9, 9}, new float[] {0, 0, 0}, 0, 0, 0));
    assertThat(merged.size()).isEqualTo(2);
    assertThat(merged.boxes()).doesNotContain(Float.NaN);
  }
}
