package io.github.sparsercnn.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter text = new StringWriter();
  private final Progress progress = new Progress(2000, new PrintWriter(text));

  @Test
  void partition_countsOnce() {
    progress.committed(0, 500);
    progress.committed(0, 500);
    progress.committed(1, 1500);

    assertThat(text.toString())
        .isEqualToNormalizingNewlines(
            "500 of 2,000 pictures, 25 %\n2,000 of 2,000 pictures, 100 %\n");
  }

  @Test
  void stageThatWritesNothing_isNotCounted() {
    progress.committed(0, 0);
    progress.committed(0, 500);

    assertThat(text.toString()).startsWith("500 of");
  }

  @Test
  void line_comesForEveryPercentAtMost() {
    progress.committed(0, 19);
    assertThat(text.toString()).isEmpty();

    progress.committed(1, 1);
    assertThat(text.toString()).startsWith("20 of 2,000 pictures, 1 %");
  }
}
