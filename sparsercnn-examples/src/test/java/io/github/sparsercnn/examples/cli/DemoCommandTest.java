package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.examples.smear.SmearGenerator;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir private Path folder;
  private final Cli cli = new Cli(builder -> new FakeDetector());
  private final BufferedImage smear = new SmearGenerator().generate(1).picture();
  private Path a;
  private Path b;

  @BeforeEach
  void makePictures() throws Exception {
    a = folder.resolve("a.png");
    b = folder.resolve("b.jpg");
    DrawnPictures.save(smear, a);
    DrawnPictures.save(smear, b);
  }

  private int demo(String... more) {
    String[] args = new String[3 + more.length];
    args[0] = "demo";
    args[1] = "--opts";
    args[2] = "MODEL.WEIGHTS";
    System.arraycopy(more, 0, args, 3, more.length);
    return cli.run(args);
  }

  @Test
  void demo_drawsOnePictureToAFile() throws Exception {
    Path drawn = folder.resolve("drawn.png");

    assertThat(demo("w.pth", "--input", a.toString(), "--output", drawn.toString())).isZero();

    assertThat(cli.options().weights()).isEqualTo("w.pth");
    assertThat(cli.out()).contains(a + ": 640x480, 1 object", "drawn to " + drawn);
    BufferedImage picture = ImageIO.read(drawn.toFile());
    assertThat(picture.getWidth()).isEqualTo(640);
    assertThat(pixels(picture)).isNotEqualTo(pixels(smear));
    assertThat(pixels(ImageIO.read(a.toFile()))).isEqualTo(pixels(smear));
  }

  @Test
  void demo_drawsSeveralPicturesIntoAFolder() {
    Path drawn = folder.resolve("drawn");

    int status = demo("w.pth", "--input", a.toString(), b.toString(), "--output", drawn.toString());

    assertThat(status).isZero();
    assertThat(drawn.resolve("a.png")).exists();
    assertThat(drawn.resolve("b.jpg")).exists();
  }

  @Test
  void demo_drawsIntoAnExistingFolder() throws Exception {
    Path drawn = Files.createDirectory(folder.resolve("drawn"));

    assertThat(demo("w.pth", "--input", a.toString(), "--output", drawn.toString())).isZero();

    assertThat(drawn.resolve("a.png")).exists();
  }

  @Test
  void confidenceThreshold_isStrict() {
    String drawn = folder.resolve("drawn.png").toString();

    demo("w.pth", "--input", a.toString(), "--output", drawn, "--confidence-threshold", "0.4999");

    assertThat(cli.out()).contains("2 objects");
  }

  @Test
  void configWithoutWeights_isWrongUsage() throws Exception {
    Path yaml = Files.writeString(folder.resolve("c.yaml"), "VERSION: 2\n");

    assertThat(cli.run("demo", "--config-file", yaml.toString())).isEqualTo(2);

    assertThat(cli.err()).hasLineCount(1).contains("MODEL.WEIGHTS");
  }

  @Test
  void output_ofAnUnknownFormatIsRefused() {
    assertThat(demo("w.pth", "--input", a.toString(), "--output", folder + "/drawn.webp"))
        .isEqualTo(1);

    assertThat(cli.err()).hasLineCount(1).contains("drawn.webp", ".png");
  }

  private static int[] pixels(BufferedImage picture) {
    return picture.getRGB(
        0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
  }

  @Test
  void tilesAndSizes_goToTheConfig() {
    String drawn = folder.resolve("drawn.png").toString();

    int status =
        demo("w.pth", "--input", a.toString(), "--output", drawn, "--tta", "--tiles", "320");

    assertThat(status).as(cli.err()).isZero();
    assertThat(cli.options().overrides())
        .containsExactly(
            "TEST.AUG.ENABLED", "True", "TEST.TILES.SIZE", "320", "MODEL.WEIGHTS", "w.pth");
  }
}
