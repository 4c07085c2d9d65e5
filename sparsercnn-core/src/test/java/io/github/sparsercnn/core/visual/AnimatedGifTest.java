package io.github.sparsercnn.core.visual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class AnimatedGifTest {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";
  private static final IndexColorModel COLORS =
      new IndexColorModel(
          8, 4, new int[] {0, 0xff0000, 0x00ff00, 0}, 0, false, 3, DataBuffer.TYPE_BYTE);

  /** A red square on black. */
  private static BufferedImage square(int x, int y) {
    BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_INDEXED, COLORS);
    for (int i = 0; i < 25; i++) {
      picture.getRaster().setSample(x + i % 5, y + i / 5, 0, 1);
    }
    return picture;
  }

  private static byte[] gif(BufferedImage... pictures) throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    AnimatedGif.write(
        Arrays.stream(pictures).map(p -> new AnimatedGif.Frame(p, 120)).toList(), stream);
    return stream.toByteArray();
  }

  private static ImageReader reader(byte[] gif) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(gif)));
    return reader;
  }

  private static Element part(ImageReader reader, int frame, String name) throws IOException {
    IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(frame).getAsTree(FORMAT);
    return (Element) root.getElementsByTagName(name).item(0);
  }

  @Test
  void frames_areThePicturesWhenTheyAreLaidOverEachOther() throws Exception {
    BufferedImage[] pictures = {square(2, 3), square(4, 5), square(4, 5), square(30, 20)};
    ImageReader reader = reader(gif(pictures));

    assertThat(reader.getNumImages(true)).isEqualTo(pictures.length);
    BufferedImage screen = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = screen.createGraphics();
    for (int i = 0; i < pictures.length; i++) {
      Element place = part(reader, i, "ImageDescriptor");
      graphics.drawImage(
          reader.read(i),
          Integer.parseInt(place.getAttribute("imageLeftPosition")),
          Integer.parseInt(place.getAttribute("imageTopPosition")),
          null);
      for (int pixel = 0; pixel < 40 * 30; pixel++) {
        int x = pixel % 40;
        int y = pixel / 40;
        assertThat(new Color(screen.getRGB(x, y)))
            .as("frame %d at %d, %d", i, x, y)
            .isEqualTo(new Color(pictures[i].getRGB(x, y)));
      }
    }
    graphics.dispose();
  }

  @Test
  void laterFrames_holdOnlyWhatChanges() throws Exception {
    ImageReader reader = reader(gif(square(2, 3), square(4, 5), square(4, 5)));

    assertThat(reader.getWidth(1)).isEqualTo(7);
    assertThat(reader.getHeight(1)).isEqualTo(7);
    assertThat(reader.getWidth(2)).isEqualTo(1);
  }

  @Test
  void animation_repeatsForEverAtItsPace() throws Exception {
    ImageReader reader = reader(gif(square(2, 3), square(4, 5)));

    assertThat(part(reader, 0, "GraphicControlExtension").getAttribute("delayTime"))
        .isEqualTo("12");
    IIOMetadataNode loop = (IIOMetadataNode) part(reader, 0, "ApplicationExtension");
    assertThat(loop.getAttribute("applicationID")).isEqualTo("NETSCAPE");
    assertThat((byte[]) loop.getUserObject()).containsExactly(1, 0, 0);
  }

  @Test
  void picturesWithoutTransparentColour_areRefused() {
    BufferedImage plain = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    assertThatThrownBy(
            () ->
                AnimatedGif.write(
                    List.of(new AnimatedGif.Frame(plain, 100)), new ByteArrayOutputStream()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("transparent");
  }
}
