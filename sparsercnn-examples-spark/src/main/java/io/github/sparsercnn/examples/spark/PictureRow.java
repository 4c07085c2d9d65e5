package io.github.sparsercnn.examples.spark;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * One picture as it comes to a task.
 *
 * @param imageId tells it from the others, also when its task runs again
 * @param path where it lies, as Spark writes it
 * @param content the bytes of its file, not copied; null if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PictureRow(long imageId, String path, byte @Nullable [] content) {
  static final String IMAGE_ID = "image_id";
  static final String PATH = "path";
  static final String CONTENT = "content";

  static final StructType SCHEMA =
      new StructType()
          .add(IMAGE_ID, DataTypes.LongType, false)
          .add(PATH, DataTypes.StringType, false)
          .add(CONTENT, DataTypes.BinaryType, true);

  /** Reads a row of {@link #SCHEMA}. */
  static PictureRow of(Row row) {
    return new PictureRow(row.getLong(0), row.getString(1), row.getAs(2));
  }
}
