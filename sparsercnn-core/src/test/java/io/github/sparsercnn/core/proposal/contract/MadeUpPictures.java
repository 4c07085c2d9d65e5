package io.github.sparsercnn.core.proposal.contract;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.proposal.ProposalTargets;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.HostTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Pictures as a proposal initializer sees them, with made-up feature maps. What stands in the maps
 * of a picture depends on its seed only, not on the other pictures.
 *
 * @param settings of the network
 * @param device where the tensors are
 * @param padded size of the batch, a multiple of the coarsest stride
 * @param pictures of the batch
 * @param padding the largest value on the cells outside of the pictures
 */
record MadeUpPictures(
    ProposalSettings settings,
    ComputeDevice device,
    ImageSize padded,
    List<Picture> pictures,
    float padding) {
  private static final int EDGES = 4;

  /**
   * One picture.
   *
   * @param seed of what is in its maps
   * @param size without padding
   */
  record Picture(long seed, ImageSize size) {}

  /** What an initializer gets, in the open scope. */
  ProposalContext context(boolean training, ScalarType precision) {
    List<Tensor> maps = new ArrayList<>();
    for (int stride : settings.strides()) {
      maps.add(map(stride).to(precision));
    }
    List<ImageSize> sizes = pictures.stream().map(Picture::size).toList();
    return new ProposalContext(maps, settings.strides(), sizes, scales(), training);
  }

  private Tensor map(int stride) {
    int channels = settings.hiddenDim();
    int height = padded.height() / stride;
    int width = padded.width() / stride;
    float[] values = new float[pictures.size() * channels * height * width];
    Random outside = new Random(stride);
    int at = 0;
    for (Picture picture : pictures) {
      Random inside = new Random(picture.seed + stride);
      int reachedY = cells(picture.size.height(), stride);
      int reachedX = cells(picture.size.width(), stride);
      for (int channel = 0; channel < channels; channel++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            values[at++] =
                y < reachedY && x < reachedX
                    ? (float) inside.nextGaussian()
                    : padding * (2 * outside.nextFloat() - 1);
          }
        }
      }
    }
    return device.place(HostTensors.ofFloats(values, pictures.size(), channels, height, width));
  }

  private static int cells(int side, int stride) {
    return (side + stride - 1) / stride;
  }

  private Tensor scales() {
    float[] scales = new float[EDGES * pictures.size()];
    for (int i = 0; i < scales.length; i++) {
      ImageSize size = pictures.get(i / EDGES).size;
      scales[i] = i % 2 == 0 ? size.width() : size.height();
    }
    return device.place(HostTensors.ofFloats(scales, pictures.size(), EDGES));
  }

  /**
   * What is to be found: one box less in each picture than in the one before, down to none.
   *
   * @param most boxes of the first picture
   */
  ProposalTargets targets(int most) {
    List<Tensor> boxes = new ArrayList<>();
    List<Tensor> classIds = new ArrayList<>();
    int all = 0;
    for (int i = 0; i < pictures.size(); i++) {
      int count = Math.max(0, most - i);
      ImageSize size = pictures.get(i).size;
      float[] xyxy = new float[EDGES * count];
      for (int j = 0; j < count; j++) {
        xyxy[EDGES * j] = 2 * j;
        xyxy[EDGES * j + 1] = 3 * j;
        xyxy[EDGES * j + 2] = size.width() / 2f + j;
        xyxy[EDGES * j + 3] = size.height() - j;
      }
      boxes.add(device.place(HostTensors.ofFloats(xyxy, count, EDGES)));
      classIds.add(device.place(HostTensors.ofLongs(new long[count], count)));
      all += count;
    }
    return new ProposalTargets(boxes, classIds, Math.max(1, all));
  }
}
