package io.github.sparsercnn.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.NativeException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class PredictedRowsTest {
  private static final byte[] GOOD = png(8, 6);
  private static final byte[] TOO_MUCH_FOR_LIBTORCH = png(1, 6);
  private static final byte[] BROKEN = {1, 2, 3};

  private final CountingDetector detector = new CountingDetector();

  @Test
  void row_hasWhatWasFound() {
    Row row = rows(1, true, GOOD).next();

    assertThat(row.getLong(0)).isZero();
    assertThat(row.getString(1)).isEqualTo("file:/0.png");
    assertThat(row.getInt(2)).isEqualTo(8);
    assertThat(row.getInt(3)).isEqualTo(6);
    assertThat((Row[]) row.get(4))
        .containsExactly(
            RowFactory.create("cell", 7, 0.9f, 1f, 2f, 3.5f, 4f),
            RowFactory.create("noise", 9, 0.2f, 0f, 0f, 1f, 1f));
    assertThat(row.isNullAt(5)).isTrue();
  }

  @Test
  void threshold_keepsStrictlyGreaterScores() {
    PredictedRows rows = new PredictedRows(pictures(GOOD), detector, 1, 0.2f, true);

    assertThat((Row[]) rows.next().get(4)).hasSize(1);
  }

  @Test
  void pictures_areReadOneBatchAtATime() {
    List<Row> read = new ArrayList<>();
    Iterator<Row> source = pictures(GOOD, GOOD, GOOD, GOOD, GOOD);
    Iterator<Row> watched =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return source.hasNext();
          }

          @Override
          public Row next() {
            read.add(source.next());
            return read.get(read.size() - 1);
          }
        };
    PredictedRows rows = new PredictedRows(watched, detector, 2, -1, true);
    assertThat(read).isEmpty();

    rows.next();
    assertThat(read).hasSize(2);
    rows.next();
    assertThat(read).hasSize(2);
    rows.next();
    assertThat(read).hasSize(4);
    rows.forEachRemaining(row -> {});

    assertThat(detector.batches).containsExactly(2, 2, 1);
  }

  @Test
  void brokenPicture_hasAnErrorAndCostsTheOthersNothing() {
    List<Row> rows = all(rows(3, true, GOOD, BROKEN, GOOD));

    assertThat(rows).extracting(row -> row.getLong(0)).containsExactlyInAnyOrder(0L, 1L, 2L);
    Row broken = rows.stream().filter(row -> row.getLong(0) == 1).findFirst().orElseThrow();
    assertThat(broken.getString(5)).contains("3 bytes");
    assertThat(broken.isNullAt(2) && broken.isNullAt(3) && broken.isNullAt(4)).isTrue();
    assertThat(detector.batches).containsExactly(2);
  }

  @Test
  void partitionOfBrokenPicturesOnly_hasOnlyErrors() {
    assertThat(all(rows(1, true, BROKEN, BROKEN)))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.isNullAt(5)).isFalse());
  }

  @Test
  void rowWithoutContent_isAnError() {
    Iterator<Row> one = List.of(RowFactory.create(0L, "file:/0.png", null)).iterator();

    assertThat(new PredictedRows(one, detector, 1, -1, true).next().getString(5))
        .startsWith("there is no content");
  }

  @Test
  void failureOfLibTorch_failsTheTaskWhileTheMachineMayBeToBlame() {
    assertThatThrownBy(() -> all(rows(2, true, GOOD, TOO_MUCH_FOR_LIBTORCH)))
        .isInstanceOf(NativeException.class)
        .hasMessage("no memory");
  }

  @Test
  void failureOfLibTorch_isThePicturesErrorAfterwards() {
    List<Row> rows = all(rows(3, false, GOOD, TOO_MUCH_FOR_LIBTORCH, GOOD));

    assertThat(rows).extracting(row -> row.getString(5)).containsExactly(null, "no memory", null);
  }

  @Test
  void end_isSaid() {
    PredictedRows rows = rows(2, true);

    assertThat(rows.hasNext()).isFalse();
    assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);
  }

  private PredictedRows rows(int batch, boolean blameMachine, byte[]... contents) {
    return new PredictedRows(pictures(contents), detector, batch, -1, blameMachine);
  }

  private static List<Row> all(Iterator<Row> rows) {
    List<Row> all = new ArrayList<>();
    rows.forEachRemaining(all::add);
    return all;
  }

  private static Iterator<Row> pictures(byte[]... contents) {
    return Stream.iterate(0, i -> i < contents.length, i -> i + 1)
        .map(i -> RowFactory.create((long) i, "file:/" + i + ".png", contents[i]))
        .iterator();
  }

  private static byte[] png(int width, int height) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
