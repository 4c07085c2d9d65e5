package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.ConfigException;
import java.util.ArrayList;
import java.util.List;

/**
 * An inspection with what several pictures need of it, computed once.
 *
 * @param inspection the values
 * @param settings what to show
 * @param levels those that are shown, finest first
 * @param colors of the cells of each level
 * @param levelFigures of each level
 * @param stageFigures of each stage
 * @param top the best proposals, best first
 * @param chosen the proposal whose attention is shown
 */
record Findings(
    Inspection inspection,
    InspectionSettings settings,
    List<FeatureLevel> levels,
    List<PcaColors> colors,
    List<LevelFigures> levelFigures,
    List<StageFigures> stageFigures,
    List<Integer> top,
    int chosen) {

  /**
   * Computes it.
   *
   * @throws ConfigException if the settings ask for a level or a proposal that is not there
   */
  static Findings of(Inspection inspection, InspectionSettings settings) {
    List<FeatureLevel> levels = levels(inspection, settings.levels());
    List<Integer> ranking = inspection.ranking();
    int chosen = settings.proposal().orElse(ranking.get(0));
    if (chosen >= inspection.proposals()) {
      throw new ConfigException(
          "there is no proposal "
              + chosen
              + ": this network has "
              + inspection.proposals()
              + ", numbered from 0");
    }
    List<PcaColors> colors = new ArrayList<>();
    List<LevelFigures> levelFigures = new ArrayList<>();
    for (FeatureLevel level : levels) {
      PcaColors pca = PcaColors.of(level.values(), level.channels());
      colors.add(pca);
      levelFigures.add(LevelFigures.of(level, pca.components()));
    }
    return new Findings(
        inspection,
        settings,
        levels,
        colors,
        levelFigures,
        inspection.stages().stream().map(StageFigures::of).toList(),
        ranking.subList(0, Math.min(settings.top(), ranking.size())),
        chosen);
  }

  private static List<FeatureLevel> levels(Inspection inspection, List<String> names) {
    if (names.isEmpty()) {
      return inspection.levels();
    }
    List<String> known = inspection.levels().stream().map(FeatureLevel::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ConfigException(
            "there is no level " + name + ": the levels of this network are " + known);
      }
    }
    return inspection.levels().stream().filter(level -> names.contains(level.name())).toList();
  }

  /** What a proposal says in a stage: "WBC 0.95". */
  String verdict(InspectedStage stage, int proposal) {
    return inspection.categories().label(stage.bestClass(proposal))
        + " "
        + Shown.score(stage.bestScore(proposal));
  }
}
