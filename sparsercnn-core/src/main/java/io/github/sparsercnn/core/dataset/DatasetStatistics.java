package io.github.sparsercnn.core.dataset;

import io.github.sparsercnn.ImageSize;
import java.util.List;
import java.util.Optional;

/**
 * What a dataset is like: numbers for people to look at, and for choosing a recipe. Immutable.
 *
 * @param pictures how many there are
 * @param picturesWithoutObjects how many have no box, or crowds only
 * @param boxes how many there are of each sort
 * @param classes in the order of the class ids, those without boxes included
 * @param pictureFigures what pictures are like, unless there are none
 * @param boxFigures what boxes that can be learned are like, unless there are none
 */
public record DatasetStatistics(
    int pictures,
    int picturesWithoutObjects,
    BoxCounts boxes,
    List<ClassCount> classes,
    Optional<PictureFigures> pictureFigures,
    Optional<BoxFigures> boxFigures) {
  /** Copies the list. */
  public DatasetStatistics {
    classes = List.copyOf(classes);
  }

  /**
   * Boxes by what training makes of them.
   *
   * @param objects all that are no crowds
   * @param crowds never trained on
   * @param degenerate objects with a side of no length: never trained on
   * @param outside objects of which the picture shows nothing: never trained on
   * @param leaving objects that leave the picture by half a pixel or more: trained on after
   *     clipping
   */
  public record BoxCounts(long objects, long crowds, long degenerate, long outside, long leaving) {
    /** {@return how many boxes are trained on} */
    public long learnable() {
      return objects - degenerate - outside;
    }
  }

  /**
   * How often a class occurs.
   *
   * @param label its label
   * @param datasetId its category id in the dataset
   * @param boxes of this class, crowds left out
   * @param pictures that have at least one of them
   */
  public record ClassCount(String label, int datasetId, long boxes, int pictures) {}

  /**
   * What pictures are like.
   *
   * @param smallest by area, the first of equal ones
   * @param largest by area, the first of equal ones
   * @param sizes how many different sizes there are
   * @param width pixels
   * @param height pixels
   * @param meanAspect the geometric mean of width over height: tall and wide ones cancel out
   * @param boxesPerPicture that can be learned
   * @param fullest file name of the first picture with the most of these
   */
  public record PictureFigures(
      ImageSize smallest,
      ImageSize largest,
      int sizes,
      Spread width,
      Spread height,
      double meanAspect,
      Spread boxesPerPicture,
      String fullest) {}

  /**
   * What boxes are like that can be learned, clipped to their pictures.
   *
   * @param width pixels
   * @param height pixels
   * @param relativeSize root of the box's area over the root of the picture's, 0 to 1
   * @param small how many have an area below 32² pixels, as COCO counts
   * @param medium how many lie between
   * @param large how many have an area of 96² pixels or more
   * @param smallest by area, the first of equal ones
   * @param largest by area, the first of equal ones
   */
  public record BoxFigures(
      Spread width,
      Spread height,
      Spread relativeSize,
      long small,
      long medium,
      long large,
      Found smallest,
      Found largest) {}

  /**
   * A box and where it was found.
   *
   * @param fileName of the picture
   * @param box clipped to the picture
   */
  public record Found(String fileName, LabeledBox box) {}

  /**
   * Counts and measures.
   *
   * @param dataset whose annotations are looked at; its pictures are not opened
   * @return what it is like
   */
  public static DatasetStatistics of(Dataset dataset) {
    return new Census(dataset).result();
  }
}
