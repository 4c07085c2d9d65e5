package io.github.sparsercnn.core.network;

import java.util.concurrent.atomic.LongAdder;

/** How much of the pyramid all passes of a network computed. Thread-safe. */
final class TileCount {
  private final LongAdder computed = new LongAdder();
  private final LongAdder all = new LongAdder();

  /** Adds the tiles of a finished pass. */
  void add(TiledTable table) {
    computed.add(table.computedTiles());
    all.add(table.tiles());
  }

  /** The computed part, 1 if there was no pass in tiles. */
  double share() {
    long total = all.sum();
    return total == 0 ? 1 : (double) computed.sum() / total;
  }
}
