package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.core.inference.PredictionView;
import io.github.sparsercnn.core.inference.TransparentDetector;
import io.github.sparsercnn.core.network.NetworkView;
import io.github.sparsercnn.core.network.StageView;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.NeuralOps;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Looks into a detector while it predicts:
 *
 * <pre>{@code
 * try (Detector detector = Detector.load(weights)) {
 *   Inspection inside = Inspector.inspect(detector, Image.of(picture));
 *   InspectionFolder.write(folder, "street.jpg", inside, InspectionSettings.defaults());
 * }
 * }</pre>
 *
 * <p>Runs the same network as a prediction, and costs about twice its time; predictions themselves
 * do not become slower. Thread-safe as the detector is.
 */
public final class Inspector {
  private Inspector() {}

  /**
   * Runs a picture through the network and keeps what lies between.
   *
   * @param detector made by this library, whatever proposes its boxes
   * @param image the picture
   * @return copies of all values; they outlive the detector
   * @throws io.github.sparsercnn.ImageException if the picture cannot be used
   * @throws ConfigException if the detector shows nothing of its network, as one that cuts pictures
   *     into tiles
   * @throws IllegalStateException if the detector is closed
   */
  public static Inspection inspect(Detector detector, Image image) {
    if (detector instanceof TransparentDetector transparent) {
      return transparent.view(image, Inspector::copy);
    }
    throw new ConfigException(
        detector.getClass().getSimpleName()
            + " shows nothing of its network; give a detector that looks at whole pictures, without"
            + " tiles, as Detector.load makes it");
  }

  private static Inspection copy(PredictionView view) {
    NetworkView network = view.network();
    List<FeatureLevel> levels = new ArrayList<>();
    for (int i = 0; i < network.maps().size(); i++) {
      levels.add(
          level(network.maps().get(i), network.finest() + i, network.strides().get(i), view));
    }
    List<InspectedStage> stages = new ArrayList<>();
    for (StageView stage : network.stages()) {
      stages.add(stage(stage, stages.size() + 1, view.focal()));
    }
    return new Inspection(view.picture(), view.original(), view.categories(), levels, stages);
  }

  private static FeatureLevel level(Tensor map, int number, int stride, PredictionView view) {
    int width = cells(view.picture().width(), stride);
    int height = cells(view.picture().height(), stride);
    Tensor valid = map.select(0, 0).narrow(1, 0, height).narrow(2, 0, width);
    int channels = Math.toIntExact(valid.size(0));
    return new FeatureLevel(
        number, stride, width, height, channels, HostTensors.toFloats(valid.permute(1, 2, 0)));
  }

  /** Cells that see a pixel of the picture. */
  private static int cells(int pixels, int stride) {
    return (pixels + stride - 1) / stride;
  }

  private static InspectedStage stage(StageView stage, int number, boolean focal) {
    return new InspectedStage(
        number,
        HostTensors.toFloats(stage.inBoxes().select(0, 0)),
        HostTensors.toFloats(stage.output().boxes().select(0, 0)),
        HostTensors.toFloats(scores(stage.output().logits().select(0, 0), focal)),
        HostTensors.toFloats(stage.attention().select(0, 0)),
        HostTensors.toFloats(stage.pooled().select(0, 0)),
        Math.toIntExact(stage.pooled().size(2)),
        HostTensors.toInts(stage.levels().select(0, 0)));
  }

  private static Tensor scores(Tensor logits, boolean focal) {
    return focal ? logits.sigmoid() : NeuralOps.softmax(logits, 1).narrow(1, 0, logits.size(1) - 1);
  }
}
