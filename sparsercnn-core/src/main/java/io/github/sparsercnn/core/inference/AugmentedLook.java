package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.TestTimeAugmentation;
import io.github.sparsercnn.TestTimeAugmentation.Scale;
import io.github.sparsercnn.core.image.PillowResize;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.image.ShortestEdge;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at each picture in several sizes, as it is and mirrored, and lets the answers vote
 * (official {@code test_time_augmentation.py}, {@code SparseRCNNWithTTA}).
 *
 * @param reader decodes, and resizes if pictures shall be resampled twice
 * @param pass runs the network
 * @param augmentation in which sizes
 * @param most instances of a picture: the number of proposals
 */
record AugmentedLook(
    PictureReader reader, NetworkPass pass, TestTimeAugmentation augmentation, int most)
    implements Look {

  @Override
  public List<Instances> at(List<? extends Image> images) {
    List<Instances> instances = new ArrayList<>();
    for (Image image : images) {
      instances.add(at(reader.read(image)));
    }
    return instances;
  }

  private Instances at(RgbImage original) {
    RgbImage source = augmentation.resampleTwice() ? reader.resize(original) : original;
    List<Detections> found = new ArrayList<>();
    for (Scale scale : augmentation.scales()) {
      ShortestEdge edge = new ShortestEdge(scale.shortEdge(), augmentation.maxSize());
      RgbImage view = PillowResize.bilinear(source, edge.apply(source.size()));
      found.addAll(inPixelsOf(original.size(), view.size(), scale, answers(view)));
    }
    Detections merged = SoftVote.merge(Detections.concat(found)).where(i -> i < most);
    return pass.decoder().instances(merged, original.size(), original.size());
  }

  /** The answer to a view, and to its mirror image if that is wanted. */
  private List<Detections> answers(RgbImage view) {
    return pass.run(augmentation.flip() ? List.of(view, view.mirrored()) : List.of(view));
  }

  /** Leaves out what does not count at a scale, and takes the rest back to the original. */
  private static List<Detections> inPixelsOf(
      ImageSize original, ImageSize view, Scale scale, List<Detections> answers) {
    float sx = (float) ((double) original.width() / view.width());
    float sy = (float) ((double) original.height() / view.height());
    List<Detections> taken = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Detections answer = answers.get(i);
      Detections counted = answer.where(index -> scale.counts(answer.area(index)));
      Detections upright = i == 0 ? counted : counted.mirrored(view.width());
      taken.add(upright.scaled(sx, sy));
    }
    return taken;
  }
}
