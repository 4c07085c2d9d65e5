package io.github.sparsercnn.core.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.IIOException;

/**
 * The screen that a GIF is shown on, and the place of its first frame. ImageIO gives the bare
 * frame; Pillow the screen, grown to the frame, and filled with the transparent colour or else with
 * colour 0.
 *
 * @param width of the screen
 * @param height of the screen
 * @param left where the frame begins
 * @param top where the frame begins
 * @param background index of the colour around the frame
 */
record GifScreen(int width, int height, int left, int top, int background) {
  private static final int SCREEN_SIZE = 6;
  private static final int SCREEN_FLAGS = 10;
  private static final int HEADER_LENGTH = 13;
  private static final int HAS_PALETTE = 0x80;
  private static final int PALETTE_BITS = 0x07;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int FRAME = 0x2C;
  private static final int HAS_TRANSPARENCY = 0x01;

  /**
   * Reads the headers up to the first frame.
   *
   * @throws IIOException if there is none
   */
  static GifScreen of(byte[] file) throws IIOException {
    try {
      return read(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IIOException("no frame", e);
    }
  }

  private static GifScreen read(ByteBuffer gif) throws IIOException {
    gif.position(SCREEN_SIZE);
    int screenWidth = unsignedShort(gif);
    int screenHeight = unsignedShort(gif);
    int flags = gif.position(SCREEN_FLAGS).get();
    int palette = (flags & HAS_PALETTE) == 0 ? 0 : 3 << ((flags & PALETTE_BITS) + 1);
    gif.position(HEADER_LENGTH + palette);
    int background = 0;
    int block = unsigned(gif);
    while (block == EXTENSION) {
      boolean control = unsigned(gif) == GRAPHIC_CONTROL;
      for (int length = unsigned(gif); length > 0; length = unsigned(gif)) {
        int next = gif.position() + length;
        if (control) {
          boolean transparent = (gif.get() & HAS_TRANSPARENCY) != 0;
          gif.getShort();
          background = transparent ? unsigned(gif) : 0;
          control = false;
        }
        gif.position(next);
      }
      block = unsigned(gif);
    }
    if (block != FRAME) {
      throw new IIOException("no frame");
    }
    int left = unsignedShort(gif);
    int top = unsignedShort(gif);
    int width = Math.max(screenWidth, left + unsignedShort(gif));
    int height = Math.max(screenHeight, top + unsignedShort(gif));
    return new GifScreen(width, height, left, top, background);
  }

  private static int unsigned(ByteBuffer gif) {
    return gif.get() & 0xff;
  }

  private static int unsignedShort(ByteBuffer gif) {
    return Short.toUnsignedInt(gif.getShort());
  }

  /** The screen with the frame on it. */
  BufferedImage show(BufferedImage frame) {
    if (frame.getWidth() == width && frame.getHeight() == height) {
      return frame;
    }
    BufferedImage screen =
        new BufferedImage(
            width,
            height,
            BufferedImage.TYPE_BYTE_INDEXED,
            (IndexColorModel) frame.getColorModel());
    WritableRaster pixels = screen.getRaster();
    int[] row = new int[width];
    Arrays.fill(row, background);
    for (int y = 0; y < height; y++) {
      pixels.setPixels(0, y, width, 1, row);
    }
    pixels.setRect(left, top, frame.getRaster());
    return screen;
  }
}
