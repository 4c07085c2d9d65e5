package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.RecordedPasses;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.StageOutput;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.NativeErrors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs pictures through the prepared network. Thread-safe.
 *
 * @param network prepared
 * @param recorded its recorded passes, null if it is not recorded
 * @param normalizer makes its input
 * @param decoder reads its answers
 * @param device where it runs
 */
record NetworkPass(
    SparseRcnn network,
    @Nullable RecordedPasses recorded,
    ImageNormalizer normalizer,
    DetectionDecoder decoder,
    ComputeDevice device)
    implements AutoCloseable {

  /**
   * Runs pictures of any sizes. Those of equal padded size go together; more padding would change
   * the answers.
   *
   * @param pictures at the size at which the network shall see them
   * @return the answer to each, boxes in pixels of the picture given
   */
  List<Detections> run(List<RgbImage> pictures) {
    Map<ImageSize, List<Integer>> bySize = new LinkedHashMap<>();
    for (int i = 0; i < pictures.size(); i++) {
      bySize
          .computeIfAbsent(
              ImageNormalizer.padded(pictures.get(i).size(), network.sizeDivisibility()),
              size -> new ArrayList<>())
          .add(i);
    }
    Detections[] answers = new Detections[pictures.size()];
    for (List<Integer> positions : bySize.values()) {
      List<Detections> found = together(positions.stream().map(pictures::get).toList());
      for (int i = 0; i < positions.size(); i++) {
        answers[positions.get(i)] = found.get(i);
      }
    }
    return List.of(answers);
  }

  /**
   * Runs a picture and shows what happens inside.
   *
   * @param picture at the size at which the network shall see it
   * @param original size of the picture that was given
   * @param viewer runs in an open scope
   * @return what the viewer returned
   */
  <T> T view(RgbImage picture, ImageSize original, Function<PredictionView, T> viewer) {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      ImageBatch batch = normalizer.batch(List.of(picture), network.sizeDivisibility(), device);
      return viewer.apply(
          new PredictionView(
              picture, original, decoder.categories(), decoder.focal(), network.view(batch)));
    } catch (RuntimeException e) {
      throw NativeErrors.translate("looking inside", e);
    }
  }

  private List<Detections> together(List<RgbImage> pictures) {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      ImageBatch batch = normalizer.batch(pictures, network.sizeDivisibility(), device);
      return decoder.read(last(batch));
    } catch (RuntimeException e) {
      throw translate(e, pictures);
    }
  }

  private StageOutput last(ImageBatch batch) {
    if (recorded != null) {
      return recorded.forward(batch);
    }
    List<StageOutput> stages = network.forward(batch);
    return stages.get(stages.size() - 1);
  }

  private RuntimeException translate(RuntimeException thrown, List<RgbImage> pictures) {
    if (!NativeErrors.isOutOfMemory(thrown)) {
      return NativeErrors.translate("prediction", thrown);
    }
    device.emptyCache();
    return MemoryAdvice.of(pictures.stream().map(RgbImage::size).toList(), device, thrown);
  }

  /** Frees the network. */
  @Override
  public void close() {
    if (recorded != null) {
      recorded.close();
    }
    network.close();
  }
}
