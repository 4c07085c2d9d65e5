package io.github.sparsercnn.core.network;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** How much of the pyramid all passes of a network computed. Thread-safe. */
final class TileCount {
  /** By number of the level, finest first. */
  private final Map<Integer, Level> levels = new ConcurrentSkipListMap<>();

  private static final class Level {
    private final LongAdder computed = new LongAdder();
    private final LongAdder all = new LongAdder();

    double share() {
      return (double) computed.sum() / all.sum();
    }
  }

  /** Adds the tiles of a finished pass. */
  void add(TiledTable table) {
    for (int i = 0; i < table.levels(); i++) {
      Level level = levels.computeIfAbsent(i, number -> new Level());
      level.all.add(table.tiles(i));
      level.computed.add(table.computedTiles(i));
    }
  }

  /** The computed part, 1 if there was no pass in tiles. */
  double share() {
    long total = levels.values().stream().mapToLong(level -> level.all.sum()).sum();
    long computed = levels.values().stream().mapToLong(level -> level.computed.sum()).sum();
    return total == 0 ? 1 : (double) computed / total;
  }

  /** The computed part of each level, finest first; empty if there was no pass in tiles. */
  List<Double> shares() {
    return levels.values().stream().map(Level::share).toList();
  }
}
