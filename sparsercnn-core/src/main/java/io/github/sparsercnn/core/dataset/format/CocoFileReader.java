package io.github.sparsercnn.core.dataset.format;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Walks through a COCO annotation file: a JSON object with the lists {@code images}, {@code
 * annotations} and {@code categories}, in any order. What other keys hold, segmentations for
 * example, is skipped.
 */
public final class CocoFileReader {
  private static final int ID = 0;
  private static final int IMAGE_ID = 1;
  private static final int CATEGORY_ID = 2;
  private static final int BBOX = 3;
  private static final int AREA = 4;
  private static final int ISCROWD = 5;
  private static final int IGNORE = 6;
  private static final int FILE_NAME = 1;
  private static final int WIDTH = 2;
  private static final int HEIGHT = 3;
  private static final int NAME = 1;

  private final JsonCursor cursor;
  private final CocoContents contents;
  private final KeySet lists;
  private final KeySet imageKeys;
  private final KeySet categoryKeys;
  private final KeySet annotationKeys;
  private final double[] box = new double[4];

  private CocoFileReader(JsonCursor cursor, CocoContents contents) {
    this.cursor = cursor;
    this.contents = contents;
    lists = new KeySet(cursor, "images", "annotations", "categories");
    imageKeys = new KeySet(cursor, "id", "file_name", "width", "height");
    categoryKeys = new KeySet(cursor, "id", "name");
    annotationKeys =
        new KeySet(cursor, "id", "image_id", "category_id", "bbox", "area", "iscrowd", "ignore");
  }

  /**
   * Reads a file.
   *
   * @param json the file
   * @param contents takes what it holds
   * @param <T> what takes it
   * @return {@code contents}
   * @throws io.github.sparsercnn.DatasetException if the file cannot be read or is not of that form
   */
  public static <T extends CocoContents> T read(Path json, T contents) {
    return JsonCursor.read(
        json,
        cursor -> {
          new CocoFileReader(cursor, contents).read();
          return contents;
        });
  }

  private void read() throws IOException {
    cursor.expectObject("the file");
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "images" -> {
          lists.add(0);
          cursor.forEachObject(key, this::image);
        }
        case "annotations" -> {
          lists.add(1);
          cursor.forEachObject(key, this::annotation);
        }
        case "categories" -> {
          lists.add(2);
          cursor.forEachObject(key, this::category);
        }
        default -> cursor.skip();
      }
    }
    for (int list = 0; list < 3; list++) {
      lists.require(list);
    }
  }

  private void image() throws IOException {
    imageKeys.clear();
    long id = 0;
    String fileName = "";
    int width = 0;
    int height = 0;
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "id" -> {
          imageKeys.add(ID);
          id = cursor.id(key);
        }
        case "file_name" -> {
          imageKeys.add(FILE_NAME);
          fileName = cursor.text(key);
        }
        case "width" -> {
          imageKeys.add(WIDTH);
          width = pixels(key);
        }
        case "height" -> {
          imageKeys.add(HEIGHT);
          height = pixels(key);
        }
        default -> cursor.skip();
      }
    }
    imageKeys.require(ID);
    contents.image(id, fileName, width, height);
  }

  private int pixels(String what) throws IOException {
    if (cursor.atNull()) {
      return 0;
    }
    long pixels = cursor.id(what);
    if (pixels < 0 || pixels > Integer.MAX_VALUE) {
      throw cursor.error(what + " is " + pixels + ", expected pixels");
    }
    return (int) pixels;
  }

  private void category() throws IOException {
    categoryKeys.clear();
    long id = 0;
    String name = "";
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "id" -> {
          categoryKeys.add(ID);
          id = cursor.id(key);
        }
        case "name" -> {
          categoryKeys.add(NAME);
          name = cursor.text(key);
        }
        default -> cursor.skip();
      }
    }
    categoryKeys.require(ID);
    contents.category(id, categoryKeys.has(NAME) ? name : Long.toString(id));
  }

  private void annotation() throws IOException {
    annotationKeys.clear();
    long id = 0;
    long imageId = 0;
    long categoryId = 0;
    double area = 0;
    boolean crowd = false;
    boolean ignore = false;
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "id" -> {
          annotationKeys.add(ID);
          id = cursor.id(key);
        }
        case "image_id" -> {
          annotationKeys.add(IMAGE_ID);
          imageId = cursor.id(key);
        }
        case "category_id" -> {
          annotationKeys.add(CATEGORY_ID);
          categoryId = cursor.id(key);
        }
        case "bbox" -> {
          annotationKeys.add(BBOX);
          cursor.box(key, box);
        }
        case "area" -> {
          annotationKeys.add(AREA);
          area = area(key);
        }
        case "iscrowd" -> {
          annotationKeys.add(ISCROWD);
          crowd = cursor.flag(key);
        }
        case "ignore" -> {
          annotationKeys.add(IGNORE);
          ignore = cursor.flag(key);
        }
        default -> cursor.skip();
      }
    }
    for (int key = ID; key <= BBOX; key++) {
      annotationKeys.require(key);
    }
    contents.annotation(
        new CocoAnnotation(
            id,
            imageId,
            categoryId,
            box[0],
            box[1],
            box[2],
            box[3],
            annotationKeys.has(AREA) ? area : box[2] * box[3],
            crowd,
            ignore));
  }

  private double area(String what) throws IOException {
    double area = cursor.number(what);
    if (area < 0) {
      throw cursor.error(what + " is " + area + ", expected square pixels, 0 or more");
    }
    return area;
  }
}
