package io.github.sparsercnn.core.config;

import com.google.auto.value.AutoValue;
import java.util.List;

/**
 * Everything that decides the shape and the arithmetic of a Sparse R-CNN. Names and defaults are
 * detectron2's; the defaults are those of the official R50-100 model. Immutable.
 */
@AutoValue
public abstract class Architecture {
  Architecture() {}

  /** {@code MODEL.RESNETS.DEPTH}: 50, 101 or 152. */
  public abstract int depth();

  /**
   * {@code MODEL.RESNETS.STRIDE_IN_1X1}: whether a stage's stride sits in its first 1x1
   * convolution.
   */
  public abstract boolean strideIn1x1();

  /** {@code MODEL.RESNETS.STEM_OUT_CHANNELS}. */
  public abstract int stemOutChannels();

  /** {@code MODEL.RESNETS.RES2_OUT_CHANNELS}; doubled from stage to stage. */
  public abstract int res2OutChannels();

  /** {@code MODEL.RESNETS.NUM_GROUPS} of the 3x3 convolutions. */
  public abstract int numGroups();

  /** {@code MODEL.RESNETS.WIDTH_PER_GROUP}: bottleneck channels of res2, per group. */
  public abstract int widthPerGroup();

  /** {@code MODEL.RESNETS.NORM}: {@code FrozenBN}, {@code BN} or {@code SyncBN}. */
  public abstract String norm();

  /** {@code MODEL.FPN.IN_FEATURES}: contiguous stages, finest first, for example res2 to res5. */
  public abstract List<String> fpnInFeatures();

  /** {@code MODEL.FPN.OUT_CHANNELS}. */
  public abstract int fpnOutChannels();

  /** {@code MODEL.ROI_HEADS.IN_FEATURES}: contiguous pyramid levels, finest first, p2 to p5. */
  public abstract List<String> roiInFeatures();

  /** {@code MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION}: bins along each side of a pooled box. */
  public abstract int poolerResolution();

  /** {@code MODEL.ROI_BOX_HEAD.POOLER_SAMPLING_RATIO}: samples along each side of a bin. */
  public abstract int poolerSamplingRatio();

  /** {@code MODEL.SparseRCNN.NUM_CLASSES}. */
  public abstract int numClasses();

  /** {@code MODEL.SparseRCNN.NUM_PROPOSALS}. */
  public abstract int numProposals();

  /** {@code MODEL.SparseRCNN.NHEADS}: attention heads. */
  public abstract int nheads();

  /** {@code MODEL.SparseRCNN.DROPOUT}, in training only. */
  public abstract double dropout();

  /** {@code MODEL.SparseRCNN.DIM_FEEDFORWARD}. */
  public abstract int dimFeedforward();

  /** {@code MODEL.SparseRCNN.ACTIVATION} of the feed-forward layers: relu or gelu. */
  public abstract String activation();

  /** {@code MODEL.SparseRCNN.HIDDEN_DIM}. */
  public abstract int hiddenDim();

  /** {@code MODEL.SparseRCNN.NUM_CLS}: layers of the classification branch. */
  public abstract int numCls();

  /** {@code MODEL.SparseRCNN.NUM_REG}: layers of the box branch. */
  public abstract int numReg();

  /** {@code MODEL.SparseRCNN.NUM_HEADS}: stages of the iterative head. */
  public abstract int numHeads();

  /** {@code MODEL.SparseRCNN.NUM_DYNAMIC}: dynamic layers per interaction; the code knows 2. */
  public abstract int numDynamic();

  /** {@code MODEL.SparseRCNN.DIM_DYNAMIC}: inner width of the dynamic interaction. */
  public abstract int dimDynamic();

  /**
   * {@code MODEL.SparseRCNN.USE_FOCAL}: sigmoid with focal loss, else softmax with a background
   * class.
   */
  public abstract boolean useFocal();

  /** {@code MODEL.SparseRCNN.PRIOR_PROB}: initial class probability in the focal form. */
  public abstract double priorProb();

  /** A copy to change. */
  public abstract Builder toBuilder();

  /** The official R50-100 model on COCO. */
  public static Architecture r50() {
    return builder().build();
  }

  /**
   * The network that a config describes.
   *
   * @param config for example of {@link Preset#config()}
   * @return the architecture
   * @throws io.github.sparsercnn.ConfigException if the config describes another network, or one
   *     whose parts do not fit
   */
  public static Architecture of(Config config) {
    return ConfiguredArchitecture.of(config);
  }

  /** Starts from {@link #r50()}. */
  public static Builder builder() {
    return new AutoValue_Architecture.Builder()
        .depth(50)
        .strideIn1x1(false)
        .stemOutChannels(64)
        .res2OutChannels(256)
        .numGroups(1)
        .widthPerGroup(64)
        .norm("FrozenBN")
        .fpnInFeatures(List.of("res2", "res3", "res4", "res5"))
        .fpnOutChannels(256)
        .roiInFeatures(List.of("p2", "p3", "p4", "p5"))
        .poolerResolution(7)
        .poolerSamplingRatio(2)
        .numClasses(80)
        .numProposals(100)
        .nheads(8)
        .dropout(0.0)
        .dimFeedforward(2048)
        .activation("relu")
        .hiddenDim(256)
        .numCls(1)
        .numReg(3)
        .numHeads(6)
        .numDynamic(2)
        .dimDynamic(64)
        .useFocal(true)
        .priorProb(0.01);
  }

  /** Builds an {@link Architecture}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Sets {@link Architecture#depth()}. */
    public abstract Builder depth(int value);

    /** Sets {@link Architecture#strideIn1x1()}. */
    public abstract Builder strideIn1x1(boolean value);

    /** Sets {@link Architecture#stemOutChannels()}. */
    public abstract Builder stemOutChannels(int value);

    /** Sets {@link Architecture#res2OutChannels()}. */
    public abstract Builder res2OutChannels(int value);

    /** Sets {@link Architecture#numGroups()}. */
    public abstract Builder numGroups(int value);

    /** Sets {@link Architecture#widthPerGroup()}. */
    public abstract Builder widthPerGroup(int value);

    /** Sets {@link Architecture#norm()}. */
    public abstract Builder norm(String value);

    /** Sets {@link Architecture#fpnInFeatures()}. */
    public abstract Builder fpnInFeatures(List<String> value);

    /** Sets {@link Architecture#fpnOutChannels()}. */
    public abstract Builder fpnOutChannels(int value);

    /** Sets {@link Architecture#roiInFeatures()}. */
    public abstract Builder roiInFeatures(List<String> value);

    /** Sets {@link Architecture#poolerResolution()}. */
    public abstract Builder poolerResolution(int value);

    /** Sets {@link Architecture#poolerSamplingRatio()}. */
    public abstract Builder poolerSamplingRatio(int value);

    /** Sets {@link Architecture#numClasses()}. */
    public abstract Builder numClasses(int value);

    /** Sets {@link Architecture#numProposals()}. */
    public abstract Builder numProposals(int value);

    /** Sets {@link Architecture#nheads()}. */
    public abstract Builder nheads(int value);

    /** Sets {@link Architecture#dropout()}. */
    public abstract Builder dropout(double value);

    /** Sets {@link Architecture#dimFeedforward()}. */
    public abstract Builder dimFeedforward(int value);

    /** Sets {@link Architecture#activation()}. */
    public abstract Builder activation(String value);

    /** Sets {@link Architecture#hiddenDim()}. */
    public abstract Builder hiddenDim(int value);

    /** Sets {@link Architecture#numCls()}. */
    public abstract Builder numCls(int value);

    /** Sets {@link Architecture#numReg()}. */
    public abstract Builder numReg(int value);

    /** Sets {@link Architecture#numHeads()}. */
    public abstract Builder numHeads(int value);

    /** Sets {@link Architecture#numDynamic()}. */
    public abstract Builder numDynamic(int value);

    /** Sets {@link Architecture#dimDynamic()}. */
    public abstract Builder dimDynamic(int value);

    /** Sets {@link Architecture#useFocal()}. */
    public abstract Builder useFocal(boolean value);

    /** Sets {@link Architecture#priorProb()}. */
    public abstract Builder priorProb(double value);

    abstract List<String> fpnInFeatures();

    abstract List<String> roiInFeatures();

    abstract Architecture autoBuild();

    /**
     * Builds it.
     *
     * @return the architecture
     * @throws io.github.sparsercnn.ConfigException if the values contradict each other
     */
    public final Architecture build() {
      fpnInFeatures(List.copyOf(fpnInFeatures()));
      roiInFeatures(List.copyOf(roiInFeatures()));
      Architecture architecture = autoBuild();
      ArchitectureRules.check(architecture);
      return architecture;
    }
  }
}
