package io.github.sparsercnn.core.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** The tensor names and shapes of an official checkpoint, written down from its state dict. */
final class OfficialShapes {
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  private OfficialShapes() {}

  /** All tensors of a model on FrozenBN with four levels. */
  static Map<String, long[]> of(int[] blocks, int proposals, int classes) {
    OfficialShapes official = new OfficialShapes();
    official.backbone(blocks);
    official.put("init_proposal_features.weight", proposals, 256);
    official.put("init_proposal_boxes.weight", proposals, 4);
    for (int stage = 0; stage < 6; stage++) {
      official.stage("head.head_series." + stage + ".", classes);
    }
    return official.shapes;
  }

  /** ResNet-50. */
  static Map<String, long[]> r50(int proposals, int classes) {
    return of(new int[] {3, 4, 6, 3}, proposals, classes);
  }

  private void backbone(int[] blocks) {
    for (int level = 2; level <= 5; level++) {
      put("backbone.fpn_lateral" + level + ".weight", 256, 256L << (level - 2), 1, 1);
      put("backbone.fpn_lateral" + level + ".bias", 256);
      put("backbone.fpn_output" + level + ".weight", 256, 256, 3, 3);
      put("backbone.fpn_output" + level + ".bias", 256);
    }
    convolution("backbone.bottom_up.stem.conv1", 64, 3, 7);
    long in = 64;
    for (int stage = 2; stage <= 5; stage++) {
      long mid = 64L << (stage - 2);
      long out = 256L << (stage - 2);
      for (int block = 0; block < blocks[stage - 2]; block++) {
        String name = "backbone.bottom_up.res" + stage + "." + block + ".";
        if (block == 0) {
          convolution(name + "shortcut", out, in, 1);
        }
        convolution(name + "conv1", mid, in, 1);
        convolution(name + "conv2", mid, mid, 3);
        convolution(name + "conv3", out, mid, 1);
        in = out;
      }
    }
  }

  private void convolution(String name, long out, long in, long kernel) {
    put(name + ".weight", out, in, kernel, kernel);
    for (String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
      put(name + ".norm." + part, out);
    }
  }

  private void stage(String prefix, int classes) {
    put(prefix + "self_attn.in_proj_weight", 768, 256);
    put(prefix + "self_attn.in_proj_bias", 768);
    linear(prefix + "self_attn.out_proj", 256, 256);
    linear(prefix + "inst_interact.dynamic_layer", 32768, 256);
    norm(prefix + "inst_interact.norm1", 64);
    norm(prefix + "inst_interact.norm2", 256);
    linear(prefix + "inst_interact.out_layer", 256, 12544);
    norm(prefix + "inst_interact.norm3", 256);
    linear(prefix + "linear1", 2048, 256);
    linear(prefix + "linear2", 256, 2048);
    for (int i = 1; i <= 3; i++) {
      norm(prefix + "norm" + i, 256);
    }
    put(prefix + "cls_module.0.weight", 256, 256);
    norm(prefix + "cls_module.1", 256);
    for (int i = 0; i < 9; i += 3) {
      put(prefix + "reg_module." + i + ".weight", 256, 256);
      norm(prefix + "reg_module." + (i + 1), 256);
    }
    linear(prefix + "class_logits", classes, 256);
    linear(prefix + "bboxes_delta", 4, 256);
  }

  private void linear(String name, long out, long in) {
    put(name + ".weight", out, in);
    put(name + ".bias", out);
  }

  private void norm(String name, long size) {
    put(name + ".weight", size);
    put(name + ".bias", size);
  }

  private void put(String name, long... shape) {
    shapes.put(name, shape);
  }
}
