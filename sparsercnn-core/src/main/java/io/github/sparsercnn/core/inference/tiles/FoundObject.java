package io.github.sparsercnn.core.inference.tiles;

import io.github.sparsercnn.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * An object and its sightings, at most one from each tile: what a detector tells apart within a
 * tile stays apart. Not thread-safe.
 */
final class FoundObject {
  /** A sighting changes the box if its score is at least this part of the best one's. */
  private static final double TRUSTED = 0.5;

  private final List<Sighting> sightings = new ArrayList<>();
  private final Sighting best;
  private Box box;
  private boolean cut;

  /** An object of which no sighting will have a better score. */
  FoundObject(Sighting best) {
    this.best = best;
    sightings.add(best);
    box = best.box();
    cut = best.cut();
  }

  Box box() {
    return box;
  }

  float score() {
    return best.score();
  }

  int classId() {
    return best.classId();
  }

  /**
   * How well a sighting agrees with those that the object has.
   *
   * @return 0 if it is of another object
   */
  double agreement(Sighting sighting) {
    double largest = 0;
    for (Sighting known : sightings) {
      if (known.tile().equals(sighting.tile())) {
        return 0;
      }
      largest = Math.max(largest, known.agreement(sighting));
    }
    return largest;
  }

  /** Takes a sighting in: a whole one takes the place of cut ones, cut ones are joined. */
  void add(Sighting sighting) {
    sightings.add(sighting);
    if (!cut || sighting.score() < TRUSTED * best.score()) {
      return;
    }
    box = sighting.cut() ? around(box, sighting.box()) : sighting.box();
    cut = sighting.cut();
  }

  private static Box around(Box a, Box b) {
    return new Box(
        Math.min(a.x1(), b.x1()),
        Math.min(a.y1(), b.y1()),
        Math.max(a.x2(), b.x2()),
        Math.max(a.y2(), b.y2()));
  }
}
