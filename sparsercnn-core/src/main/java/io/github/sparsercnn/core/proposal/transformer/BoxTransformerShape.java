package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import java.util.List;
import java.util.Locale;

/**
 * What a box transformer looks like, as a config describes it.
 *
 * @param numProposals N
 * @param dim C, width of features and queries
 * @param layers of the decoder
 * @param heads of its attentions
 * @param feedForward width of its feed-forward layers
 * @param dropout share of values forgotten in training
 * @param level which of the pooled levels is looked at
 * @param boxWidth width of the layers that make boxes
 * @param boxLayers number of the layers that make boxes
 * @param decoding how four numbers become a box
 */
record BoxTransformerShape(
    int numProposals,
    int dim,
    int layers,
    int heads,
    int feedForward,
    double dropout,
    int level,
    int boxWidth,
    int boxLayers,
    BoxDecoding decoding) {
  private static final String SINE = "sine";

  /**
   * Reads and checks the keys.
   *
   * @throws ConfigException if one of them has no possible value; the message names it
   */
  static BoxTransformerShape of(ProposalSettings settings) {
    Config config = settings.config();
    int dim = settings.hiddenDim();
    BoxTransformerShape shape =
        new BoxTransformerShape(
            settings.numProposals(),
            dim,
            atLeastOne(config, BoxTransformerKeys.LAYERS),
            atLeastOne(config, BoxTransformerKeys.HEADS),
            atLeastOne(config, BoxTransformerKeys.FEED_FORWARD),
            config.getDouble(BoxTransformerKeys.DROPOUT),
            config.getInt(BoxTransformerKeys.LEVEL),
            atLeastOne(config, BoxTransformerKeys.BOX_WIDTH),
            atLeastOne(config, BoxTransformerKeys.BOX_LAYERS),
            BoxDecoding.of(config));
    require(
        dim % shape.heads == 0,
        config,
        BoxTransformerKeys.HEADS,
        "a divisor of MODEL.SparseRCNN.HIDDEN_DIM, which is " + dim);
    require(
        shape.dropout >= 0 && shape.dropout < 1,
        config,
        BoxTransformerKeys.DROPOUT,
        "at least 0 and less than 1");
    require(
        config.getString(BoxTransformerKeys.POSITIONS).equals(SINE),
        config,
        BoxTransformerKeys.POSITIONS,
        SINE);
    shape.requirePositions();
    shape.requireLevel(config, settings.strides());
    return shape;
  }

  private void requirePositions() {
    if (dim % SinePositions.CHANNEL_DIVISOR != 0) {
      throw new ConfigException(
          "MODEL.SparseRCNN.HIDDEN_DIM is "
              + dim
              + ", but the box transformer's positions need a multiple of "
              + SinePositions.CHANNEL_DIVISOR);
    }
  }

  private void requireLevel(Config config, List<Integer> strides) {
    require(
        level >= 0 && level < strides.size(),
        config,
        BoxTransformerKeys.LEVEL,
        String.format(
            Locale.ROOT,
            "0 to %d: the network pools %d levels, MODEL.ROI_HEADS.IN_FEATURES %s",
            strides.size() - 1,
            strides.size(),
            config.getStrings("MODEL.ROI_HEADS.IN_FEATURES")));
  }

  private static int atLeastOne(Config config, String key) {
    int value = config.getInt(key);
    require(value >= 1, config, key, "at least 1");
    return value;
  }

  private static void require(boolean good, Config config, String key, String expected) {
    if (!good) {
      throw new ConfigException(
          key + " is " + config.get(key) + " (" + config.origin(key) + "), expected " + expected);
    }
  }
}
