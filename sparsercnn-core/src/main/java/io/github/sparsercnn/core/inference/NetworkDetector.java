package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.ModelInfo;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.InputFormat;
import io.github.sparsercnn.core.config.TestInput;
import io.github.sparsercnn.core.config.TestLooks;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.network.PreparationOptions;
import io.github.sparsercnn.core.network.RecordedPasses;
import io.github.sparsercnn.core.network.Shortcut;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.torch.ComputeDevice;
import org.jspecify.annotations.Nullable;

/**
 * Makes detectors of networks: what a config says of pictures and classes, around the network.
 *
 * @param config how pictures are prepared and scores are read
 * @param categories of the network
 * @param device where the network runs, wherever the trainable one lies
 * @param looks in which sizes and tiles pictures are looked at
 * @param decoding what a picture file may cost
 * @param preparation how the network is prepared, for that device
 */
public record NetworkDetector(
    Config config,
    Categories categories,
    ComputeDevice device,
    TestLooks looks,
    DecodeOptions decoding,
    PreparationOptions preparation) {

  /**
   * With the default limits of picture files, in float32.
   *
   * @param config how pictures are prepared and scores are read
   * @param categories of the network
   * @param device where the network runs
   * @param looks in which sizes and tiles pictures are looked at
   */
  public NetworkDetector(
      Config config, Categories categories, ComputeDevice device, TestLooks looks) {
    this(
        config,
        categories,
        device,
        looks,
        DecodeOptions.DEFAULT,
        PreparationOptions.of(Precision.FP32));
  }

  /** With other limits of picture files. */
  NetworkDetector withOptions(DecodeOptions options) {
    return new NetworkDetector(config, categories, device, looks, options, preparation);
  }

  /** With a network that is prepared in another way. */
  NetworkDetector prepared(PreparationOptions other) {
    return new NetworkDetector(config, categories, device, looks, decoding, other);
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
    PictureReader reader = new PictureReader(decoding, input.minSize(), input.maxSize());
    DetectionDecoder decoder =
        new DetectionDecoder(categories, config.getBoolean("MODEL.SparseRCNN.USE_FOCAL"));
    SparseRcnn prepared = network.prepare(preparation.on(device));
    NetworkPass pass =
        new NetworkPass(prepared, recorded(prepared), normalizer(config), decoder, device);
    Look look =
        looks
            .augmentation()
            .<Look>map(
                augmentation ->
                    new AugmentedLook(
                        reader,
                        pass,
                        augmentation,
                        config.getInt("MODEL.SparseRCNN.NUM_PROPOSALS")))
            .orElseGet(() -> new PlainLook(reader, pass));
    Detector detector = new SparseRcnnDetector(pass, look, reader, info, afterClose);
    return looks.tiling().map(detector::tiled).orElse(detector);
  }

  private @Nullable RecordedPasses recorded(SparseRcnn prepared) {
    return device.isCpu()
            || prepared.readsPictures()
            || !preparation.takes(Shortcut.RECORDED_PASSES)
        ? null
        : new RecordedPasses(prepared, device.recorder());
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
