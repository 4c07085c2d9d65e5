package io.github.sparsercnn.core.testing;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import java.nio.file.Path;

/** Detects in a process whose libraries are named modules, with proposals that have a key. */
public final class ModulePathMain {
  private ModulePathMain() {}

  /** Loads the checkpoint that the argument names and counts what it finds in a black picture. */
  public static void main(String[] args) {
    try (Detector detector =
        Detector.builder()
            .weights(Path.of(args[0]))
            .override("INPUT.MIN_SIZE_TEST", "64")
            .proposals("random")
            .override("MODEL.SparseRCNN.RANDOM_PROPOSALS.SEED", "3")
            .build()) {
      int found = detector.predict(Image.ofRgb(new byte[64 * 48 * 3], 64, 48)).size();
      System.out.println(detector.getClass().getModule() + " found " + found);
    }
  }
}
