package io.github.sparsercnn.core.inference.tiles;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Tiling;
import java.util.ArrayList;
import java.util.List;

/** Lays tiles over a picture. */
public final class TileGrid {
  private TileGrid() {}

  /**
   * Lays tiles row by row until the picture is covered. The last ones are moved back so that they
   * lie within the picture; a picture that is narrower or lower than a tile makes the tiles so,
   * too.
   *
   * @param picture the picture's size
   * @param tiling side and overlap; the whole picture, if that is wanted, is the last tile
   * @return the tiles; the picture itself if it is no larger than one
   */
  public static List<Tile> of(ImageSize picture, Tiling tiling) {
    List<Tile> tiles = new ArrayList<>();
    ImageSize size =
        new ImageSize(
            Math.min(tiling.size(), picture.width()), Math.min(tiling.size(), picture.height()));
    for (int top : starts(picture.height(), tiling)) {
      for (int left : starts(picture.width(), tiling)) {
        tiles.add(new Tile(left, top, size));
      }
    }
    if (tiling.wholePicture() && tiles.size() > 1) {
      tiles.add(new Tile(0, 0, picture));
    }
    return List.copyOf(tiles);
  }

  private static List<Integer> starts(int length, Tiling tiling) {
    int step = tiling.size() - (int) Math.ceil(tiling.size() * tiling.overlap());
    List<Integer> starts = new ArrayList<>();
    int start = 0;
    while (start + tiling.size() < length) {
      starts.add(start);
      start += step;
    }
    starts.add(Math.max(0, Math.min(start, length - tiling.size())));
    return starts;
  }
}
