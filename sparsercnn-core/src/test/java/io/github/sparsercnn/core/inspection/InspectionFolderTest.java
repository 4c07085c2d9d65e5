package io.github.sparsercnn.core.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.core.LibTorchRuntime;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.testing.TestCard;
import io.github.sparsercnn.core.testing.WellFormed;
import io.github.sparsercnn.core.torch.Ops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Module;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class InspectionFolderTest {
  @TempDir private Path folder;

  private static Detector detector() {
    return Detector.builder()
        .weights(Goldens.path("checkpoints/model.safetensors"))
        .override("INPUT.MIN_SIZE_TEST", "96")
        .device("cpu")
        .build();
  }

  private static Image card() {
    RgbImage card = TestCard.of(75, 50);
    return Image.ofRgb(card.bytes(), 75, 50);
  }

  private static Inspection inspection() {
    try (Detector detector = detector()) {
      return Inspector.inspect(detector, card());
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void inspection_seesWhatAPredictionAnswers() {
    try (Detector detector = detector()) {
      Inspection inside = Inspector.inspect(detector, card());
      Instances found = detector.predict(card());

      assertThat(inside.picture().size()).isEqualTo(new ImageSize(144, 96));
      assertThat(inside.original()).isEqualTo(new ImageSize(75, 50));
      int best = inside.ranking().get(0);
      assertThat(inside.last().bestScore(best)).isEqualTo(found.get(0).score());
      assertThat(inside.last().bestClass(best)).isEqualTo(found.get(0).classId());
    }
  }

  @Test
  void levels_leavePaddingOut() {
    FeatureLevel finest = inspection().levels().get(0);

    assertThat(finest.name()).isEqualTo("p2");
    assertThat(finest.width()).isEqualTo(36);
    assertThat(finest.height()).isEqualTo(24);
    assertThat(finest.channel(3)[finest.width() + 2])
        .isEqualTo(finest.values()[(finest.width() + 2) * finest.channels() + 3]);
  }

  @Test
  void folder_holdsThePageAndEveryPictureItShows() throws Exception {
    InspectionResult result =
        InspectionFolder.write(folder, "a <b>.png", inspection(), InspectionSettings.defaults());

    List<String> expected =
        new ArrayList<>(
            List.of(
                "attention-all.png",
                "attention.png",
                "features.png",
                "index.html",
                "pooled.png",
                "proposals.gif",
                "proposals.png"));
    inspection().levels().forEach(level -> expected.add("channels-" + level.name() + ".png"));
    assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(result.pictures()).hasSize(expected.size() - 1);
    Element page = WellFormed.parse(Files.readString(result.page())).getDocumentElement();
    NodeList images = page.getElementsByTagName("img");
    assertThat(images.getLength()).isEqualTo(result.pictures().size());
    for (int i = 0; i < images.getLength(); i++) {
      Element image = (Element) images.item(i);
      var picture = ImageIO.read(folder.resolve(image.getAttribute("src")).toFile());
      assertThat(picture.getWidth()).hasToString(image.getAttribute("width"));
      assertThat(picture.getHeight()).hasToString(image.getAttribute("height"));
      assertThat(image.getAttribute("alt")).isNotBlank();
    }
    assertThat(page.getTextContent()).contains("a <b>.png");
  }

  @Test
  void sameInspection_givesTheSameBytes() throws Exception {
    Path other = folder.resolve("other");
    Path one = folder.resolve("one");
    InspectionFolder.write(one, "card", inspection(), InspectionSettings.defaults());
    InspectionFolder.write(other, "card", inspection(), InspectionSettings.defaults());

    for (String name : names(one)) {
      assertThat(Files.readAllBytes(other.resolve(name)))
          .as(name)
          .isEqualTo(Files.readAllBytes(one.resolve(name)));
    }
  }

  @Test
  void settings_chooseLevelsAndProposal() throws Exception {
    InspectionSettings settings =
        InspectionSettings.builder().levels(List.of("p3")).proposal(2).top(1).channels(1).build();

    InspectionResult result = InspectionFolder.write(folder, "card", inspection(), settings);

    assertThat(names(folder)).contains("channels-p3.png").doesNotContain("channels-p2.png");
    assertThat(result.proposal()).isEqualTo(2);
    assertThat(result.top()).hasSize(1);
    assertThat(result.levels()).extracting(LevelFigures::level).containsExactly("p3");
  }

  @Test
  void settings_forWhatIsNotThereAreRefusedBeforeAnythingIsWritten() throws Exception {
    Inspection inside = inspection();
    assertThatThrownBy(
            () ->
                InspectionFolder.write(
                    folder,
                    "card",
                    inside,
                    InspectionSettings.builder().levels(List.of("p9")).build()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no level p9")
        .hasMessageContaining("p2");
    assertThatThrownBy(
            () ->
                InspectionFolder.write(
                    folder, "card", inside, InspectionSettings.builder().proposal(8).build()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no proposal 8")
        .hasMessageContaining("has 8");
    assertThat(names(folder)).isEmpty();
    assertThatThrownBy(() -> InspectionSettings.builder().top(0).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void inspect_leavesNoNativeObjectBehind() {
    InspectionSettings settings = InspectionSettings.defaults();
    try (Detector detector = detector()) {
      Findings.of(Inspector.inspect(detector, card()), settings);
      long objects = Pointer.totalCount();
      for (int i = 0; i < 5; i++) {
        Findings.of(Inspector.inspect(detector, card()), settings);
      }
      assertThat(Pointer.totalCount()).isEqualTo(objects);
    }
  }

  @Test
  void inspect_ofAClosedDetectorIsRefused() {
    Detector detector = detector();
    detector.close();
    assertThatThrownBy(() -> Inspector.inspect(detector, card()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void inspect_worksWithProposalsOfTheCaller() {
    Inspection inside;
    try (Detector detector =
        new LibTorchRuntime()
            .open(
                Detector.builder()
                    .weights(Goldens.path("checkpoints/model.safetensors"))
                    .override("INPUT.MIN_SIZE_TEST", "96")
                    .lenient()
                    .options(),
                new WholePictures())) {
      inside = Inspector.inspect(detector, card());
    }

    assertThat(inside.stages().get(0).inBoxes()).startsWith(0, 0, 144, 96);
    InspectionResult result =
        InspectionFolder.write(folder, "card", inside, InspectionSettings.defaults());
    assertThat(result.stages().get(0).attended()).as("all alike").isCloseTo(8, withinAHundredth());
    assertThat(check(result, "Different places").isHealthy()).isFalse();
  }

  @Test
  void valuesThatAreNotNumbers_areToldAndStillDrawn() {
    Inspection inside = inspection();
    FeatureLevel finest = inside.levels().get(0);
    float[] broken = finest.values().clone();
    Arrays.fill(broken, 0, finest.channels(), Float.NaN);
    List<FeatureLevel> levels = new ArrayList<>(inside.levels());
    levels.set(
        0,
        new FeatureLevel(
            finest.number(),
            finest.stride(),
            finest.width(),
            finest.height(),
            finest.channels(),
            broken));
    InspectedStage last = inside.last();
    float[] lost = last.boxes().clone();
    Arrays.fill(lost, Float.NaN);
    List<InspectedStage> stages = new ArrayList<>(inside.stages());
    stages.set(
        stages.size() - 1,
        new InspectedStage(
            last.number(),
            last.inBoxes(),
            lost,
            last.scores(),
            last.attention(),
            last.pooled(),
            last.bins(),
            last.levels()));
    Inspection sick =
        new Inspection(
            inside.picture(),
            inside.original(),
            Categories.of(inside.categories().labels()),
            levels,
            stages);

    InspectionResult result =
        InspectionFolder.write(folder, "card", sick, InspectionSettings.defaults());

    assertThat(result.levels().get(0).notFinite()).isEqualTo(finest.channels());
    assertThat(result.stages().get(stages.size() - 1).notFinite()).isEqualTo(lost.length);
    assertThat(check(result, "Values").isHealthy()).isFalse();
    assertThat(check(result, "Different places").isHealthy()).isFalse();
  }

  private static Offset<Double> withinAHundredth() {
    return within(0.01);
  }

  private static InspectionCheck check(InspectionResult result, String start) {
    return result.checks().stream()
        .filter(check -> check.look().startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  /** Eight times the whole picture, without features. */
  private static final class WholePictures implements ProposalInitializer {
    private final Module module = new Module();

    @Override
    public Proposals propose(ProposalContext context) {
      var corners = Ops.zeros(context.batchSize(), 8, 4);
      corners.narrow(2, 2, 2).copy_(context.imageScales().narrow(1, 2, 2).unsqueeze(1));
      return new Proposals(corners, Ops.zeros(context.batchSize(), 8, 16));
    }

    @Override
    public Module module() {
      return module;
    }
  }
}
