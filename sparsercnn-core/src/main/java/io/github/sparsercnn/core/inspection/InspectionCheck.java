package io.github.sparsercnn.core.inspection;

import java.util.ArrayList;
import java.util.List;

/**
 * A rule of thumb about the inside of a healthy detector, held against one picture.
 *
 * @param look where to look
 * @param here how it looks here
 * @param rule how it looks in a healthy detector
 * @param isHealthy whether the rule holds
 * @param otherwise what it means if it does not
 */
public record InspectionCheck(
    String look, String here, String rule, boolean isHealthy, String otherwise) {
  private static final double SURE = 0.3;
  private static final double SETTLED = 0.8;
  private static final double PLACES = 0.2;
  private static final double ONE_DIRECTION = 0.95;
  private static final double FEW_DEAD = 0.05;

  static List<InspectionCheck> all(Findings findings) {
    List<InspectionCheck> checks = new ArrayList<>();
    checks.add(valuesAreNumbers(findings));
    checks.add(channelsLive(findings));
    checks.add(levelsSayMoreThanOneThing(findings));
    checks.add(proposalsSettle(findings));
    checks.add(proposalsAreApart(findings));
    checks.add(somethingIsSure(findings));
    return checks;
  }

  private static InspectionCheck valuesAreNumbers(Findings findings) {
    long bad =
        findings.levelFigures().stream().mapToLong(LevelFigures::notFinite).sum()
            + findings.stageFigures().stream().mapToLong(StageFigures::notFinite).sum();
    return new InspectionCheck(
        "Values of feature maps, boxes and scores",
        bad == 0 ? "all finite" : bad + " are NaN or infinite",
        "all are finite",
        bad == 0,
        "The training has diverged: go back to a checkpoint before that, with half the learning"
            + " rate.");
  }

  private static InspectionCheck channelsLive(Findings findings) {
    LevelFigures worst = worst(findings, (a, b) -> share(a) > share(b));
    return new InspectionCheck(
        "Dead channels",
        Shown.format(
            "%d of %d in %s", worst.deadChannels(), worst.deviations().length, worst.level()),
        "less than 5 % of each level",
        share(worst) < FEW_DEAD,
        "Channels that hardly change say nothing. Were all weights loaded? Is the learning rate of"
            + " the backbone too high?");
  }

  private static double share(LevelFigures figures) {
    return (double) figures.deadChannels() / figures.deviations().length;
  }

  private static InspectionCheck levelsSayMoreThanOneThing(Findings findings) {
    LevelFigures worst = worst(findings, (a, b) -> a.shares().get(0) > b.shares().get(0));
    return new InspectionCheck(
        "First direction of a level",
        Shown.percent(worst.shares().get(0)) + " in " + worst.level(),
        "less than 95 % of the variance",
        worst.shares().get(0) < ONE_DIRECTION,
        "All channels say the same. In the coarsest level that may be the picture; in all levels the"
            + " backbone has collapsed, or its weights are not those of this network.");
  }

  private interface Worse {
    boolean test(LevelFigures one, LevelFigures other);
  }

  private static LevelFigures worst(Findings findings, Worse worse) {
    LevelFigures worst = findings.levelFigures().get(0);
    for (LevelFigures figures : findings.levelFigures()) {
      worst = worse.test(figures, worst) ? figures : worst;
    }
    return worst;
  }

  private static InspectionCheck proposalsSettle(Findings findings) {
    StageFigures first = findings.stageFigures().get(0);
    StageFigures last = last(findings);
    boolean one = findings.stageFigures().size() == 1;
    return new InspectionCheck(
        "Overlap of a box with itself one stage before",
        Shown.format("%.2f in the first stage, %.2f in the last", first.settled(), last.settled()),
        "at least 0.8 in the last, and more than in the first",
        one || (last.settled() >= SETTLED && last.settled() > first.settled()),
        "Boxes that do not move, or never come to rest, are those of a head that has not learned"
            + " yet.");
  }

  private static InspectionCheck proposalsAreApart(Findings findings) {
    StageFigures last = last(findings);
    int n = findings.inspection().proposals();
    return new InspectionCheck(
        "Different places of the last boxes",
        Shown.format("%.0f of %d", last.places() * n, n),
        "at least a fifth of the proposals",
        last.places() >= PLACES,
        "The proposals have collapsed onto each other: look at the start boxes and at their"
            + " features. Pictures with a single object look like this, too.");
  }

  private static InspectionCheck somethingIsSure(Findings findings) {
    StageFigures last = last(findings);
    return new InspectionCheck(
        "Best score",
        Shown.score(last.bestScore()),
        "at least 0.30 where there is an object",
        last.bestScore() >= SURE,
        "Nothing is sure here. With an object in the picture: train longer, or check the class head"
            + " and the labels.");
  }

  private static StageFigures last(Findings findings) {
    return findings.stageFigures().get(findings.stageFigures().size() - 1);
  }
}
