package io.github.sparsercnn.core.network;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** How much of the pyramid all passes of a network computed. Thread-safe. */
final class TileCount {
  /** By number of the level, finest first. */
  private final Map<Integer, Tally> levels = new ConcurrentSkipListMap<>();

  private static final class Tally {
    private final LongAdder computed = new LongAdder();
    private final LongAdder all = new LongAdder();
  }

  /** Adds the tiles of a finished pass. */
  void add(TiledTable table) {
    for (int i = 0; i < table.levels(); i++) {
      Tally level = levels.computeIfAbsent(i, number -> new Tally());
      level.computed.add(table.computedTiles(i));
      level.all.add(table.tiles(i));
    }
  }

  /** The computed part, 1 if there was no pass in tiles. */
  double share() {
    return share(levels.values());
  }

  /** The computed part of each level, finest first; empty if there was no pass in tiles. */
  List<Double> shares() {
    return levels.values().stream().map(level -> share(List.of(level))).toList();
  }

  private static double share(Collection<Tally> tallies) {
    long all = tallies.stream().mapToLong(tally -> tally.all.sum()).sum();
    long computed = tallies.stream().mapToLong(tally -> tally.computed.sum()).sum();
    return all == 0 ? 1 : (double) computed / all;
  }
}
