package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorBuilder;

/** Loads models; the place where tests put detectors of their own. */
@FunctionalInterface
interface DetectorOpener {
  /** {@return the detector, to be closed by the caller} */
  Detector open(DetectorBuilder builder);
}
