package io.github.sparsercnn.examples.bench.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network alone, on a small picture. */
@Tag("slow")
class NetworkJobTest {
  private static Job job(String job, String precision) {
    return Job.of(
        JobSpec.parse(
            """
            {"job": "JOB", "model": "r50_100", "precision": "PRECISION", "stages": 2,
             "picture": "testcard:640x427", "width": 480, "height": 320}
            """
                .replace("JOB", job)
                .replace("PRECISION", precision)));
  }

  @Test
  void network_saysHowMuchOfEachLevelItComputed() {
    try (Job job = job("network", "fp32")) {
      job.run();

      assertThat(job.facts())
          .containsOnlyKeys(
              "computed_share",
              "computed_share_p2",
              "computed_share_p3",
              "computed_share_p4",
              "computed_share_p5");
      assertThat(job.facts().get("computed_share_p2")).isStrictlyBetween(0.0, 1.0);
    }
  }

  @Test
  void backbone_runsInEachPrecision() {
    double[] fp32 = figures("fp32");

    for (String other : new String[] {"bf16", "int8"}) {
      assertThat(figures(other)).as(other).containsExactly(fp32, within(0.1 * fp32[1]));
    }
  }

  private static double[] figures(String precision) {
    try (Job job = job("backbone", precision)) {
      job.run();
      return job.figures();
    }
  }
}
