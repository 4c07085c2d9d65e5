package io.github.sparsercnn.examples.smear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmearDatasetTest {
  @TempDir private Path folder;

  @Test
  void dataset_holdsThePicturesAndTheirLabels() throws Exception {
    SmearGenerator generator = new SmearGenerator();

    new SmearDataset(generator).write(folder, 5, 2);

    JsonNode root = new ObjectMapper().readTree(folder.resolve("annotations.json").toFile());
    Smear second = generator.generate(6);
    List<JsonNode> ofSecond =
        root.findParents("bbox").stream().filter(a -> a.get("image_id").asInt() == 2).toList();
    assertThat(root.get("images")).hasSize(2);
    assertThat(root.at("/images/1/file_name").asText()).isEqualTo("smear_000002.png");
    assertThat(root.get("categories").findValuesAsText("name"))
        .containsExactly("RBC", "WBC", "Platelets");
    assertThat(root.findParents("bbox"))
        .extracting(a -> a.get("id").asInt())
        .doesNotHaveDuplicates();
    assertThat(ofSecond).hasSameSizeAs(second.cells());
    LabelledCell last = second.cells().get(second.cells().size() - 1);
    JsonNode lastAnnotation = ofSecond.get(ofSecond.size() - 1);
    assertThat(lastAnnotation.get("category_id").asInt()).isEqualTo(last.kind().classId() + 1);
    assertThat(lastAnnotation.at("/bbox/2").floatValue()).isEqualTo(last.box().width());
    BufferedImage picture = ImageIO.read(folder.resolve("images/smear_000002.png").toFile());
    assertThat(picture.getRGB(300, 200)).isEqualTo(second.picture().getRGB(300, 200));
  }
}
