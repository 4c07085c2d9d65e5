package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.ModelInfo;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.InputFormat;
import io.github.sparsercnn.core.config.TestInput;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.torch.ComputeDevice;

/**
 * Makes detectors of networks: what a config says of pictures and classes, around the network.
 *
 * @param config how pictures are prepared and scores are read
 * @param categories of the network
 * @param device where the network runs
 * @param decoding what a picture file may cost
 */
public record NetworkDetector(
    Config config, Categories categories, ComputeDevice device, DecodeOptions decoding) {

  /**
   * With the default limits of picture files.
   *
   * @param config how pictures are prepared and scores are read
   * @param categories of the network
   * @param device where the network runs
   */
  public NetworkDetector(Config config, Categories categories, ComputeDevice device) {
    this(config, categories, device, DecodeOptions.DEFAULT);
  }

  /** With other limits of picture files. */
  NetworkDetector withOptions(DecodeOptions options) {
    return new NetworkDetector(config, categories, device, options);
  }

  /**
   * Prepares a network as it is now and puts a detector around it.
   *
   * @param network the trainable life, which stays the caller's
   * @param info what the detector says of itself
   * @param afterClose runs when the detector is closed
   * @return the detector, closed by the caller
   */
  public Detector of(SparseRcnn network, ModelInfo info, Runnable afterClose) {
    TestInput input = TestInput.of(config);
    return new SparseRcnnDetector(
        network.prepare(),
        afterClose,
        new PictureReader(decoding, input.minSize(), input.maxSize()),
        normalizer(config),
        new DetectionDecoder(categories, config.getBoolean("MODEL.SparseRCNN.USE_FOCAL")),
        device,
        info);
  }

  /**
   * What turns resized pictures into the input of a config's network.
   *
   * @param config gives mean, deviation and the order of the channels
   * @return the normalizer
   */
  public static ImageNormalizer normalizer(Config config) {
    TestInput input = TestInput.of(config);
    return new ImageNormalizer(
        input.pixelMean(), input.pixelStd(), input.format() == InputFormat.BGR);
  }
}
