package io.github.sparsercnn.core.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ReportPicturesTest {
  private static final String JPEG = "data:image/jpeg;base64,";

  @TempDir private Path folder;

  @BeforeEach
  void paint() throws IOException {
    paint("a.png", 200, 120);
    paint("b.png", 200, 120);
    paint("c.png", 200, 120);
  }

  /** A picture that is red, but for a green square at 10, 10. */
  private void paint(String name, int width, int height) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.GREEN);
    graphics.fillRect(10, 10, 40, 40);
    graphics.dispose();
    ImageIO.write(picture, "png", folder.resolve(name).toFile());
  }

  private Page page(CocoGroundTruth truth) {
    CocoMatching matching = CocoMatching.of(truth, Pets.results(), Pets.SETTINGS);
    return new Page(Pets.contents(matching).images(folder).build());
  }

  private static List<BufferedImage> pictures(Element within) {
    return Page.all(within, "image").stream()
        .map(image -> image.getAttribute("href"))
        .map(ReportPicturesTest::decode)
        .toList();
  }

  private static BufferedImage decode(String uri) {
    assertThat(uri).startsWith(JPEG);
    byte[] bytes = Base64.getDecoder().decode(uri.substring(JPEG.length()));
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void wholePicture_isInThePageOnceAndUsedTwice() {
    Element pair = page(Pets.truth()).element("picture-1");

    List<BufferedImage> pictures = pictures(pair);
    assertThat(pictures).hasSize(1);
    assertThat(pictures.get(0).getWidth()).isEqualTo(200);
    assertThat(pictures.get(0).getHeight()).isEqualTo(120);
    assertThat(new Color(pictures.get(0).getRGB(30, 30)).getGreen()).isGreaterThan(200);
    assertThat(new Color(pictures.get(0).getRGB(150, 100)).getRed()).isGreaterThan(200);
    assertThat(Page.all(pair, "use"))
        .extracting(use -> use.getAttribute("href"))
        .containsExactly("#picture-1-pixels");
  }

  @Test
  void largePictures_areShrunk() throws IOException {
    paint("a.png", 2000, 1200);
    CocoGroundTruth truth = Pets.truth("cat", "dog", "a.png").build();

    assertThat(pictures(page(truth).element("picture-1")).get(0).getWidth()).isEqualTo(800);
  }

  @Test
  void example_isCutAroundItsBoxes() {
    Element example = Page.all(page(Pets.truth()).element("case-0-0"), "svg").get(0);

    assertThat(example.getAttribute("viewBox")).isEqualTo("0 0 80 80");
    BufferedImage part = pictures(example).get(0);
    assertThat(part.getWidth()).isEqualTo(80);
    assertThat(new Color(part.getRGB(30, 30)).getGreen()).isGreaterThan(200);
    assertThat(new Color(part.getRGB(70, 70)).getRed()).isGreaterThan(200);
  }

  @Test
  void missingPicture_isToldAndItsBoxesStandOnBlankGround() throws IOException {
    Files.delete(folder.resolve("b.png"));

    Page page = page(Pets.truth());

    assertThat(page.text("pictures"))
        .contains("1 picture has a problem")
        .contains("b.png: no such file");
    assertThat(pictures(page.element("picture-2"))).isEmpty();
    assertThat(Page.all(page.element("picture-2"), "rect"))
        .filteredOn(rect -> rect.getAttribute("class").equals("blank"))
        .hasSize(2);
    assertThat(pictures(page.element("picture-1"))).hasSize(1);
  }

  @Test
  void withoutAFolder_thatIsTold() {
    Page page = new Page(Pets.contents(Pets.matching()).build());

    assertThat(page.text("pictures")).contains("folder of the pictures was not given");
    assertThat(page.all("image")).isEmpty();
  }

  @Test
  void brokenPicture_isTold() throws IOException {
    Files.writeString(folder.resolve("b.png"), "no picture");

    assertThat(page(Pets.truth()).text("pictures")).contains("1 picture has").contains("b.png");
  }

  @Test
  void pictureOutsideTheFolder_isNotCopied() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    CocoMatching matching =
        CocoMatching.of(
            Pets.truth("cat", "dog", "../a.png").build(), Pets.results(), Pets.SETTINGS);

    Page page = new Page(Pets.contents(matching).images(inner).build());

    assertThat(page.text("pictures")).contains("../a.png, expected a file within");
    assertThat(page.all("image")).isEmpty();
  }

  @Test
  void otherSizeThanAnnotated_isToldAndStretched() throws IOException {
    paint("a.png", 120, 200);

    Page page = page(Pets.truth());

    assertThat(page.text("pictures"))
        .contains("the picture has 120 × 200 pixels, but the annotations say 200 × 120");
    assertThat(Page.all(page.element("picture-1"), "svg"))
        .allMatch(svg -> svg.getAttribute("viewBox").equals("0 0 200 120"));
  }

  @Test
  void sizeThatIsNotAnnotated_isThatOfThePicture() {
    CocoGroundTruth truth =
        CocoGroundTruth.builder("sizeless")
            .image(1, "a.png", 0, 0)
            .image(2, "missing.png", 0, 0)
            .image(3, "c.png", 0, 0)
            .category(10, "cat")
            .category(20, "dog")
            .annotation(CocoAnnotation.of(1, 1, 10, 10, 10, 20, 20))
            .annotation(CocoAnnotation.of(2, 2, 10, 300, 20, 40, 40))
            .build();

    Page page = page(truth);

    assertThat(Page.all(page.element("picture-1"), "svg").get(0).getAttribute("viewBox"))
        .isEqualTo("0 0 200 120");
    assertThat(Page.all(page.element("picture-2"), "svg").get(0).getAttribute("viewBox"))
        .as("as far as the boxes reach")
        .isEqualTo("0 0 340 110");
  }
}
