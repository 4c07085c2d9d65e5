package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.TestInput;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.network.ActivationRanges;
import io.github.sparsercnn.core.network.Calibration;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.NativeErrors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures on pictures what {@link io.github.sparsercnn.Precision#INT8} has to know of a model. */
public final class Calibrator {

  private Calibrator() {}

  /**
   * Shows pictures to a model.
   *
   * @param weights of a whole network
   * @param config of the caller, null to take what lies with the weights
   * @param pictures some dozens, such as the model will see; none of a test set
   * @return between which values the results of its layers lie
   * @throws io.github.sparsercnn.SparseRcnnException if the weights or a picture cannot be used
   */
  public static ActivationRanges calibrate(
      Path weights, @Nullable Config config, List<Path> pictures) {
    Model model = Model.read(weights, config, List.of());
    TestInput input = TestInput.of(model.config());
    PictureReader reader =
        new PictureReader(DecodeOptions.DEFAULT, input.minSize(), input.maxSize());
    ImageNormalizer normalizer = NetworkDetector.normalizer(model.config());
    try (ProposalInitializer proposals = ProposalInitializers.create(model.proposalSettings());
        SparseRcnn network =
            SparseRcnn.of(
                model.architecture(),
                proposals,
                new Weights(
                    model.source(model.compare(proposals).requireComplete(), ComputeDevice.CPU)));
        Calibration calibration = new Calibration(network)) {
      for (Path picture : pictures) {
        try (TensorScope scope = TensorScope.open()) {
          ImageBatch batch =
              normalizer.batch(
                  List.of(reader.resize(reader.read(Image.of(picture)))),
                  network.sizeDivisibility(),
                  ComputeDevice.CPU);
          calibration.look(batch);
        }
      }
      return calibration.ranges();
    } catch (RuntimeException e) {
      throw NativeErrors.translate("calibrating " + weights, e);
    }
  }
}
