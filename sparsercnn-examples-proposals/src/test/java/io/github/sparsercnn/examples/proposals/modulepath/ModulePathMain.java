package io.github.sparsercnn.examples.proposals.modulepath;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import java.nio.file.Path;

/**
 * Detects on the module path. In a package that the module lacks: the class path is not searched
 * for packages of modules.
 */
public final class ModulePathMain {
  private ModulePathMain() {}

  /** Loads the weights that the argument names and counts what it finds in a black picture. */
  public static void main(String[] args) {
    try (Detector detector =
        Detector.builder()
            .weights(Path.of(args[0]))
            .proposals("brightest")
            .override("MODEL.SparseRCNN.BRIGHTEST.SIZE", "0.5")
            .override("INPUT.MIN_SIZE_TEST", "64")
            .build()) {
      int found = detector.predict(Image.ofRgb(new byte[64 * 48 * 3], 64, 48)).size();
      System.out.println(detector.info().architecture() + " found " + found);
    }
  }
}
