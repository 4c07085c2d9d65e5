package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.ModelInfo;
import io.github.sparsercnn.Tiling;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.ImageDecoder;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.inference.tiles.Tile;
import io.github.sparsercnn.core.inference.tiles.TileGrid;
import io.github.sparsercnn.core.inference.tiles.TileMerge;
import java.util.ArrayList;
import java.util.List;

/**
 * Any detector on large pictures: shows it overlapping tiles of them and puts the answers together.
 */
public final class TiledDetector implements Detector {
  /** Tiles that are cut out together. */
  private static final int MAX_BATCH = 8;

  private final Detector detector;
  private final Tiling tiling;
  private final DecodeOptions decoding;
  private final ClosingGate gate = new ClosingGate();

  /**
   * Takes over a detector.
   *
   * @param detector looks at the tiles; closed with this one
   * @param tiling how pictures are cut
   * @param decoding what a picture file may cost
   */
  public TiledDetector(Detector detector, Tiling tiling, DecodeOptions decoding) {
    this.detector = detector;
    this.tiling = tiling;
    this.decoding = decoding;
  }

  @Override
  public Instances predict(Image image) {
    return gate.whileOpen(() -> lookAt(image));
  }

  @Override
  public List<Instances> predict(List<? extends Image> images) {
    return gate.whileOpen(
        () -> {
          List<Instances> results = new ArrayList<>();
          for (Image image : images) {
            results.add(lookAt(image));
          }
          return List.copyOf(results);
        });
  }

  private Instances lookAt(Image image) {
    RgbImage picture = ImageDecoder.decode(image, decoding);
    List<Tile> tiles = TileGrid.of(picture.size(), tiling);
    List<Instances> found = new ArrayList<>();
    for (int from = 0; from < tiles.size(); from += MAX_BATCH) {
      List<Tile> batch = tiles.subList(from, Math.min(from + MAX_BATCH, tiles.size()));
      found.addAll(detector.predict(batch.stream().map(tile -> cut(picture, tile)).toList()));
    }
    return found.size() == 1
        ? found.get(0)
        : TileMerge.merge(picture.size(), tiles, found, detector.categories());
  }

  private static Image cut(RgbImage picture, Tile tile) {
    RgbImage part =
        tile.size().equals(picture.size())
            ? picture
            : picture.part(tile.left(), tile.top(), tile.size());
    return Image.ofRgb(part.bytes(), part.width(), part.height());
  }

  @Override
  public Categories categories() {
    return detector.categories();
  }

  @Override
  public ModelInfo info() {
    return detector.info();
  }

  @Override
  public void close() {
    gate.close(detector::close);
  }
}
