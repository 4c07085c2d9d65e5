package io.github.sparsercnn.core.visual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.Box;
import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxPainterTest {
  private static final int GROUND = 0xff808080;

  private static BufferedImage picture(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] ground = new int[width * height];
    Arrays.fill(ground, GROUND);
    picture.setRGB(0, 0, width, height, ground, 0, width);
    return picture;
  }

  private static int[] pixels(BufferedImage picture) {
    int width = picture.getWidth();
    return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
  }

  private static Instances instances(BufferedImage picture, Boxes boxes) {
    float[] scores = new float[boxes.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = 0.9f - 0.01f * i;
    }
    return Instances.of(
        new ImageSize(picture.getWidth(), picture.getHeight()),
        boxes,
        scores,
        IntStream.range(0, boxes.size()).toArray(),
        Categories.coco());
  }

  @Provide
  Arbitrary<Boxes> boxes() {
    Arbitrary<Float> edges = Arbitraries.floats().between(-50, 450);
    return Combinators.combine(edges, edges, edges, edges)
        .as((a, b, c, d) -> new Box(Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)))
        .list()
        .ofMaxSize(12)
        .map(Boxes::of);
  }

  @Property(tries = 100)
  void paint_givesTheSamePixelsForTheSameInput(
      @ForAll("boxes") Boxes boxes,
      @ForAll @IntRange(min = 1, max = 400) int width,
      @ForAll @IntRange(min = 1, max = 400) int height) {
    BufferedImage one = picture(width, height);
    BufferedImage other = picture(width, height);
    BoxPainter.paint(instances(one, boxes), one);
    BoxPainter.paint(instances(other, boxes), other);
    assertThat(pixels(one)).isEqualTo(pixels(other));
  }

  @Test
  void paint_drawsLinesInTheColourOfTheClassInsideTheBox() {
    BufferedImage picture = picture(640, 480);
    BoxPainter.paint(instances(picture, Boxes.of(100, 100, 300, 200)), picture);
    int color = ClassColors.of(0).getRGB();
    for (int[] at : new int[][] {{100, 199}, {101, 150}, {298, 150}, {299, 199}, {200, 198}}) {
      assertThat(picture.getRGB(at[0], at[1])).as("%d, %d", at[0], at[1]).isEqualTo(color);
    }
    assertThat(picture.getRGB(200, 150)).as("inside").isEqualTo(GROUND);
    assertThat(picture.getRGB(200, 210)).as("below").isEqualTo(GROUND);
    assertThat(picture.getRGB(310, 150)).as("beside").isEqualTo(GROUND);
  }

  @Test
  void paint_drawsLettersOnAPlateAboveTheBox() {
    BufferedImage picture = picture(1920, 1280);
    BoxPainter.paint(instances(picture, Boxes.of(300, 300, 900, 600)), picture);
    int plate = ClassColors.of(0).getRGB();
    int letter = ClassColors.textOn(ClassColors.of(0)).getRGB();
    assertThat(picture.getRGB(301, 298)).isEqualTo(plate);
    int[] above = picture.getRGB(300, 250, 600, 50, null, 0, 600);
    assertThat(above).contains(letter, plate, GROUND);
    assertThat(picture.getRGB(300, 300, 600, 300, null, 0, 600)).doesNotContain(letter);
  }

  @Test
  void paint_putsTheBetterScoreOnTop() {
    BufferedImage picture = picture(640, 480);
    BoxPainter.paint(instances(picture, Boxes.of(100, 100, 300, 200, 100, 100, 300, 200)), picture);
    assertThat(picture.getRGB(200, 199)).isEqualTo(ClassColors.of(0).getRGB());
  }

  @Test
  void paint_showsTheSmallestBoxAndKeepsOffWhatLiesOutside() {
    BufferedImage picture = picture(640, 480);
    BoxPainter.paint(instances(picture, Boxes.of(300, 240, 300, 240)), picture);
    assertThat(picture.getRGB(300, 240)).isEqualTo(ClassColors.of(0).getRGB());

    BufferedImage untouched = picture(640, 480);
    BoxPainter.paint(
        instances(
            untouched,
            Boxes.of(
                -9, 0, -1, 9, 641, 0, 700, 9, 0, -9, 9, -1, 0, 481, 9, 500, -1e30f, 9e29f, 1e30f,
                1e30f)),
        untouched);
    assertThat(pixels(untouched)).containsOnly(GROUND);
  }

  @Test
  void paint_cutsABoxLargerThanThePicture() {
    BufferedImage picture = picture(640, 480);
    BoxPainter.paint(instances(picture, Boxes.of(-1e30f, -1e30f, 1e30f, 1e30f)), picture);
    int color = ClassColors.of(0).getRGB();
    assertThat(picture.getRGB(0, 479)).isEqualTo(color);
    assertThat(picture.getRGB(639, 0)).isEqualTo(color);
    assertThat(picture.getRGB(320, 240)).isEqualTo(GROUND);
  }

  @Test
  void paint_leavesTheTagOutWhereItWouldHideThePicture() {
    BufferedImage picture = picture(20, 20);
    BoxPainter.paint(instances(picture, Boxes.of(2, 2, 18, 18)), picture);
    assertThat(picture.getRGB(10, 10)).isEqualTo(GROUND);
    assertThat(picture.getRGB(10, 2)).isEqualTo(ClassColors.of(0).getRGB());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_USHORT_565_RGB,
        BufferedImage.TYPE_BYTE_BINARY
      })
  void paint_changesPicturesOfEveryType(int type) {
    BufferedImage picture = new BufferedImage(320, 240, type);
    int[] before = pixels(picture);
    BoxPainter.paint(instances(picture, Boxes.of(100, 100, 200, 200)), picture);
    assertThat(pixels(picture)).isNotEqualTo(before);
  }

  @Test
  void paint_doesNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    try {
      BufferedImage expected = picture(320, 240);
      BoxPainter.paint(instances(expected, Boxes.of(100, 100, 200, 200)), expected);
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      BufferedImage picture = picture(320, 240);
      BoxPainter.paint(instances(picture, Boxes.of(100, 100, 200, 200)), picture);
      assertThat(pixels(picture)).isEqualTo(pixels(expected));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only there fonts come from fontconfig")
  void paint_needsNoFonts(@TempDir Path folder) throws Exception {
    Path noFonts = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig/>");
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Duser.home=" + folder, // where Java remembers the fonts it found
            "-cp",
            System.getProperty("java.class.path"),
            WithoutFonts.class.getName());
    child.environment().put("FONTCONFIG_FILE", noFonts.toString());
    child.environment().put("FONTCONFIG_PATH", folder.toString());
    child.redirectErrorStream(true);
    Process process = child.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output.lines().toList()).as(output).endsWith(WithoutFonts.painted());
    assertThat(process.exitValue()).isZero();
  }

  /** Paints in a Java that finds no font. */
  static final class WithoutFonts {
    private WithoutFonts() {}

    public static void main(String[] args) {
      BufferedImage picture = picture(320, 240);
      BoxPainter.paint(
          Instances.of(
              new ImageSize(320, 240),
              Boxes.of(100, 100, 200, 200),
              new float[] {0.5f},
              new int[] {0},
              Categories.of(List.of("赤血球"))),
          picture);
      System.out.println(painted());
    }

    static String painted() {
      BufferedImage picture = picture(320, 240);
      BoxPainter.paint(instances(picture, Boxes.of(100, 100, 200, 200)), picture);
      return "painted " + Arrays.hashCode(pixels(picture));
    }
  }

  @Test
  void paint_drawsNothingForNothing() {
    BufferedImage picture = picture(64, 48);
    BoxPainter.paint(Instances.none(new ImageSize(64, 48), Categories.coco()), picture);
    assertThat(pixels(picture)).containsOnly(GROUND);
  }
}
