package io.github.sparsercnn.examples.bench.problem;

import java.util.List;

/**
 * An image and what is in it.
 *
 * @param id its id
 * @param width pixels
 * @param height pixels
 * @param objects what is in it, maybe nothing
 */
record Scene(long id, int width, int height, List<SceneObject> objects) {
  Scene {
    objects = List.copyOf(objects);
  }
}
