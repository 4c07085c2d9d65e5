package io.github.sparsercnn.core.dataset.loading;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.Box;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.PaintedPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class MappedBoxesProperties {
  private static final ImageSize SIZE = new ImageSize(61, 43);
  private static final DatasetMapper MAPPER =
      DatasetMapper.of(
          Config.defaults()
              .with("INPUT.MIN_SIZE_TRAIN", List.of(24, 40))
              .with("INPUT.MAX_SIZE_TRAIN", 50)
              .with("INPUT.CROP.ENABLED", true)
              .with("INPUT.CROP.SIZE", List.of(38, 60)));
  private static Path file = Path.of("");

  @BeforeContainer
  static void paint() throws IOException {
    file =
        PaintedPictures.write(
            Files.createTempFile("picture", ".png"), SIZE.width(), SIZE.height(), 0);
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.delete(file);
  }

  @Provide
  Arbitrary<List<LabeledBox>> boxes() {
    Arbitrary<Double> start = Arbitraries.doubles().between(-80, 80);
    Arbitrary<Double> side = Arbitraries.doubles().between(0, 90);
    return Combinators.combine(start, start, side, side, Arbitraries.of(true, false))
        .as((x, y, width, height, crowd) -> new LabeledBox(0, x, y, x + width, y + height, crowd))
        .list()
        .ofMaxSize(6);
  }

  @Property(tries = 100)
  void mapper_keepsBoxesInsideAndNeverTrainsOnCrowds(
      @ForAll("boxes") List<LabeledBox> boxes, @ForAll long seed) {
    TrainingSample sample =
        MAPPER.map(
            new LabeledPicture(1, file, "picture.png", SIZE, boxes),
            SampleSeed.random(seed, SampleSeed.Purpose.AUGMENT, 0),
            NoOthers.NONE);
    float width = sample.image().width();
    float height = sample.image().height();
    for (Box box : sample.boxes()) {
      assertThat(List.of(box.x1(), box.x2())).isSorted().allMatch(x -> x >= 0 && x <= width);
      assertThat(List.of(box.y1(), box.y2())).isSorted().allMatch(y -> y >= 0 && y <= height);
      assertThat(Math.min(box.x2() - box.x1(), box.y2() - box.y1())).isGreaterThan(1e-5f);
    }
    assertThat(sample.boxes().size())
        .isEqualTo(sample.classIds().length)
        .isLessThanOrEqualTo((int) boxes.stream().filter(box -> !box.crowd()).count());
  }
}
