package io.github.sparsercnn.core.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.Preset;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.ImageDecoder;
import io.github.sparsercnn.core.image.PillowResize;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.image.ShortestEdge;
import java.util.ArrayList;
import java.util.List;

/**
 * A golden that the whole network took part in, with its config and pictures.
 *
 * @param golden the numbers
 * @param config of the network
 * @param originals the pictures
 * @param resized the pictures that the network sees
 */
public record GoldenCase(
    Goldens golden, Config config, List<RgbImage> originals, List<RgbImage> resized) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Opens for example {@code train/tiny_adamw}; skips the running test if it lacks a photo. */
  public static GoldenCase open(String name) {
    Goldens golden = Goldens.open(name + ".safetensors");
    ShortestEdge shortestEdge =
        new ShortestEdge(
            Integer.parseInt(golden.metadata().get("min_size")),
            Integer.parseInt(golden.metadata().get("max_size")));
    List<RgbImage> originals = new ArrayList<>();
    for (JsonNode image : json(golden, "images")) {
      originals.add(picture(image.asText()));
    }
    List<RgbImage> resized =
        originals.stream()
            .map(image -> PillowResize.bilinear(image, shortestEdge.apply(image.size())))
            .toList();
    return new GoldenCase(golden, config(golden), originals, resized);
  }

  private static RgbImage picture(String name) {
    if (TestCard.isName(name)) {
      return TestCard.named(name);
    }
    Image photo = Image.of(SharedData.require("data/photos/" + name));
    return ImageDecoder.decode(photo, DecodeOptions.DEFAULT);
  }

  /** The config of a golden: the preset and the overrides that its metadata name. */
  public static Config config(Goldens golden) {
    String preset = golden.metadata().get("config");
    Config config = preset == null ? Config.defaults() : Preset.byName(preset).config();
    if (!golden.metadata().containsKey("overrides")) {
      return config;
    }
    List<String> words = new ArrayList<>();
    json(golden, "overrides")
        .properties()
        .forEach(
            entry -> {
              words.add(entry.getKey().replace("__", "."));
              words.add(
                  entry.getValue().isValueNode()
                      ? entry.getValue().asText()
                      : entry.getValue().toString());
            });
    return config.with(words);
  }

  /** A part of the case's metadata. */
  public JsonNode json(String key) {
    return json(golden, key);
  }

  private static JsonNode json(Goldens golden, String key) {
    try {
      return JSON.readTree(golden.metadata().get(key));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("golden's " + key, e);
    }
  }
}
