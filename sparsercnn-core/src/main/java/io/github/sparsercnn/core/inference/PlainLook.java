package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.core.image.RgbImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at each picture once, in the size of the config.
 *
 * @param reader decodes and resizes
 * @param pass runs the network
 */
record PlainLook(PictureReader reader, NetworkPass pass) implements Look {
  @Override
  public List<Instances> at(List<? extends Image> images) {
    List<ImageSize> originals = new ArrayList<>();
    List<RgbImage> resized = new ArrayList<>();
    for (Image image : images) {
      RgbImage original = reader.read(image);
      originals.add(original.size());
      resized.add(reader.resize(original));
    }
    List<Detections> answers = pass.run(resized);
    List<Instances> instances = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      instances.add(
          pass.decoder().instances(answers.get(i), resized.get(i).size(), originals.get(i)));
    }
    return instances;
  }
}
