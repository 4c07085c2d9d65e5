package io.github.sparsercnn.core.image;

import io.github.sparsercnn.ImageSize;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** The size that a picture has once decoded, from its headers where they tell it. */
final class UprightSize {
  private UprightSize() {}

  /**
   * Finds the size.
   *
   * @throws IOException if the file is damaged
   */
  static ImageSize of(EncodedImage file) throws IOException {
    return switch (file.format()) {
      case JPEG -> {
        JpegStructure structure = new JpegStructure(file.bytes());
        file.checkSize(structure.width(), structure.height());
        yield structure.orientation().upright(new ImageSize(structure.width(), structure.height()));
      }
      case PNG -> PngChunks.check(file).upright(stored(file));
      default -> FrameDecoder.decode(file).size();
    };
  }

  private static ImageSize stored(EncodedImage file) throws IOException {
    ImageReader reader = ImageReaders.of(file.format());
    try (ImageInputStream stream = file.open()) {
      reader.setInput(stream, true, true);
      file.checkSize(reader.getWidth(0), reader.getHeight(0));
      return new ImageSize(reader.getWidth(0), reader.getHeight(0));
    } finally {
      reader.dispose();
    }
  }
}
