package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.core.dataset.format.JsonCursor;
import io.github.sparsercnn.core.dataset.format.KeySet;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a COCO results file. */
final class ResultsReader {
  private static final int IMAGE_ID = 0;
  private static final int CATEGORY_ID = 1;
  private static final int BBOX = 2;
  private static final int SCORE = 3;

  private final JsonCursor cursor;
  private final KeySet keys;
  private final CocoResults.Builder results;
  private final double[] box = new double[4];

  private ResultsReader(JsonCursor cursor) {
    this.cursor = cursor;
    keys = new KeySet(cursor, "image_id", "category_id", "bbox", "score");
    results = CocoResults.builder(cursor.source());
  }

  static CocoResults read(Path json) {
    return JsonCursor.read(json, cursor -> new ResultsReader(cursor).results());
  }

  private CocoResults results() throws IOException {
    cursor.forEachObject("results", this::detection);
    return results.build();
  }

  private void detection() throws IOException {
    keys.clear();
    long imageId = 0;
    long categoryId = 0;
    double score = 0;
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "image_id" -> {
          keys.add(IMAGE_ID);
          imageId = cursor.id(key);
        }
        case "category_id" -> {
          keys.add(CATEGORY_ID);
          categoryId = cursor.id(key);
        }
        case "bbox" -> {
          keys.add(BBOX);
          cursor.box(key, box);
        }
        case "score" -> {
          keys.add(SCORE);
          score = cursor.number(key);
        }
        default -> cursor.skip();
      }
    }
    for (int key = IMAGE_ID; key <= SCORE; key++) {
      keys.require(key);
    }
    results.add(imageId, categoryId, box[0], box[1], box[2], box[3], score);
  }
}
