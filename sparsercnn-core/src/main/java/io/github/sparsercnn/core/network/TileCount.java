package io.github.sparsercnn.core.network;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** How much of the pyramid all passes of a network computed. Thread-safe. */
final class TileCount {
  private final Tally whole = new Tally();

  /** By number of the level, finest first. */
  private final Map<Integer, Tally> levels = new ConcurrentSkipListMap<>();

  private static final class Tally {
    private final LongAdder computed = new LongAdder();
    private final LongAdder all = new LongAdder();

    void add(int computedTiles, int tiles) {
      computed.add(computedTiles);
      all.add(tiles);
    }

    double share() {
      long total = all.sum();
      return total == 0 ? 1 : (double) computed.sum() / total;
    }
  }

  /** Adds the tiles of a finished pass. */
  void add(TiledTable table) {
    whole.add(table.computedTiles(), table.tiles());
    for (int i = 0; i < table.levels(); i++) {
      levels.computeIfAbsent(i, number -> new Tally()).add(table.computedTiles(i), table.tiles(i));
    }
  }

  /** The computed part, 1 if there was no pass in tiles. */
  double share() {
    return whole.share();
  }

  /** The computed part of each level, finest first; empty if there was no pass in tiles. */
  List<Double> shares() {
    return levels.values().stream().map(Tally::share).toList();
  }
}
