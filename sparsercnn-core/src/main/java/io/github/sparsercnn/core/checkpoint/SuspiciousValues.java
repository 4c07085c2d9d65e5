package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds values that no healthy training leaves in a network. */
final class SuspiciousValues {
  private static final int NAMED_TENSORS = 3;

  private SuspiciousValues() {}

  /** One line per finding; empty if there is none. */
  static List<String> in(Map<String, StoredTensor> tensors) {
    List<String> notFinite = new ArrayList<>();
    boolean allZero = true;
    for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
      StoredTensor tensor = entry.getValue();
      ByteBuffer elements = tensor.data();
      long count = 0;
      while (elements.hasRemaining()) {
        double value = tensor.dtype().read(elements);
        allZero &= value == 0;
        count += Double.isFinite(value) ? 0 : 1;
      }
      if (count > 0) {
        notFinite.add(
            PickleText.excerpt(entry.getKey()) + " (" + count + " of " + tensor.numel() + ")");
      }
    }
    List<String> findings = new ArrayList<>();
    if (!notFinite.isEmpty()) {
      String named =
          String.join(", ", notFinite.subList(0, Math.min(NAMED_TENSORS, notFinite.size())));
      findings.add(
          notFinite.size()
              + " of "
              + tensors.size()
              + " tensors hold NaN or infinity: "
              + named
              + (notFinite.size() > NAMED_TENSORS ? ", …" : "")
              + "; the training diverged, or the file was halved together with its norm statistics");
    }
    if (allZero) {
      findings.add("all weights are zero; the file was never filled");
    }
    return findings;
  }
}
