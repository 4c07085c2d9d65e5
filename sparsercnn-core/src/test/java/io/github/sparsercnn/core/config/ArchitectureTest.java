package io.github.sparsercnn.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
  @Test
  void of_presets_areTheOfficialNetworks() {
    assertThat(Architecture.of(Preset.R50_100.config())).isEqualTo(Architecture.r50());
    assertThat(Architecture.of(Preset.R50_300.config()))
        .isEqualTo(Architecture.builder().numProposals(300).build());
    assertThat(Architecture.of(Preset.R101_100.config()))
        .isEqualTo(Architecture.builder().depth(101).build());
    assertThat(Architecture.of(Preset.R101_300.config()))
        .isEqualTo(Architecture.builder().depth(101).numProposals(300).build());
    assertThat(Architecture.of(Preset.R50_300_DETCO.config()))
        .isEqualTo(Architecture.builder().numProposals(300).norm("SyncBN").build());
    assertThat(Architecture.of(Preset.CROWDHUMAN_R50_500.config()))
        .isEqualTo(Architecture.builder().numProposals(500).numClasses(1).build());
  }

  @Test
  void of_overrides_reachesEveryField() {
    Config config =
        Config.defaults()
            .with(
                List.of(
                    ("MODEL.RESNETS.DEPTH 152 MODEL.RESNETS.STRIDE_IN_1X1 True"
                            + " MODEL.RESNETS.STEM_OUT_CHANNELS 16"
                            + " MODEL.RESNETS.RES2_OUT_CHANNELS 32 MODEL.RESNETS.NUM_GROUPS 2"
                            + " MODEL.RESNETS.WIDTH_PER_GROUP 4 MODEL.RESNETS.NORM BN"
                            + " MODEL.FPN.IN_FEATURES ['res3','res4'] MODEL.FPN.OUT_CHANNELS 24"
                            + " MODEL.ROI_HEADS.IN_FEATURES ['p4']"
                            + " MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION 5"
                            + " MODEL.ROI_BOX_HEAD.POOLER_SAMPLING_RATIO 3"
                            + " MODEL.SparseRCNN.NUM_CLASSES 3 MODEL.SparseRCNN.NUM_PROPOSALS 20"
                            + " MODEL.SparseRCNN.NHEADS 4 MODEL.SparseRCNN.DROPOUT 0.1"
                            + " MODEL.SparseRCNN.DIM_FEEDFORWARD 48"
                            + " MODEL.SparseRCNN.ACTIVATION gelu MODEL.SparseRCNN.HIDDEN_DIM 24"
                            + " MODEL.SparseRCNN.NUM_CLS 2 MODEL.SparseRCNN.NUM_REG 1"
                            + " MODEL.SparseRCNN.NUM_HEADS 5 MODEL.SparseRCNN.DIM_DYNAMIC 6"
                            + " MODEL.SparseRCNN.USE_FOCAL False MODEL.SparseRCNN.PRIOR_PROB 0.5")
                        .split(" ")));
    assertThat(Architecture.of(config))
        .isEqualTo(
            Architecture.builder()
                .depth(152)
                .strideIn1x1(true)
                .stemOutChannels(16)
                .res2OutChannels(32)
                .numGroups(2)
                .widthPerGroup(4)
                .norm("BN")
                .fpnInFeatures(List.of("res3", "res4"))
                .fpnOutChannels(24)
                .roiInFeatures(List.of("p4"))
                .poolerResolution(5)
                .poolerSamplingRatio(3)
                .numClasses(3)
                .numProposals(20)
                .nheads(4)
                .dropout(0.1)
                .dimFeedforward(48)
                .activation("gelu")
                .hiddenDim(24)
                .numCls(2)
                .numReg(1)
                .numHeads(5)
                .dimDynamic(6)
                .useFocal(false)
                .priorProb(0.5)
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MODEL.RESNETS.DEPTH|34|MODEL.RESNETS.DEPTH is 34, expected 50, 101 or 152",
        "MODEL.RESNETS.NORM|GN|MODEL.RESNETS.NORM is GN, expected FrozenBN, BN or SyncBN",
        "MODEL.RESNETS.NUM_GROUPS|0|MODEL.RESNETS.NUM_GROUPS is 0, expected 1 or more",
        "MODEL.FPN.IN_FEATURES|['res2','res4']|MODEL.FPN.IN_FEATURES is [res2, res4], expected"
            + " neighbouring stages of res2 to res5, finest first",
        "MODEL.FPN.IN_FEATURES|['res3','res2']|MODEL.FPN.IN_FEATURES is [res3, res2], expected"
            + " neighbouring stages of res2 to res5, finest first",
        "MODEL.FPN.IN_FEATURES|[]|MODEL.FPN.IN_FEATURES is [], expected neighbouring stages of res2"
            + " to res5, finest first",
        "MODEL.ROI_HEADS.IN_FEATURES|['p2','p6']|MODEL.ROI_HEADS.IN_FEATURES is [p2, p6], expected"
            + " neighbouring levels of [p2, p3, p4, p5], finest first",
        "MODEL.SparseRCNN.HIDDEN_DIM|128|MODEL.SparseRCNN.HIDDEN_DIM is 128, expected 256, the same"
            + " as MODEL.FPN.OUT_CHANNELS",
        "MODEL.SparseRCNN.NHEADS|7|MODEL.SparseRCNN.NHEADS is 7, expected a divisor of"
            + " MODEL.SparseRCNN.HIDDEN_DIM, which is 256",
        "MODEL.SparseRCNN.NUM_DYNAMIC|3|MODEL.SparseRCNN.NUM_DYNAMIC is 3, expected 2, the only"
            + " number that the official forward pass knows",
        "MODEL.SparseRCNN.ACTIVATION|glu|MODEL.SparseRCNN.ACTIVATION is glu, expected relu or gelu;"
            + " with glu the official linear2 does not fit its input",
        "MODEL.SparseRCNN.DROPOUT|1.0|MODEL.SparseRCNN.DROPOUT is 1.0, expected at least 0 and less"
            + " than 1",
        "MODEL.SparseRCNN.PRIOR_PROB|0.0|MODEL.SparseRCNN.PRIOR_PROB is 0.0, expected more than 0"
            + " and less than 1",
        "MODEL.ROI_BOX_HEAD.POOLER_TYPE|ROIPool|MODEL.ROI_BOX_HEAD.POOLER_TYPE is 'ROIPool'"
            + " (override), expected 'ROIAlignV2', the only value this library knows",
        "MODEL.META_ARCHITECTURE|RetinaNet|MODEL.META_ARCHITECTURE is 'RetinaNet' (override),"
            + " expected 'SparseRCNN'; does the yaml lack _BASE_: \"Base-SparseRCNN.yaml\"?",
        "MODEL.RESNETS.OUT_FEATURES|['res5']|MODEL.RESNETS.OUT_FEATURES is [res5] (override),"
            + " expected all of MODEL.FPN.IN_FEATURES, [res2, res3, res4, res5]",
      })
  void of_refusesWhatDoesNotFit(String key, String value, String message) {
    Config config = Config.defaults().with(List.of(key, value));
    assertThatThrownBy(() -> Architecture.of(config))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void of_plainDetectron2Defaults_isRefused() {
    assertThatThrownBy(() -> Architecture.of(Config.detectron2Defaults()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'GeneralizedRCNN' (default)");
  }
}
