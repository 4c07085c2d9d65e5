package io.github.sparsercnn.core.evaluation.report;

import com.google.auto.value.AutoValue;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.analysis.CocoAnalysis;
import io.github.sparsercnn.core.evaluation.analysis.Comparison;
import io.github.sparsercnn.core.evaluation.analysis.ResamplingSettings;
import java.nio.file.Path;
import java.util.Optional;

/** What a report tells about. Immutable, thread-safe. */
@AutoValue
public abstract class ReportContents {
  private static final int WORST_PICTURES = 12;

  ReportContents() {}

  /** The heading of the page. */
  public abstract String title();

  /** What became of the detections, with the figures. */
  public abstract CocoMatching matching();

  /** Where the errors are. */
  public abstract CocoAnalysis analysis();

  /**
   * The folder of the pictures, the root of the ground truth's file names. Small copies of some of
   * them go into the report; without them boxes are drawn on blank ground.
   */
  public abstract Optional<Path> images();

  /** Other results on the same ground truth, to compare with. */
  public abstract Optional<Rival> rival();

  /** How many of the pictures with most errors are shown; 12 by default. */
  public abstract int worstPictures();

  /**
   * Other results on the same ground truth.
   *
   * @param matching what became of them
   * @param comparison the report's results against them
   */
  public record Rival(CocoMatching matching, Comparison comparison) {}

  /**
   * Starts with what must be there; the analysis is made when it is not given.
   *
   * @param matching what became of the detections
   * @return the builder
   */
  public static Builder builder(CocoMatching matching) {
    return new AutoValue_ReportContents.Builder()
        .title("Detection report")
        .matching(matching)
        .worstPictures(WORST_PICTURES);
  }

  /** Builds {@link ReportContents}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Sets {@link ReportContents#title()}. */
    public abstract Builder title(String value);

    abstract Builder matching(CocoMatching value);

    /** Sets {@link ReportContents#analysis()}. */
    public abstract Builder analysis(CocoAnalysis value);

    /** Sets {@link ReportContents#images()}. */
    public abstract Builder images(Path value);

    /** Sets {@link ReportContents#rival()}. */
    public abstract Builder rival(Rival value);

    /** Sets {@link ReportContents#worstPictures()}. */
    public abstract Builder worstPictures(int value);

    abstract CocoMatching matching();

    abstract Optional<CocoAnalysis> analysis();

    abstract Optional<Rival> rival();

    abstract int worstPictures();

    abstract ReportContents autoBuild();

    /**
     * Builds them.
     *
     * @return the contents
     * @throws IllegalArgumentException if the number of pictures is negative, or the rival has
     *     other ground truth
     */
    public final ReportContents build() {
      if (worstPictures() < 0) {
        throw new IllegalArgumentException("cannot show " + worstPictures() + " pictures");
      }
      if (rival().isPresent()
          && rival().get().matching().groundTruth() != matching().groundTruth()) {
        throw new IllegalArgumentException("the rival must be matched on the same ground truth");
      }
      if (analysis().isEmpty()) {
        analysis(CocoAnalysis.of(matching(), ResamplingSettings.defaults()));
      }
      return autoBuild();
    }
  }
}
