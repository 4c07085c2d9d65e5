package io.github.sparsercnn.core.training.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.TrainingSummary.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardWriterTest {
  private static final Instant NOW = Instant.parse("2025-11-26T07:40:14.250Z");
  private static final double SECONDS = 1764142814.25;

  @TempDir private Path folder;

  private StoryOfARun run(Instant now) {
    return new StoryOfARun(folder, new TensorBoardWriter(InstantSource.fixed(now), "host", 4711));
  }

  private List<EventFile.Event> written(long seconds) throws Exception {
    Path file = folder.resolve("events.out.tfevents." + seconds + ".host.4711.0");
    return EventFile.read(Files.readAllBytes(file));
  }

  @Test
  void file_beginsWithItsVersionAndTheStartOfTheRun() throws Exception {
    run(NOW).start(300, 1000).close();

    assertThat(written(NOW.getEpochSecond()))
        .containsExactly(
            new EventFile.Event(SECONDS, 0, "brain.Event:2", false, Map.of()),
            new EventFile.Event(SECONDS, 300, "", true, Map.of()));
  }

  /** The bytes that the Python package tensorboard 2.21 wrote for the same events. */
  @Test
  void records_areThoseOfTensorBoard() {
    Scalars scalars = Scalars.finite(949, Map.of("lr", 2.5e-5, "bbox/AP", 53.1));
    HexFormat hex = HexFormat.of();

    assertThat(hex.formatHex(TensorBoardEvent.fileVersion(NOW)))
        .isEqualTo(
            "1800000000000000a37f4b22"
                + "09000090b7ab49da411a0d627261696e2e4576656e743a32"
                + "12e57e34");
    assertThat(hex.formatHex(TensorBoardEvent.start(NOW, 300)))
        .isEqualTo("100000000000000095fbfe1809000090b7ab49da4110ac023a020801ffa7b78b");
    assertThat(hex.formatHex(TensorBoardEvent.scalars(NOW, scalars)))
        .isEqualTo(
            "290000000000000037ff5f00"
                + "09000090b7ab49da41" // wall_time
                + "10b507" // step 949 = 7 * 128 + 53
                + "2a1b" // summary of 27 bytes
                + "0a0e0a0762626f782f41501566665442" // bbox/AP 53.1f
                + "0a090a026c721517b7d137" // lr 2.5e-5f
                + "f598d92f");
  }

  @Test
  void scalars_areThoseOfMetricsJson() throws Exception {
    run(NOW).start(0, 45).iterate(0, 40).evaluate(39).iterate(40, 45).close();
    new StoryOfARun(folder, new MetricsJsonWriter())
        .start(0, 45)
        .iterate(0, 40)
        .evaluate(39)
        .iterate(40, 45)
        .close();

    List<EventFile.Event> events = written(NOW.getEpochSecond());
    List<Scalars> lines = MetricsJson.read(folder.resolve("metrics.json"));
    assertThat(lines).hasSize(4);
    assertThat(events.subList(2, events.size()))
        .extracting(EventFile.Event::step)
        .containsExactlyElementsOf(lines.stream().map(Scalars::iteration).toList());
    for (int i = 0; i < lines.size(); i++) {
      Map<String, Float> scalars = events.get(i + 2).scalars();
      Map<String, Double> line = lines.get(i).values();
      assertThat(scalars.keySet()).isEqualTo(line.keySet());
      line.forEach((name, value) -> assertThat(scalars).containsEntry(name, value.floatValue()));
    }
  }

  @Test
  void everyRun_hasAFileOfItsOwn() throws Exception {
    Instant later = NOW.plus(Duration.ofHours(2));
    run(NOW).start(0, 45).iterate(0, 45).finish(45, Ending.COMPLETED).close();
    run(later).start(20, 45).iterate(20, 45).finish(45, Ending.COMPLETED).close();

    assertThat(written(NOW.getEpochSecond()))
        .extracting(EventFile.Event::step)
        .containsExactly(0L, 0L, 19L, 39L, 44L);
    assertThat(written(later.getEpochSecond()))
        .extracting(EventFile.Event::step)
        .containsExactly(0L, 20L, 39L, 44L);
  }

  @Test
  void events_areThereBeforeTheRunEnds() throws Exception {
    run(NOW).start(0, 45).iterate(0, 30);

    assertThat(written(NOW.getEpochSecond())).hasSize(3);
  }

  @Test
  void ownHostAndProcess_nameTheFile() throws Exception {
    try (TensorBoardWriter writer = new TensorBoardWriter(InstantSource.fixed(NOW))) {
      writer.started(StoryOfARun.plan(folder, 0, 5));
    }

    try (var files = Files.list(folder)) {
      assertThat(files.toList())
          .singleElement()
          .extracting(file -> file.getFileName().toString())
          .asString()
          .matches(
              "events\\.out\\.tfevents\\.1764142814\\..+\\."
                  + ProcessHandle.current().pid()
                  + "\\.0");
    }
  }

  @Test
  void fileThatCannotBeOpened_isNamed() throws Exception {
    Path blocked = Files.createFile(folder.resolve("blocked"));
    TensorBoardWriter writer = new TensorBoardWriter(InstantSource.fixed(NOW), "host", 1);

    assertThatThrownBy(() -> writer.started(StoryOfARun.plan(blocked, 0, 3)))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageStartingWith(
            blocked.resolve("events.out.tfevents.1764142814.host.1.0") + ": cannot be written: ");
    writer.close();
  }
}
