package io.github.sparsercnn.core.inference.tiles;

import io.github.sparsercnn.Box;
import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instance;
import io.github.sparsercnn.Instances;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what was found in overlapping tiles of a picture, class by class, best score first.
 * A sighting joins the object that it agrees with best, or is a new object. No object is lost: cut
 * boxes give way only to a better view of the same object, and where there is none they are joined.
 *
 * <p>This is no suppression: two boxes from one tile never touch each other, however much they
 * overlap. Sparse R-CNN gives one box per object, and objects do overlap.
 */
public final class TileMerge {
  /** A box this near to the border of its tile is cut, over the longer side of the tile. */
  private static final double BORDER = 0.01;

  /** For each tile those that share a part of the picture with it. */
  private final Map<Tile, List<Tile>> neighbours = new HashMap<>();

  /** The objects that each tile has seen, by class. */
  private final Map<Integer, Map<Tile, List<FoundObject>>> seen = new HashMap<>();

  private final List<FoundObject> objects = new ArrayList<>();

  private TileMerge(List<Tile> tiles) {
    for (Tile tile : tiles) {
      neighbours.put(
          tile, tiles.stream().filter(other -> !other.equals(tile) && other.shares(tile)).toList());
    }
  }

  /**
   * Merges.
   *
   * @param picture size of the whole picture
   * @param tiles where they lie in it
   * @param found what is in each tile, in pixels of the tile
   * @param categories of the detector
   * @return what is in the picture, best first, in pixels of the picture
   */
  public static Instances merge(
      ImageSize picture, List<Tile> tiles, List<Instances> found, Categories categories) {
    List<Sighting> sightings = new ArrayList<>();
    for (int i = 0; i < tiles.size(); i++) {
      for (Instance instance : found.get(i)) {
        sightings.add(sighting(instance, tiles.get(i), picture));
      }
    }
    sightings.sort(Comparator.comparingDouble(sighting -> -sighting.score()));
    TileMerge merge = new TileMerge(tiles);
    sightings.forEach(merge::take);
    return instances(picture, merge.objects, categories);
  }

  private void take(Sighting sighting) {
    Map<Tile, List<FoundObject>> ofClass =
        seen.computeIfAbsent(sighting.classId(), classId -> new HashMap<>());
    @Nullable FoundObject same = null;
    double largest = 0;
    for (Tile neighbour : neighbours.getOrDefault(sighting.tile(), List.of())) {
      for (FoundObject object : ofClass.getOrDefault(neighbour, List.of())) {
        double agreement = object.agreement(sighting);
        if (agreement > largest) {
          largest = agreement;
          same = object;
        }
      }
    }
    if (same == null) {
      same = new FoundObject(sighting);
      objects.add(same);
    } else {
      same.add(sighting);
    }
    ofClass.computeIfAbsent(sighting.tile(), tile -> new ArrayList<>()).add(same);
  }

  private static Sighting sighting(Instance instance, Tile tile, ImageSize picture) {
    Box box = instance.box();
    double border = BORDER * Math.max(tile.size().width(), tile.size().height());
    boolean cut =
        (tile.left() > 0 && box.x1() <= border)
            || (tile.top() > 0 && box.y1() <= border)
            || (tile.right() < picture.width() && box.x2() >= tile.size().width() - border)
            || (tile.bottom() < picture.height() && box.y2() >= tile.size().height() - border);
    Box moved =
        new Box(
            box.x1() + tile.left(),
            box.y1() + tile.top(),
            box.x2() + tile.left(),
            box.y2() + tile.top());
    return new Sighting(tile, moved, instance.score(), instance.classId(), cut);
  }

  private static Instances instances(
      ImageSize picture, List<FoundObject> objects, Categories categories) {
    float[] scores = new float[objects.size()];
    int[] classIds = new int[objects.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = objects.get(i).score();
      classIds[i] = objects.get(i).classId();
    }
    return Instances.of(
        picture,
        Boxes.of(objects.stream().map(FoundObject::box).toList()),
        scores,
        classIds,
        categories);
  }
}
