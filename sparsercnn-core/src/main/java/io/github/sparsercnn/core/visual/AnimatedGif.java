package io.github.sparsercnn.core.visual;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A GIF that moves, for ever, written with ImageIO's own writer. After the first frame only what
 * changes is stored, so a moving box on a still picture costs little.
 */
public final class AnimatedGif {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";
  private static final int MILLISECONDS_PER_TICK = 10;

  /** NETSCAPE2.0: sub-block 1, then how often to repeat, 0 for ever. */
  private static final byte[] FOR_EVER = {1, 0, 0};

  private AnimatedGif() {}

  /**
   * A picture for a while.
   *
   * @param picture of one byte per pixel
   * @param milliseconds how long it is shown, a multiple of 10
   */
  public record Frame(BufferedImage picture, int milliseconds) {}

  /**
   * Writes the frames.
   *
   * @param frames of one size and one {@link IndexColorModel}, whose transparent colour none of
   *     them uses; at least one
   * @param stream not closed
   * @throws IOException if the stream fails
   * @throws IllegalArgumentException if the colours are not so
   */
  public static void write(List<Frame> frames, OutputStream stream) throws IOException {
    if (!(frames.get(0).picture().getColorModel() instanceof IndexColorModel colors)
        || colors.getTransparentPixel() < 0) {
      throw new IllegalArgumentException("frames need a palette with a transparent colour");
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream output = new MemoryCacheImageOutputStream(stream)) {
      writer.setOutput(output);
      writer.prepareWriteSequence(null);
      @Nullable Raster before = null;
      for (Frame frame : frames) {
        Raster now = frame.picture().getRaster();
        Rectangle place =
            before == null ? new Rectangle(now.getWidth(), now.getHeight()) : changed(before, now);
        BufferedImage part = part(before, now, place, colors);
        writer.writeToSequence(
            new IIOImage(part, null, metadata(writer, part, place, frame.milliseconds())), null);
        before = now;
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  /** Where two frames differ; a pixel where they do not, since a frame must have one. */
  private static Rectangle changed(Raster before, Raster now) {
    Rectangle changed = new Rectangle(-1, -1);
    int[] old = new int[now.getWidth()];
    int[] row = new int[now.getWidth()];
    for (int y = 0; y < now.getHeight(); y++) {
      before.getSamples(0, y, old.length, 1, 0, old);
      now.getSamples(0, y, row.length, 1, 0, row);
      for (int x = 0; x < row.length; x++) {
        if (old[x] != row[x]) {
          changed.add(new Rectangle(x, y, 1, 1));
        }
      }
    }
    return changed.isEmpty() ? new Rectangle(1, 1) : changed;
  }

  private static BufferedImage part(
      @Nullable Raster before, Raster now, Rectangle place, IndexColorModel colors) {
    BufferedImage part =
        new BufferedImage(place.width, place.height, BufferedImage.TYPE_BYTE_INDEXED, colors);
    WritableRaster pixels = part.getRaster();
    int clear = colors.getTransparentPixel();
    for (int y = 0; y < place.height; y++) {
      for (int x = 0; x < place.width; x++) {
        int value = now.getSample(place.x + x, place.y + y, 0);
        boolean same = before != null && before.getSample(place.x + x, place.y + y, 0) == value;
        pixels.setSample(x, y, 0, same ? clear : value);
      }
    }
    return part;
  }

  private static IIOMetadata metadata(
      ImageWriter writer, BufferedImage part, Rectangle place, int milliseconds)
      throws IIOInvalidTreeException {
    IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(part), null);
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    root.appendChild(
        node(
            "ImageDescriptor",
            "imageLeftPosition",
            Integer.toString(place.x),
            "imageTopPosition",
            Integer.toString(place.y),
            "imageWidth",
            Integer.toString(place.width),
            "imageHeight",
            Integer.toString(place.height),
            "interlaceFlag",
            "FALSE"));
    int clear = ((IndexColorModel) part.getColorModel()).getTransparentPixel();
    root.appendChild(
        node(
            "GraphicControlExtension",
            "disposalMethod",
            "doNotDispose",
            "userInputFlag",
            "FALSE",
            "transparentColorFlag",
            "TRUE",
            "delayTime",
            Integer.toString(milliseconds / MILLISECONDS_PER_TICK),
            "transparentColorIndex",
            Integer.toString(clear)));
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    IIOMetadataNode loop =
        node("ApplicationExtension", "applicationID", "NETSCAPE", "authenticationCode", "2.0");
    loop.setUserObject(FOR_EVER);
    extensions.appendChild(loop);
    root.appendChild(extensions);
    metadata.mergeTree(FORMAT, root);
    return metadata;
  }

  private static IIOMetadataNode node(String name, String... attributes) {
    IIOMetadataNode node = new IIOMetadataNode(name);
    for (int i = 0; i < attributes.length; i += 2) {
      node.setAttribute(attributes[i], attributes[i + 1]);
    }
    return node;
  }
}
