package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.inference.ReadAhead.Resized;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at each picture once, in the size of the config. The CPU gets one picture at a time, which
 * is as fast for it as many together and takes less memory; the next one is read meanwhile.
 *
 * @param reader decodes and resizes
 * @param pass runs the network
 */
record PlainLook(PictureReader reader, NetworkPass pass) implements Look {
  @Override
  public List<Instances> at(List<? extends Image> images) {
    ReadAhead ahead = new ReadAhead(reader);
    List<Instances> instances = new ArrayList<>();
    if (pass.device().isCpu()) {
      ahead.forEach(images, picture -> instances.addAll(together(List.of(picture))));
    } else {
      instances.addAll(together(ahead.readAll(images)));
    }
    return instances;
  }

  private List<Instances> together(List<Resized> pictures) {
    List<RgbImage> resized = pictures.stream().map(Resized::picture).toList();
    List<Detections> answers = pass.run(resized);
    List<Instances> instances = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      instances.add(
          pass.decoder()
              .instances(answers.get(i), resized.get(i).size(), pictures.get(i).original()));
    }
    return instances;
  }
}
