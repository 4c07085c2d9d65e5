package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.network.NetworkView;

/**
 * A prediction of one picture, seen from inside.
 *
 * @param picture as the network saw it: resized, without padding
 * @param original size of the picture that was given
 * @param categories of the model
 * @param focal whether logits are sigmoid scores; else softmax, background last
 * @param network the run; its tensors live as long as the viewer runs
 */
public record PredictionView(
    RgbImage picture,
    ImageSize original,
    Categories categories,
    boolean focal,
    NetworkView network) {}
