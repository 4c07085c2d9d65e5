package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.util.Random;
import java.util.function.Function;

/** Others that must not be asked for. */
enum NoOthers implements OtherPictures {
  NONE;

  @Override
  public <T> T draw(Random random, Function<LabeledPicture, T> reading) {
    throw new AssertionError("another picture was drawn");
  }
}
