package io.github.sparsercnn.core.dataset.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.ImageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchSamplerTest {
  private static final ImageSize WIDE = new ImageSize(640, 480);
  private static final ImageSize TALL = new ImageSize(480, 640);

  @Property(tries = 200)
  void stream_givesEachIndexOncePerEpoch(
      @ForAll @IntRange(min = 1, max = 50) int size, @ForAll long seed) {
    ShuffledStream stream = new ShuffledStream(size, seed);
    for (int epoch = 0; epoch < 3; epoch++) {
      int first = epoch * size;
      assertThat(IntStream.range(first, first + size).map(stream::at))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, size).boxed().toList());
    }
  }

  @Test
  void stream_isTheSameWhereverItStarts() {
    ShuffledStream whole = new ShuffledStream(17, 3);
    List<Integer> expected = IntStream.range(0, 60).mapToObj(whole::at).toList();
    assertThat(IntStream.range(40, 60).mapToObj(new ShuffledStream(17, 3)::at).toList())
        .isEqualTo(expected.subList(40, 60));
  }

  @Test
  void stream_shufflesEachEpochAndSeedAnew() {
    ShuffledStream stream = new ShuffledStream(30, 1);
    List<Integer> first = IntStream.range(0, 30).mapToObj(stream::at).toList();
    List<Integer> second = IntStream.range(30, 60).mapToObj(stream::at).toList();
    ShuffledStream otherSeed = new ShuffledStream(30, 2);
    assertThat(second).isNotEqualTo(first);
    assertThat(IntStream.range(0, 30).mapToObj(otherSeed::at).toList()).isNotEqualTo(first);
  }

  @Provide
  Arbitrary<List<ImageSize>> sizes() {
    return Arbitraries.of(WIDE, TALL, new ImageSize(500, 500)).list().ofMinSize(1).ofMaxSize(40);
  }

  @Property(tries = 200)
  void batches_holdPicturesOfOneShapeInTheOrderOfTheStream(
      @ForAll("sizes") List<ImageSize> sizes,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int batch) {
    BatchSampler sampler =
        new BatchSampler(sizes, BatchSampler.Settings.alone(seed, batch), SamplerState.START);
    ShuffledStream stream = new ShuffledStream(sizes.size(), seed);
    for (int i = 0; i < 12; i++) {
      List<Sample> samples = sampler.next();
      assertThat(samples).hasSize(batch).allMatch(s -> s.index() == stream.at(s.position()));
      assertThat(samples.stream().map(Sample::position)).isSorted().doesNotHaveDuplicates();
      assertThat(samples.stream().map(s -> isWide(sizes.get(s.index()))).distinct()).hasSize(1);
    }
  }

  private static boolean isWide(ImageSize size) {
    return size.width() > size.height();
  }

  @Property(tries = 200)
  void everyTurn_isInABatchOrWaits(
      @ForAll("sizes") List<ImageSize> sizes,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int batch) {
    BatchSampler sampler =
        new BatchSampler(sizes, BatchSampler.Settings.alone(seed, batch), SamplerState.START);
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      sampler.next().forEach(sample -> seen.add(sample.position()));
    }
    SamplerState state = sampler.state();
    seen.addAll(state.waiting());
    assertThat(seen.stream().sorted())
        .containsExactlyElementsOf(
            Stream.iterate(0L, position -> position + 1).limit(state.position()).toList());
  }

  @Property(tries = 200)
  void restoredSampler_continuesWithTheNextBatch(
      @ForAll("sizes") List<ImageSize> sizes,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int batch,
      @ForAll @IntRange(max = 20) int before) {
    BatchSampler.Settings settings = BatchSampler.Settings.alone(seed, batch);
    BatchSampler whole = new BatchSampler(sizes, settings, SamplerState.START);
    for (int i = 0; i < before; i++) {
      whole.next();
    }
    BatchSampler restored = new BatchSampler(sizes, settings, whole.state());
    for (int i = 0; i < 10; i++) {
      assertThat(restored.next()).isEqualTo(whole.next());
      assertThat(restored.state()).isEqualTo(whole.state());
    }
  }

  @Property(tries = 100)
  void ranks_shareTheBatchesOfASingleProcess(
      @ForAll("sizes") List<ImageSize> sizes,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int worldSize,
      @ForAll @IntRange(min = 1, max = 3) int perRank) {
    int batch = worldSize * perRank;
    BatchSampler alone =
        new BatchSampler(sizes, BatchSampler.Settings.alone(seed, batch), SamplerState.START);
    List<BatchSampler> ranks =
        IntStream.range(0, worldSize)
            .mapToObj(rank -> new BatchSampler.Settings(seed, batch, true, rank, worldSize))
            .map(settings -> new BatchSampler(sizes, settings, SamplerState.START))
            .toList();
    for (int i = 0; i < 8; i++) {
      List<Sample> expected = alone.next();
      List<List<Sample>> shares = ranks.stream().map(BatchSampler::next).toList();
      assertThat(shares).allMatch(share -> share.size() == perRank);
      assertThat(shares.stream().flatMap(List::stream))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void withoutGrouping_batchesFollowTheStream() {
    BatchSampler sampler =
        new BatchSampler(
            List.of(WIDE, TALL, WIDE, TALL),
            new BatchSampler.Settings(5, 3, false, 0, 1),
            SamplerState.START);
    assertThat(sampler.next().stream().map(Sample::position)).containsExactly(0L, 1L, 2L);
    assertThat(sampler.next().stream().map(Sample::position)).containsExactly(3L, 4L, 5L);
  }

  @Test
  void unevenBatch_isRefused() {
    assertThatThrownBy(() -> new BatchSampler.Settings(0, 16, true, 0, 3))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "SOLVER.IMS_PER_BATCH is 16, expected a positive multiple of the number of processes,"
                + " 3");
  }
}
