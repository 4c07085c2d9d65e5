package io.github.sparsercnn.core.training.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.SparseRcnnException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileWriterTest {
  @TempDir private Path folder;

  @Test
  void config_isWrittenAndReplaced() throws Exception {
    Path file = folder.resolve("new/config.yaml");
    new StoryOfARun(file.getParent(), new ConfigFileWriter()).start(0, 3).close();
    assertThat(file).hasContent(StoryOfARun.CONFIG);

    Files.writeString(file, "OLD: 1\n");
    new StoryOfARun(file.getParent(), new ConfigFileWriter()).start(2, 3).close();
    assertThat(file).hasContent(StoryOfARun.CONFIG);
  }

  @Test
  void fileThatCannotBeWritten_isNamed() throws Exception {
    Path blocked = Files.createFile(folder.resolve("blocked"));

    assertThatThrownBy(() -> new ConfigFileWriter().started(StoryOfARun.plan(blocked, 0, 3)))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageStartingWith(blocked.resolve("config.yaml") + ": cannot be written: ");
  }
}
