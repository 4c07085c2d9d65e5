package io.github.sparsercnn.core.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The ImageIO reader of each format: the Java runtime's own, and TwelveMonkeys' for WebP. Whatever
 * other plugins an application has, the pixels stay the same.
 */
final class ImageReaders {
  private static final Map<PictureFormat, ImageReaderSpi> PROVIDERS = providers();

  private ImageReaders() {}

  private static Map<PictureFormat, ImageReaderSpi> providers() {
    Map<PictureFormat, ImageReaderSpi> providers = new EnumMap<>(PictureFormat.class);
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (all.hasNext()) {
      ImageReaderSpi provider = all.next();
      if (provider.getClass().getModule() == ImageIO.class.getModule()) {
        Arrays.stream(PictureFormat.values())
            .filter(PictureFormat::readable)
            .filter(format -> names(provider, format))
            .forEach(format -> providers.put(format, provider));
      }
    }
    providers.put(PictureFormat.WEBP, new WebPImageReaderSpi());
    return Collections.unmodifiableMap(providers);
  }

  private static boolean names(ImageReaderSpi provider, PictureFormat format) {
    String name = format.title().toLowerCase(Locale.ROOT);
    return Arrays.asList(provider.getFormatNames()).contains(name);
  }

  /**
   * Makes a reader, to be disposed by the caller.
   *
   * @throws IIOException if this Java runtime has none
   */
  static ImageReader of(PictureFormat format) throws IOException {
    ImageReaderSpi provider = PROVIDERS.get(format);
    if (provider == null) {
      throw new IIOException("this Java runtime has no reader for it");
    }
    return provider.createReaderInstance();
  }
}
