package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Decodes and resizes the next picture in another thread while somebody is busy with the last one.
 *
 * @param reader does the work
 */
record ReadAhead(PictureReader reader) {

  /**
   * A picture at the size at which the network sees it.
   *
   * @param picture the resized one
   * @param original size of the picture as it came
   */
  record Resized(RgbImage picture, ImageSize original) {}

  /**
   * Hands on pictures one after another, in order.
   *
   * @throws io.github.sparsercnn.ImageException if one cannot be read; those before it have been
   *     handed on
   */
  void forEach(List<? extends Image> images, Consumer<Resized> consumer) {
    if (images.isEmpty()) {
      return;
    }
    Resized current = read(images.get(0));
    for (int i = 1; i < images.size(); i++) {
      Image following = images.get(i);
      CompletableFuture<Resized> next = CompletableFuture.supplyAsync(() -> read(following));
      consumer.accept(current);
      current = join(next);
    }
    consumer.accept(current);
  }

  /**
   * Reads pictures that go on together, several at once.
   *
   * @throws io.github.sparsercnn.ImageException if one cannot be read: of the first such one
   */
  List<Resized> readAll(List<? extends Image> images) {
    if (images.size() == 1) {
      return List.of(read(images.get(0)));
    }
    List<CompletableFuture<Resized>> all = new ArrayList<>();
    images.forEach(image -> all.add(CompletableFuture.supplyAsync(() -> read(image))));
    return all.stream().map(ReadAhead::join).toList();
  }

  private static Resized join(CompletableFuture<Resized> next) {
    try {
      return next.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Reads one picture in the calling thread. */
  Resized read(Image image) {
    RgbImage original = reader.read(image);
    return new Resized(reader.resize(original), original.size());
  }
}
