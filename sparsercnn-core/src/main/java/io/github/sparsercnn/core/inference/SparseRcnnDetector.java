package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.ModelInfo;
import io.github.sparsercnn.Tiling;
import io.github.sparsercnn.core.image.DecodeOptions;
import java.util.ArrayList;
import java.util.List;

/** The detector on LibTorch: the prepared network and a way to look at pictures with it. */
final class SparseRcnnDetector implements Detector {
  /** More pictures per pass would cost memory. */
  private static final int MAX_BATCH = 8;

  private final NetworkPass pass;
  private final Look look;
  private final DecodeOptions decoding;
  private final ModelInfo info;
  private final Runnable afterClose;
  private final ClosingGate gate = new ClosingGate();

  /**
   * Takes over a network.
   *
   * @param pass whose network is closed with the detector
   * @param look uses it
   * @param decoding what a picture file may cost
   * @param info what the detector says of itself
   * @param afterClose lets go of what the detector owns beside the network
   */
  SparseRcnnDetector(
      NetworkPass pass, Look look, DecodeOptions decoding, ModelInfo info, Runnable afterClose) {
    this.pass = pass;
    this.look = look;
    this.decoding = decoding;
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
  public Detector tiled(Tiling tiling) {
    return new TiledDetector(this, tiling, decoding);
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
          pass.network().close();
          afterClose.run();
        });
  }
}
