package io.github.sparsercnn.core.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tables from other people's parameter names to detectron2's. A table is a list of rules; the first
 * that matches a whole name decides.
 */
final class Renaming {
  private static final String BOTTOM_UP = "backbone.bottom_up.";
  private static final int FIRST_STAGE = 2; // detectron2 counts the stem as the first

  /** A ResNet as torchvision names it; knows no classifier. */
  static final Renaming TORCHVISION_RESNET = torchvisionResNet();

  /** A ResNet as detectron2's own {@code R-50.pkl} names it; knows no classifier. */
  static final Renaming DETECTRON2_RESNET =
      new Renaming().rule("((stem|res[2-5])\\..+)", BOTTOM_UP + "$1");

  /** A whole Sparse R-CNN as mmdetection 2 and 3 name it. */
  static final Renaming MMDETECTION = mmdetection();

  private record Rule(Pattern from, String to) {}

  private final List<Rule> rules = new ArrayList<>();

  private Renaming() {}

  /** The detectron2 name; empty if no rule matches. */
  Optional<String> apply(String name) {
    for (Rule rule : rules) {
      Matcher matcher = rule.from.matcher(name);
      if (matcher.matches()) {
        return Optional.of(matcher.replaceFirst(rule.to));
      }
    }
    return Optional.empty();
  }

  private Renaming rule(String from, String to) {
    rules.add(new Rule(Pattern.compile(from), to));
    return this;
  }

  private static Renaming torchvisionResNet() {
    Renaming renaming = new Renaming();
    renaming.resNet("");
    return renaming;
  }

  private void resNet(String prefix) {
    rule(prefix + "conv1\\.(.+)", BOTTOM_UP + "stem.conv1.$1");
    rule(prefix + "bn1\\.(.+)", BOTTOM_UP + "stem.conv1.norm.$1");
    for (int layer = 1; layer <= 4; layer++) {
      String from = prefix + "layer" + layer + "\\.(\\d+)\\.";
      String to = BOTTOM_UP + "res" + (layer - 1 + FIRST_STAGE) + ".$1.";
      rule(from + "conv([123])\\.(.+)", to + "conv$2.$3");
      rule(from + "bn([123])\\.(.+)", to + "conv$2.norm.$3");
      rule(from + "downsample\\.0\\.(.+)", to + "shortcut.$2");
      rule(from + "downsample\\.1\\.(.+)", to + "shortcut.norm.$2");
    }
  }

  private static Renaming mmdetection() {
    Renaming renaming = new Renaming();
    renaming.resNet("backbone\\.");
    for (int level = 0; level < 4; level++) {
      int stage = level + FIRST_STAGE;
      renaming.rule(
          "neck\\.lateral_convs\\." + level + "\\.conv\\.(.+)",
          "backbone.fpn_lateral" + stage + ".$1");
      renaming.rule(
          "neck\\.fpn_convs\\." + level + "\\.conv\\.(.+)", "backbone.fpn_output" + stage + ".$1");
    }
    renaming.rule("rpn_head\\.init_proposal_bboxes\\.(.+)", "init_proposal_boxes.$1");
    renaming.rule("rpn_head\\.init_proposal_features\\.(.+)", "init_proposal_features.$1");
    renaming.stage("attention\\.attn", "self_attn");
    renaming.stage("attention_norm", "norm1");
    renaming.stage("instance_interactive_conv\\.dynamic_layer", "inst_interact.dynamic_layer");
    renaming.stage("instance_interactive_conv\\.norm_in", "inst_interact.norm1");
    renaming.stage("instance_interactive_conv\\.norm_out", "inst_interact.norm2");
    renaming.stage("instance_interactive_conv\\.fc_layer", "inst_interact.out_layer");
    renaming.stage("instance_interactive_conv\\.fc_norm", "inst_interact.norm3");
    renaming.stage("instance_interactive_conv_norm", "norm2");
    renaming.stage("ffn\\.layers\\.0\\.0", "linear1");
    renaming.stage("ffn\\.layers\\.1", "linear2");
    renaming.stage("ffn_norm", "norm3");
    renaming.stage("cls_fcs", "cls_module");
    renaming.stage("reg_fcs", "reg_module");
    renaming.stage("fc_cls", "class_logits");
    renaming.stage("fc_reg", "bboxes_delta");
    return renaming;
  }

  private void stage(String from, String to) {
    rule(
        "roi_head\\.bbox_head\\.(\\d+)\\." + from + "\\.(.+)", "head.head_series.$1." + to + ".$2");
  }
}
