package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.examples.smear.SmearDataset;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of two iterations on drawn smears. */
class TrainCommandTest {
  private static final List<String> SMALL =
      List.of(
          "MODEL.WEIGHTS", "",
          "MODEL.SparseRCNN.NUM_PROPOSALS", "10",
          "MODEL.SparseRCNN.NUM_HEADS", "1",
          "MODEL.SparseRCNN.HIDDEN_DIM", "16",
          "MODEL.SparseRCNN.DIM_DYNAMIC", "4",
          "MODEL.SparseRCNN.DIM_FEEDFORWARD", "16",
          "MODEL.FPN.OUT_CHANNELS", "16",
          "MODEL.RESNETS.STEM_OUT_CHANNELS", "4",
          "MODEL.RESNETS.RES2_OUT_CHANNELS", "8",
          "MODEL.RESNETS.WIDTH_PER_GROUP", "2",
          "INPUT.MIN_SIZE_TRAIN", "(64,)",
          "INPUT.MIN_SIZE_TEST", "64",
          "SOLVER.IMS_PER_BATCH", "2",
          "SOLVER.MAX_ITER", "2",
          "SOLVER.AMP.ENABLED", "False",
          "TEST.EVAL_PERIOD", "0");

  @TempDir private Path folder;
  private final Cli cli = new Cli(builder -> new FakeDetector());

  @BeforeEach
  void draw() throws IOException {
    new SmearDataset(new SmearGenerator()).write(folder.resolve("smears"), 1, 4);
  }

  private int train(String... options) {
    List<String> args = new ArrayList<>(List.of("train"));
    args.addAll(List.of(options));
    args.addAll(SMALL);
    return cli.run(args.toArray(String[]::new));
  }

  private String output() {
    return folder.resolve("output").toString();
  }

  @Test
  void folderOfPictures_isAllThatItNeeds_andTheResultIsMeasuredLikeTheRun() {
    String smears = folder.resolve("smears").toString();
    assertThat(train("--dataset", smears, "--output", output())).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("Evaluation results for bbox:", "Per-category bbox AP:", "model_final.pth");
    assertThat(folder.resolve("output/model_final.pth")).exists();
    assertThat(folder.resolve("output/metrics.json")).exists();
    assertThat(folder.resolve("output/training.png")).exists();

    String config = folder.resolve("output/config.yaml").toString();
    String labels = folder.resolve("smears/annotations.json").toString();
    String images = folder.resolve("smears/images").toString();
    int code =
        new Cli(builder -> new FakeDetector())
            .run(
                "train",
                "--eval-only",
                "--config-file",
                config,
                "--validation",
                labels + ":" + images,
                "MODEL.WEIGHTS",
                folder.resolve("output/model_final.pth").toString());
    assertThat(code).isZero();
    assertThat(folder.resolve("output/inference/coco_instances_results.json")).exists();
  }

  @Test
  void datasets_areNamedOnTheCommandLine() {
    String definition =
        "mine=%s:%s"
            .formatted(folder.resolve("smears/annotations.json"), folder.resolve("smears/images"));
    int code =
        train(
            "--config-file",
            "sparsercnn.res50.100pro.3x.yaml",
            "--dataset",
            definition,
            "--output",
            output(),
            "DATASETS.TRAIN",
            "('mine',)",
            "DATASETS.TEST",
            "()",
            "MODEL.SparseRCNN.NUM_CLASSES",
            "3");
    assertThat(code).as(cli.err()).isZero();
    assertThat(cli.out()).contains("model_final.pth");
  }

  @Test
  void mistakes_areOneLine() {
    assertThat(train("--dataset", folder.resolve("nothing").toString())).isEqualTo(1);
    assertThat(cli.err().lines()).hasSize(1);
    assertThat(cli.err()).contains("nothing");
  }

  @Test
  void processes_mustBeAtLeastOneAndAgreeWithTheirMachines() {
    assertThat(train("--num-machines", "2", "--dataset", "x")).isEqualTo(1);
    assertThat(cli.err()).contains("--dist-url");
  }

  @Test
  void augmentation_isMeasuredBesideThePlainModel() {
    String smears = folder.resolve("smears").toString();
    assertThat(train("--dataset", smears, "--output", output())).as(cli.err()).isZero();

    Cli evaluation = new Cli(builder -> new FakeDetector());
    int code =
        evaluation.run(
            "train",
            "--eval-only",
            "--tta",
            "--tiles=320",
            "--config-file",
            folder.resolve("output/config.yaml").toString(),
            "--validation",
            smears + "/annotations.json:" + smears + "/images",
            "MODEL.WEIGHTS",
            folder.resolve("output/model_final.pth").toString(),
            "TEST.AUG.SCALE_FILTER",
            "False",
            "TEST.AUG.MIN_SIZES",
            "(64, 96)");

    assertThat(code).as(evaluation.err()).isZero();
    assertThat(evaluation.out())
        .contains("Evaluation results for bbox:", "Evaluation results for bbox_TTA:")
        .contains("Per-category bbox_TTA AP:");
    assertThat(folder.resolve("output/inference/coco_instances_results.json")).exists();
    assertThat(folder.resolve("output/inference_TTA/coco_instances_results.json")).exists();
  }

  @Test
  void augmentation_isRefusedWhileTraining() {
    assertThat(train("--dataset", "x", "--tta")).isEqualTo(2);
    assertThat(cli.err()).hasLineCount(1).contains("--eval-only");
  }
}
