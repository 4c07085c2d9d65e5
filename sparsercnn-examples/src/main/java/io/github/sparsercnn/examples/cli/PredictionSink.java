package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Instances;
import java.io.IOException;
import java.nio.file.Path;

/** Takes what was found in one picture after another. */
interface PredictionSink {
  /** A picture was looked at. */
  void found(Path file, Instances instances) throws IOException;

  /** A picture could not be used. */
  void failed(Path file, String reason) throws IOException;
}
