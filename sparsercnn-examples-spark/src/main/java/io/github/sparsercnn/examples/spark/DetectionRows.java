package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.Box;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.Instance;
import io.github.sparsercnn.Instances;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What the job writes: a row for every picture, with what was found in it or why nothing could. */
final class DetectionRows {
  static final String WIDTH = "width";
  static final String HEIGHT = "height";
  static final String DETECTIONS = "detections";
  static final String ERROR = "error";

  /** Best first; boxes are in pixels of the upright picture. */
  static final StructType DETECTION =
      new StructType()
          .add("label", DataTypes.StringType, false)
          .add("category_id", DataTypes.IntegerType, false)
          .add("score", DataTypes.FloatType, false)
          .add("x1", DataTypes.FloatType, false)
          .add("y1", DataTypes.FloatType, false)
          .add("x2", DataTypes.FloatType, false)
          .add("y2", DataTypes.FloatType, false);

  /** Size and detections are null where there is an error, and only there. */
  static final StructType SCHEMA =
      new StructType()
          .add(PictureRow.IMAGE_ID, DataTypes.LongType, false)
          .add(PictureRow.PATH, DataTypes.StringType, false)
          .add(WIDTH, DataTypes.IntegerType, true)
          .add(HEIGHT, DataTypes.IntegerType, true)
          .add(DETECTIONS, DataTypes.createArrayType(DETECTION, false), true)
          .add(ERROR, DataTypes.StringType, true);

  private DetectionRows() {}

  /** The row of a picture that was looked at. */
  static Row found(PictureRow picture, Instances instances) {
    Categories categories = instances.categories();
    Row[] detections = new Row[instances.size()];
    for (int i = 0; i < detections.length; i++) {
      Instance instance = instances.get(i);
      Box box = instance.box();
      detections[i] =
          RowFactory.create(
              instance.label(),
              categories.datasetId(instance.classId()),
              instance.score(),
              box.x1(),
              box.y1(),
              box.x2(),
              box.y2());
    }
    return RowFactory.create(
        picture.imageId(),
        picture.path(),
        instances.imageSize().width(),
        instances.imageSize().height(),
        detections,
        null);
  }

  /** The row of a picture that could not be looked at. */
  static Row failed(PictureRow picture, String error) {
    return RowFactory.create(picture.imageId(), picture.path(), null, null, null, error);
  }
}
