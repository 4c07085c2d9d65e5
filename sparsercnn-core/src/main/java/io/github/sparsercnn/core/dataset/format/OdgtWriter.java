package io.github.sparsercnn.core.dataset.format;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.checkpoint.AtomicFile;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a dataset of people as an annotation file of CrowdHuman. A picture's {@code ID} is its
 * file name without the ending; crowds get {@code extra.ignore}. Pictures stay where they are.
 */
public final class OdgtWriter {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String PERSON = "person";

  private OdgtWriter() {}

  /**
   * Writes a file, or replaces it.
   *
   * @param dataset what to write
   * @param odgt the file
   * @return what was written
   * @throws DatasetException if the dataset has other classes than {@code person}, or two pictures
   *     share a name
   * @throws io.github.sparsercnn.SparseRcnnException if the file cannot be written
   */
  public static WrittenDataset write(Dataset dataset, Path odgt) {
    if (!dataset.categories().labels().equals(List.of(PERSON))) {
      throw new DatasetException(
          dataset.name()
              + " has "
              + dataset.categories()
              + ", but files of CrowdHuman hold persons only; choose another format");
    }
    DistinctStems stems = new DistinctStems();
    dataset.pictures().forEach(picture -> stems.add(picture.file()));
    AtomicFile.write(
        odgt,
        stream -> {
          for (LabeledPicture picture : dataset.pictures()) {
            String line = MAPPER.writeValueAsString(line(picture)) + '\n';
            stream.write(line.getBytes(StandardCharsets.UTF_8));
          }
        });
    return WrittenDataset.whole(dataset);
  }

  private static ObjectNode line(LabeledPicture picture) {
    ObjectNode line =
        MAPPER
            .createObjectNode()
            .put("ID", PictureFolder.stem(picture.file()))
            .put("width", picture.size().width())
            .put("height", picture.size().height());
    ArrayNode people = line.putArray("gtboxes");
    for (LabeledBox box : picture.boxes()) {
      ObjectNode person = people.addObject().put("tag", PERSON);
      person
          .putArray("fbox")
          .add(Decimals.rounded(box.x1()))
          .add(Decimals.rounded(box.y1()))
          .add(Decimals.rounded(box.width()))
          .add(Decimals.rounded(box.height()));
      person.putObject("extra").put("ignore", box.crowd() ? 1 : 0);
    }
    return line;
  }
}
