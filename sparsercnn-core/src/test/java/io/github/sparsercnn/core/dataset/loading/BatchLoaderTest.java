package io.github.sparsercnn.core.dataset.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ImageException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.PaintedPictures;
import io.github.sparsercnn.core.image.RgbImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BatchLoaderTest {
  private static final long SEED = 7;
  private static final RgbImage PIXEL = new RgbImage(new byte[3], new ImageSize(1, 1));
  private static final SampleMapper NO_PIXELS =
      (picture, random, others) -> new TrainingSample(picture, PIXEL, Boxes.empty(), new int[0]);

  @TempDir Path folder;

  @Test
  void batches_areTheSameWhateverTheNumberOfWorkers() {
    Dataset dataset = painted();
    SampleMapper mapper =
        DatasetMapper.of(
            Config.defaults()
                .with("INPUT.MIN_SIZE_TRAIN", List.of(24, 32))
                .with("INPUT.CROP.ENABLED", true)
                .with("INPUT.CROP.SIZE", List.of(20, 30))
                .with("INPUT.COLOR_JITTER.ENABLED", true)
                .with("INPUT.MOSAIC.ENABLED", true));
    List<String> expected = described(dataset, mapper, 0, 0);
    assertThat(described(dataset, mapper, 1, 0)).isEqualTo(expected);
    assertThat(described(dataset, mapper, 4, 3)).isEqualTo(expected);
  }

  private Dataset painted() {
    List<LabeledPicture> pictures = new ArrayList<>();
    for (int id = 1; id <= 7; id++) {
      int width = id % 2 == 0 ? 40 : 20;
      pictures.add(
          PaintedPictures.labeled(folder, id, width, 30, LabeledBox.of(0, id, id, 2 * id + 1, 20)));
    }
    return new Dataset("painted", Categories.of(List.of("thing")), pictures);
  }

  private static List<String> described(
      Dataset dataset, SampleMapper mapper, int workers, int prefetch) {
    return described(
        dataset, mapper, new BatchLoader.Settings(SEED, workers, prefetch, BrokenPictures.FAIL));
  }

  private static List<String> described(
      Dataset dataset, SampleMapper mapper, int workers, BrokenPictures broken) {
    return described(dataset, mapper, settings(workers, broken));
  }

  private static List<String> described(
      Dataset dataset, SampleMapper mapper, BatchLoader.Settings settings) {
    List<String> lines = new ArrayList<>();
    try (BatchLoader loader =
        new BatchLoader(dataset, sampler(dataset, 3), mapper, settings, Pace.UNLIMITED)) {
      for (int i = 0; i < 6; i++) {
        TrainingBatch batch = loader.next();
        lines.add(batch.next().toString());
        for (TrainingSample sample : batch.samples()) {
          lines.add(
              sample.picture().fileName()
                  + sample.image().size()
                  + sample.boxes()
                  + Arrays.hashCode(sample.image().bytes()));
        }
      }
    }
    return lines;
  }

  @Test
  void batches_tellWhereToGoOn() {
    Dataset dataset = numbered(11);
    BatchLoader.Settings settings = settings(2, BrokenPictures.FAIL);
    try (BatchLoader whole =
        new BatchLoader(dataset, sampler(dataset, 4), NO_PIXELS, settings, Pace.UNLIMITED)) {
      whole.next();
      SamplerState state = whole.next().next();
      BatchSampler restored =
          new BatchSampler(sizes(dataset), BatchSampler.Settings.alone(SEED, 4), state);
      try (BatchLoader resumed =
          new BatchLoader(dataset, restored, NO_PIXELS, settings, Pace.UNLIMITED)) {
        for (int i = 0; i < 5; i++) {
          assertThat(ids(resumed.next())).isEqualTo(ids(whole.next()));
        }
      }
    }
  }

  @Test
  void workers_stopWhenEnoughBatchesLieReady() throws InterruptedException {
    AtomicInteger begun = new AtomicInteger();
    Dataset dataset = numbered(9);
    SampleMapper counting =
        (picture, random, others) -> {
          begun.incrementAndGet();
          return NO_PIXELS.map(picture, random, others);
        };
    try (BatchLoader loader =
        new BatchLoader(
            dataset,
            sampler(dataset, 2),
            counting,
            settings(3, BrokenPictures.FAIL),
            Pace.UNLIMITED)) {
      assertThat(begun).hasValue(0);
      loader.next();
      loader.next();
      // Two batches were given out, two more may lie ready.
      for (int i = 0; i < 100 && begun.get() < 8; i++) {
        Thread.sleep(10);
      }
      Thread.sleep(100);
      assertThat(begun).hasValue(8);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void brokenPicture_isNamedAndEndsTheLoading(int workers) {
    Dataset dataset = numbered(6);
    try (BatchLoader loader =
        new BatchLoader(
            dataset,
            sampler(dataset, 3),
            failingOn(4, new ImageException("picture4: broken")),
            settings(workers, BrokenPictures.FAIL),
            Pace.UNLIMITED)) {
      assertThatThrownBy(() -> IntStream.range(0, 9).forEach(i -> loader.next()))
          .isInstanceOf(ImageException.class)
          .hasMessage("picture4: broken");
      assertThatThrownBy(loader::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the loader is closed");
    }
  }

  @Test
  void brokenPicture_isReplacedTheSameWayWhateverTheNumberOfWorkers() {
    Dataset dataset = numbered(6);
    SampleMapper mapper = failingOn(4, new ImageException("picture4: broken"));
    List<List<Long>> results = new ArrayList<>();
    for (int workers : new int[] {0, 1, 3}) {
      try (BatchLoader loader =
          new BatchLoader(
              dataset,
              sampler(dataset, 3),
              mapper,
              settings(workers, BrokenPictures.REPLACE),
              Pace.UNLIMITED)) {
        results.add(
            IntStream.range(0, 8).boxed().flatMap(i -> ids(loader.next()).stream()).toList());
      }
    }
    assertThat(results.get(0)).hasSize(24).doesNotContain(4L);
    assertThat(results).allMatch(results.get(0)::equals);
  }

  @Test
  void brokenCompanion_isReplacedWithoutLosingThePictureWhoseTurnItIs() {
    Dataset dataset = numbered(6);
    SampleMapper mapper =
        (picture, random, others) -> {
          float other =
              others.draw(
                  random,
                  drawn -> {
                    if (drawn.id() == 4) {
                      throw new ImageException("picture4: broken");
                    }
                    return (float) drawn.id();
                  });
          return new TrainingSample(picture, PIXEL, Boxes.of(0, 0, other, other), new int[] {0});
        };
    List<List<String>> results = new ArrayList<>();
    for (int workers : new int[] {0, 3}) {
      results.add(described(dataset, mapper, workers, BrokenPictures.REPLACE));
    }
    assertThat(results.get(0)).anyMatch(line -> line.startsWith("picture4"));
    assertThat(results.get(0)).noneMatch(line -> line.contains("4.0"));
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThatThrownBy(() -> described(dataset, mapper, 0, BrokenPictures.FAIL))
        .isInstanceOf(ImageException.class)
        .hasMessage("picture4: broken");
  }

  @Test
  void datasetOfBrokenPictures_isAnErrorAndNoEndlessSearch() {
    Dataset dataset = numbered(1);
    try (BatchLoader loader =
        new BatchLoader(
            dataset,
            sampler(dataset, 1),
            failingOn(1, new ImageException("picture1: broken")),
            settings(1, BrokenPictures.REPLACE),
            Pace.UNLIMITED)) {
      assertThatThrownBy(loader::next)
          .hasMessage("numbered: 10 pictures in a row cannot be used; picture1: broken");
    }
  }

  @Test
  void unexpectedException_namesThePictureAndEndsWithoutAHang() {
    Dataset dataset = numbered(1);
    try (BatchLoader loader =
        new BatchLoader(
            dataset,
            sampler(dataset, 2),
            failingOn(1, new ArithmeticException("bug")),
            settings(2, BrokenPictures.REPLACE),
            Pace.UNLIMITED)) {
      assertThatThrownBy(() -> assertTimeoutPreemptively(Duration.ofSeconds(20), loader::next))
          .isInstanceOf(SparseRcnnException.class)
          .hasMessageContaining("picture1")
          .hasRootCauseMessage("bug");
    }
  }

  @Test
  void closing_freesWhoeverWaitsAndInterruptsTheWorkers() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Dataset dataset = numbered(4);
    SampleMapper stuck =
        (picture, random, others) -> {
          begun.countDown();
          try {
            Thread.sleep(TimeUnit.MINUTES.toMillis(5));
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return NO_PIXELS.map(picture, random, others);
        };
    BatchLoader loader =
        new BatchLoader(
            dataset, sampler(dataset, 4), stuck, settings(2, BrokenPictures.FAIL), Pace.UNLIMITED);
    CompletableFuture<TrainingBatch> waiting = CompletableFuture.supplyAsync(loader::next);
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    loader.close();
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void pace_spreadsPicturesEvenly() {
    FakeTime time = new FakeTime();
    Dataset dataset = numbered(8);
    try (BatchLoader loader =
        new BatchLoader(
            dataset,
            sampler(dataset, 4),
            NO_PIXELS,
            settings(0, BrokenPictures.FAIL),
            Pace.imagesPerSecond(2, time::now, time::pass))) {
      loader.next();
      assertThat(time.now()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1500));
      loader.next();
      assertThat(time.now()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(3500));
    }
  }

  @Test
  void pace_doesNotCatchUpAfterAPause() throws InterruptedException {
    FakeTime time = new FakeTime();
    Pace pace = Pace.imagesPerSecond(10, time::now, time::pass);
    pace.await();
    time.pass(TimeUnit.SECONDS.toNanos(5));
    pace.await();
    pace.await();
    assertThat(time.now()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(5100));
  }

  private static final class FakeTime {
    private long now;

    long now() {
      return now;
    }

    void pass(long nanos) {
      now += nanos;
    }
  }

  private static SampleMapper failingOn(long id, RuntimeException problem) {
    return (picture, random, others) -> {
      if (picture.id() == id) {
        throw problem;
      }
      return NO_PIXELS.map(picture, random, others);
    };
  }

  private static Dataset numbered(int size) {
    List<LabeledPicture> pictures =
        IntStream.rangeClosed(1, size)
            .mapToObj(
                id ->
                    new LabeledPicture(
                        id,
                        Path.of("picture" + id),
                        "picture" + id,
                        new ImageSize(id % 3 + 1, 2),
                        List.of()))
            .toList();
    return new Dataset("numbered", Categories.of(List.of("thing")), pictures);
  }

  private static BatchLoader.Settings settings(int workers, BrokenPictures broken) {
    return new BatchLoader.Settings(SEED, workers, 2, broken);
  }

  private static BatchSampler sampler(Dataset dataset, int batch) {
    return new BatchSampler(
        sizes(dataset), BatchSampler.Settings.alone(SEED, batch), SamplerState.START);
  }

  private static List<ImageSize> sizes(Dataset dataset) {
    return dataset.pictures().stream().map(LabeledPicture::size).toList();
  }

  private static List<Long> ids(TrainingBatch batch) {
    return batch.samples().stream().map(sample -> sample.picture().id()).toList();
  }
}
