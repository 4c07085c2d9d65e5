package io.github.sparsercnn.core.inspection;

import java.nio.file.Path;
import java.util.List;

/**
 * What was written, and what its numbers come to.
 *
 * @param page the page to open first
 * @param pictures the files beside it
 * @param levels figures of the levels that were shown, finest first
 * @param stages figures of the stages, in order
 * @param top the surest proposals, best first
 * @param proposal the one whose attention is shown
 * @param checks rules of thumb
 */
public record InspectionResult(
    Path page,
    List<Path> pictures,
    List<LevelFigures> levels,
    List<StageFigures> stages,
    List<Integer> top,
    int proposal,
    List<InspectionCheck> checks) {
  /** Copies the lists. */
  public InspectionResult {
    pictures = List.copyOf(pictures);
    levels = List.copyOf(levels);
    stages = List.copyOf(stages);
    top = List.copyOf(top);
    checks = List.copyOf(checks);
  }
}
