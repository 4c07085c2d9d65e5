package io.github.sparsercnn.core.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeetingPointTest {
  @Test
  void ofUrl_readsHostAndPort() {
    assertThat(MeetingPoint.ofUrl("tcp://node_1.cluster:29500"))
        .isEqualTo(MeetingPoint.of("node_1.cluster", 29500));
    assertThat(MeetingPoint.ofUrl("tcp://[fe80::1]:1")).isEqualTo(MeetingPoint.of("fe80::1", 1));
    assertThat(MeetingPoint.ofUrl("tcp://10.0.0.1:65535/")).hasToString("tcp://10.0.0.1:65535");
    assertThat(MeetingPoint.ofUrl("tcp://[fe80::1]:1")).hasToString("tcp://[fe80::1]:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "node1:29500",
        "tcp://node1",
        "tcp://:29500",
        "env://",
        "tcp://node1:x",
        "tcp://a:b:1"
      })
  void ofUrl_saysWhatIsExpected(String url) {
    assertThatThrownBy(() -> MeetingPoint.ofUrl(url))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--dist-url " + url)
        .hasMessageContaining("tcp://HOST:PORT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "99999999999"})
  void ports_areChecked(String port) {
    assertThatThrownBy(() -> MeetingPoint.ofUrl("tcp://node1:" + port))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(port)
        .hasMessageContaining("1 to 65535");
  }

  @Test
  void portFile_isReadOnceWritten(@TempDir Path directory) throws IOException {
    PortFile file = new PortFile(directory.resolve("port"));
    assertThat(file.read()).isEmpty();
    file.write(40123);
    assertThat(file.read()).hasValue(40123);
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }
}
