package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.ModelInfo;
import io.github.sparsercnn.Tiling;
import io.github.sparsercnn.core.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The detector on LibTorch: the prepared network and a way to look at pictures with it. */
final class SparseRcnnDetector implements TransparentDetector {
  /** More pictures per pass would cost memory. */
  private static final int MAX_BATCH = 8;

  private final NetworkPass pass;
  private final Look look;
  private final PictureReader reader;
  private final ModelInfo info;
  private final Runnable afterClose;
  private final ClosingGate gate = new ClosingGate();

  /**
   * Takes over a network.
   *
   * @param pass whose network is closed with the detector
   * @param look uses it
   * @param reader decodes pictures, and brings them to the size of the config
   * @param info what the detector says of itself
   * @param afterClose lets go of what the detector owns beside the network
   */
  SparseRcnnDetector(
      NetworkPass pass, Look look, PictureReader reader, ModelInfo info, Runnable afterClose) {
    this.pass = pass;
    this.look = look;
    this.reader = reader;
    this.info = info;
    this.afterClose = afterClose;
  }

  @Override
  public Instances predict(Image image) {
    return predict(List.of(image)).get(0);
  }

  @Override
  public List<Instances> predict(List<? extends Image> images) {
    return gate.whileOpen(
        () -> {
          List<Instances> results = new ArrayList<>();
          for (int from = 0; from < images.size(); from += MAX_BATCH) {
            int to = Math.min(from + MAX_BATCH, images.size());
            results.addAll(look.at(images.subList(from, to)));
          }
          return List.copyOf(results);
        });
  }

  @Override
  public <T> T view(Image image, Function<PredictionView, T> viewer) {
    return gate.whileOpen(
        () -> {
          RgbImage original = reader.read(image);
          return pass.view(reader.resize(original), original.size(), viewer);
        });
  }

  @Override
  public Detector tiled(Tiling tiling) {
    return new TiledDetector(this, tiling, reader.options());
  }

  @Override
  public Categories categories() {
    return pass.decoder().categories();
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  @Override
  public void close() {
    gate.close(
        () -> {
          pass.close();
          afterClose.run();
        });
  }
}
