package io.github.sparsercnn.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.ModelInfo;
import io.github.sparsercnn.TestTimeAugmentation;
import io.github.sparsercnn.Tiling;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.testing.TestCard;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiledDetectorTest {
  private static DetectorBuilder builder() {
    return Detector.builder()
        .weights(Goldens.path("checkpoints/model.safetensors"))
        .device("cpu")
        .override("INPUT.MIN_SIZE_TEST", "64");
  }

  private static Image card(int width, int height) {
    RgbImage card = TestCard.of(width, height);
    return Image.ofRgb(card.bytes(), width, height);
  }

  /** Finds one object, the brightest pixel, in any picture of RGB bytes. */
  private static final class BrightPixel implements Detector {
    private final List<Integer> batches = new ArrayList<>();
    private boolean closed;

    @Override
    public Instances predict(Image image) {
      Image.Rgb rgb = (Image.Rgb) image;
      int brightest = 0;
      for (int i = 0; i < rgb.bytes().length; i += 3) {
        brightest = (rgb.bytes()[i] & 0xff) > (rgb.bytes()[brightest] & 0xff) ? i : brightest;
      }
      int pixel = brightest / 3;
      int x = pixel % rgb.size().width();
      int y = pixel / rgb.size().width();
      return (rgb.bytes()[brightest] & 0xff) == 0
          ? Instances.none(rgb.size(), categories())
          : Instances.of(
              rgb.size(),
              Boxes.of(x, y, x + 1, y + 1),
              new float[] {(rgb.bytes()[brightest] & 0xff) / 255f},
              new int[] {0},
              categories());
    }

    @Override
    public List<Instances> predict(List<? extends Image> images) {
      batches.add(images.size());
      return images.stream().map(this::predict).toList();
    }

    @Override
    public Categories categories() {
      return Categories.of(List.of("pixel"));
    }

    @Override
    public ModelInfo info() {
      return ModelInfo.builder().parameterCount(0).tensorCount(0).build();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void anyDetector_findsInTheWholePictureWhatLiesInItsTiles() {
    byte[] night = new byte[3 * 200 * 150];
    int[][] stars = {{5, 5}, {199, 0}, {30, 149}, {77, 60}, {150, 120}};
    for (int[] star : stars) {
      night[3 * (star[1] * 200 + star[0])] = (byte) 200;
    }
    BrightPixel detector = new BrightPixel();
    Instances found =
        detector
            .tiled(Tiling.builder().size(40).overlap(0.1).build())
            .predict(Image.ofRgb(night, 200, 150));
    assertThat(found.imageSize().width()).isEqualTo(200);
    assertThat(found.boxes())
        .extracting(box -> List.of((int) box.x1(), (int) box.y1()))
        .containsExactlyInAnyOrder(
            List.of(5, 5), List.of(199, 0), List.of(30, 149), List.of(77, 60), List.of(150, 120));
    assertThat(detector.batches).hasSizeGreaterThan(1).allMatch(batch -> batch <= 8);
  }

  @Test
  void picture_noLargerThanATileIsPredictedAsBefore() {
    Image picture = card(90, 70);
    try (Detector plain = builder().build()) {
      Detector tiled = plain.tiled(Tiling.builder().size(90).wholePicture(true).build());
      assertThat(tiled.predict(picture)).isEqualTo(plain.predict(picture));
      assertThat(tiled.predict(List.of(picture, picture)))
          .isEqualTo(List.of(plain.predict(picture), plain.predict(picture)));
      assertThat(tiled.categories()).isEqualTo(plain.categories());
      assertThat(tiled.info()).isEqualTo(plain.info());
    }
  }

  @Test
  void config_asksForTilesAsTheMethodDoes() {
    Image picture = card(150, 100);
    try (Detector plain = builder().build();
        Detector configured =
            builder()
                .override("TEST.TILES.SIZE", "64")
                .override("TEST.TILES.OVERLAP", "0.25")
                .override("TEST.TILES.WHOLE_PICTURE", "True")
                .build()) {
      Tiling tiling = Tiling.builder().size(64).overlap(0.25).wholePicture(true).build();
      assertThat(configured.predict(picture)).isEqualTo(plain.tiled(tiling).predict(picture));
      assertThat(configured.predict(picture)).isNotEqualTo(plain.predict(picture));
    }
  }

  @Test
  void tilesAndAugmentation_goTogether() {
    TestTimeAugmentation augmentation = TestTimeAugmentation.ofShortEdges(48, 64);
    Image picture = card(130, 64);
    RgbImage whole = TestCard.of(130, 64);
    try (Detector augmented = builder().testTimeAugmentation(augmentation).build()) {
      Instances inTile =
          augmented.predict(Image.ofRgb(whole.part(0, 0, new ImageSize(100, 64)).bytes(), 100, 64));
      Instances found =
          augmented.tiled(Tiling.builder().size(100).overlap(0).build()).predict(picture);
      assertThat(found.size()).isGreaterThanOrEqualTo(inTile.size());
      assertThat(found.get(0).score()).isGreaterThanOrEqualTo(inTile.get(0).score());
    }
  }

  @Test
  void predict_byManyThreadsEqualsOneThread() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Image picture = card(150, 100);
    try (Detector detector = builder().build().tiled(Tiling.of(64))) {
      Instances alone = detector.predict(picture);
      List<Future<Instances>> futures = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        futures.add(threads.submit(() -> detector.predict(picture)));
      }
      for (Future<Instances> future : futures) {
        assertThat(future.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void predict_leavesNoNativeObjectBehind() {
    Image picture = card(150, 100);
    try (Detector detector = builder().build().tiled(Tiling.of(64))) {
      detector.predict(picture);
      long objects = Pointer.totalCount();
      for (int i = 0; i < 20; i++) {
        detector.predict(picture);
      }
      assertThat(Pointer.totalCount()).isEqualTo(objects);
    }
  }

  @Test
  void close_closesTheDetectorOfTheTilesToo() {
    BrightPixel inner = new BrightPixel();
    Detector tiled = inner.tiled(Tiling.of(64));
    tiled.close();
    tiled.close();
    assertThat(inner.closed).isTrue();
    assertThatThrownBy(() -> tiled.predict(card(32, 32)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void pictureThatCannotBeUsed_isNamed() {
    Detector tiled = new BrightPixel().tiled(Tiling.of(64));
    assertThatThrownBy(() -> tiled.predict(Path.of("nowhere.jpg")))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("nowhere.jpg");
  }

  @Test
  void limitsOfPictureFiles_holdForTheWholePicture(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("large.png");
    ImageIO.write(new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    try (Detector detector = builder().maxPixels(9_999).build()) {
      assertThatThrownBy(() -> detector.tiled(Tiling.of(64)).predict(file))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("large.png");
    }
  }
}
