package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.config.ConfigExtension;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The config keys of the box transformer, all in {@code MODEL.SparseRCNN}. The first seven are
 * those of J. Song's report; the others name in the same manner what the report leaves open.
 */
public final class BoxTransformerKeys implements ConfigExtension {
  private static final String SECTION = "MODEL.SparseRCNN.";

  /** Layers of the decoder. */
  static final String LAYERS = SECTION + "NUM_LAYER_BOX";

  /** Heads of its attentions. */
  static final String HEADS = SECTION + "NHEADS_BOX";

  /** Share of values forgotten in training. */
  static final String DROPOUT = SECTION + "DROPOUT_BOX";

  /** How positions are told. */
  static final String POSITIONS = SECTION + "PE";

  /** Which of the pooled levels is looked at, from 0 for the finest. */
  static final String LEVEL = SECTION + "PE_LEVEL";

  /** Width of the layers that make boxes. */
  static final String BOX_WIDTH = SECTION + "MLP_HI_DIM";

  /** Number of the layers that make boxes. */
  static final String BOX_LAYERS = SECTION + "MLP_N_LAYERS";

  /** Width of the decoder's feed-forward layers. */
  static final String FEED_FORWARD = SECTION + "DIM_FEEDFORWARD_BOX";

  /** How four numbers become a box. */
  static final String DECODING = SECTION + "DECODING_BOX";

  /** Weight of the proposals' own losses; 0 for none. */
  static final String LOSS_WEIGHT = SECTION + "LOSS_WEIGHT_BOX";

  /** For {@link java.util.ServiceLoader}. */
  public BoxTransformerKeys() {}

  @Override
  public Map<String, Object> defaults() {
    Map<String, Object> defaults = new LinkedHashMap<>();
    defaults.put(LAYERS, 2);
    defaults.put(HEADS, 8);
    defaults.put(DROPOUT, 0.1);
    defaults.put(POSITIONS, "sine");
    defaults.put(LEVEL, 2);
    defaults.put(BOX_WIDTH, 256);
    defaults.put(BOX_LAYERS, 2);
    defaults.put(FEED_FORWARD, 2048);
    defaults.put(DECODING, BoxDecoding.DELTA.configName());
    defaults.put(LOSS_WEIGHT, 0.0);
    return defaults;
  }
}
