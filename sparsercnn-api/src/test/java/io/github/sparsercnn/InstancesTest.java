package io.github.sparsercnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

class InstancesTest {
  private static final ImageSize SIZE = new ImageSize(640, 480);
  private static final Categories CELLS = Categories.of(List.of("RBC", "WBC", "Platelets"));

  /** Three scores only, so that ties are common. */
  @Provide
  Arbitrary<List<Instance>> found() {
    Arbitrary<Float> scores = Arbitraries.of(0f, 0.25f, 1f);
    Arbitrary<Integer> classIds = Arbitraries.integers().between(0, 2);
    Arbitrary<Float> edges = Arbitraries.floats().between(0, 480);
    return Combinators.combine(scores, classIds, edges, edges)
        .as(
            (score, classId, a, b) ->
                new Instance(
                    CELLS.label(classId),
                    classId,
                    score,
                    new Box(Math.min(a, b), 0.1f, Math.max(a, b), 7.3f)))
        .list()
        .ofMaxSize(20);
  }

  private static Instances columns(List<Instance> found) {
    float[] scores = new float[found.size()];
    int[] classIds = new int[found.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = found.get(i).score();
      classIds[i] = found.get(i).classId();
    }
    Boxes boxes = Boxes.of(found.stream().map(Instance::box).toList());
    return Instances.of(SIZE, boxes, scores, classIds, CELLS);
  }

  @Property
  void of_sortsByScoreAndKeepsTiesInOrder(@ForAll("found") List<Instance> found) {
    List<Instance> expected = new ArrayList<>(found);
    expected.sort(Comparator.comparing(Instance::score).reversed());
    Instances instances = columns(found);
    assertThat(instances).containsExactlyElementsOf(expected);
    assertThat(instances.labels()).isEqualTo(expected.stream().map(Instance::label).toList());
    assertThat(columns(expected)).isEqualTo(instances).hasSameHashCodeAs(instances);
  }

  @Property
  void above_keepsStrictlyGreaterScores(
      @ForAll("found") List<Instance> found, @ForAll @FloatRange(min = -1, max = 1) float score) {
    Instances instances = columns(found);
    assertThat(instances.above(score))
        .containsExactlyElementsOf(instances.stream().filter(i -> i.score() > score).toList());
    assertThat(instances.above(0.25f)).allSatisfy(i -> assertThat(i.score()).isEqualTo(1f));
  }

  @Property
  void top_keepsTheFirst(
      @ForAll("found") List<Instance> found, @ForAll @IntRange(max = 25) int count) {
    Instances instances = columns(found);
    assertThat(instances.top(count))
        .containsExactlyElementsOf(instances.stream().limit(count).toList());
  }

  @Property
  void ofClass_partitionsTheInstances(@ForAll("found") List<Instance> found) {
    Instances instances = columns(found);
    int kept = 0;
    for (int classId = 0; classId < CELLS.size(); classId++) {
      Instances ofClass = instances.ofClass(classId);
      assertThat(ofClass).isEqualTo(instances.ofClass(CELLS.label(classId)));
      assertThat(ofClass.classIds()).containsOnly(ofClass.isEmpty() ? new int[0] : ids(classId));
      kept += ofClass.size();
    }
    assertThat(kept).isEqualTo(instances.size());
  }

  private static int[] ids(int classId) {
    return new int[] {classId};
  }

  @Property
  void toJson_readsBackToTheSameNumbers(@ForAll("found") List<Instance> found) throws Exception {
    Instances instances = columns(found);
    JsonNode json = new ObjectMapper().readTree(instances.toJson());
    assertThat(json).hasSize(instances.size());
    for (int i = 0; i < instances.size(); i++) {
      Instance instance = instances.get(i);
      assertThat(json.get(i).get("label").textValue()).isEqualTo(instance.label());
      assertThat(json.get(i).get("class_id").intValue()).isEqualTo(instance.classId());
      assertThat(json.get(i).get("score").floatValue()).isEqualTo(instance.score());
      JsonNode box = json.get(i).get("box");
      assertThat(
              new Box(
                  box.get(0).floatValue(),
                  box.get(1).floatValue(),
                  box.get(2).floatValue(),
                  box.get(3).floatValue()))
          .isEqualTo(instance.box());
    }
  }

  @Property
  void toJson_keepsAnyLabel(@ForAll @NotBlank String label) throws Exception {
    Assume.that(!label.isBlank()); // white space beyond ASCII, too
    Instances instances =
        Instances.of(
            SIZE,
            Boxes.of(0, 0, 1, 1),
            new float[] {0.5f},
            new int[] {0},
            Categories.of(List.of(label)));
    byte[] utf8 = instances.toJson().getBytes(StandardCharsets.UTF_8);
    assertThat(new ObjectMapper().readTree(utf8).get(0).get("label").textValue()).isEqualTo(label);
  }

  @Test
  void toJson_looksTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      Instances instances = one();
      assertThat(instances.toJson())
          .isEqualTo(
              "[{\"label\":\"WBC\",\"class_id\":1,\"score\":0.93,\"box\":[12.1,40.0,118.5,141.9]}]");
      assertThat(instances)
          .hasToString("1 instance in 640x480 [WBC 0.93 [12.1, 40.0, 118.5, 141.9]]");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static Instances one() {
    return Instances.of(
        SIZE, Boxes.of(12.1f, 40, 118.5f, 141.9f), new float[] {0.93f}, new int[] {1}, CELLS);
  }

  @Test
  void toCoco_hasDatasetIdsAndSizes() throws Exception {
    Categories categories = Categories.of(List.of("a", "b"), new int[] {10, 90});
    Instances instances =
        Instances.of(
            SIZE,
            Boxes.of(1, 2, 4, 6, 0.1f, 0.2f, 10.3f, 20.7f),
            new float[] {0.5f, 0.75f},
            new int[] {0, 1},
            categories);
    List<CocoResult> results = instances.toCoco(4_000_000_000L);
    assertThat(results)
        .containsExactly(
            new CocoResult(
                4_000_000_000L, 90, List.of(0.1f, 0.2f, 10.3f - 0.1f, 20.7f - 0.2f), 0.75f),
            new CocoResult(4_000_000_000L, 10, List.of(1f, 2f, 3f, 4f), 0.5f));
    JsonNode json = new ObjectMapper().readTree(results.get(0).toJson());
    assertThat(json.get("image_id").longValue()).isEqualTo(4_000_000_000L);
    assertThat(json.get("category_id").intValue()).isEqualTo(90);
    assertThat(json.get("bbox").get(2).floatValue()).isEqualTo(10.3f - 0.1f);
    assertThat(json.get("score").floatValue()).isEqualTo(0.75f);
  }

  @Test
  void cocoResult_refusesWhatIsNoResult() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CocoResult(1, 1, List.of(1f, 2f, 3f), 0.5f));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CocoResult(1, 1, List.of(1f, 2f, 3f, 4f), Float.NaN));
  }

  @Test
  void of_copiesItsArraysAndGivesCopies() {
    float[] scores = {0.5f};
    int[] classIds = {1};
    Instances instances = Instances.of(SIZE, Boxes.of(0, 0, 1, 1), scores, classIds, CELLS);
    scores[0] = 9;
    classIds[0] = 2;
    instances.scores()[0] = 9;
    instances.classIds()[0] = 2;
    assertThat(instances.get(0)).isEqualTo(new Instance("WBC", 1, 0.5f, new Box(0, 0, 1, 1)));
  }

  @Test
  void of_refusesColumnsThatDoNotFit() {
    Boxes box = Boxes.of(0, 0, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Instances.of(SIZE, box, new float[2], new int[1], CELLS))
        .withMessage("columns differ in length: 1 boxes, 2 scores, 1 class ids");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Instances.of(SIZE, box, new float[1], new int[0], CELLS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Instances.of(SIZE, box, new float[] {Float.NaN}, new int[] {0}, CELLS))
        .withMessage("score 0 must be finite: NaN");
    for (int classId : new int[] {-1, 3}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Instances.of(SIZE, box, new float[] {1}, new int[] {classId}, CELLS))
          .withMessage("class id 0 must be in 0..2: " + classId);
    }
  }

  @Test
  void filters_refuseNonsense() {
    assertThatIllegalArgumentException().isThrownBy(() -> one().above(Float.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> one().top(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one().ofClass(3))
        .withMessage("class id must be in 0..2, got 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one().ofClass("rbc"))
        .withMessage("no class 'rbc'; the model knows RBC, WBC, Platelets");
    assertThatThrownBy(() -> one().get(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void none_isEmpty() {
    Instances none = Instances.none(SIZE, CELLS);
    assertThat(none).isEmpty();
    assertThat(none.isEmpty()).isTrue();
    assertThat(none.toJson()).isEqualTo("[]");
    assertThat(none.toCoco(1)).isEmpty();
    assertThat(none).hasToString("0 instances in 640x480 []");
  }

  @Test
  void equals_seesEveryColumn() {
    Boxes box = Boxes.of(0, 0, 1, 1);
    Instances base = Instances.of(SIZE, box, new float[] {1}, new int[] {0}, CELLS);
    assertThat(
            Arrays.asList(
                Instances.of(new ImageSize(1, 1), box, new float[] {1}, new int[] {0}, CELLS),
                Instances.of(SIZE, Boxes.of(0, 0, 1, 2), new float[] {1}, new int[] {0}, CELLS),
                Instances.of(SIZE, box, new float[] {0.5f}, new int[] {0}, CELLS),
                Instances.of(SIZE, box, new float[] {1}, new int[] {1}, CELLS),
                Instances.of(SIZE, box, new float[] {1}, new int[] {0}, Categories.numbered(3))))
        .doesNotContain(base)
        .doesNotHaveDuplicates();
  }

  @Test
  void drawOn_refusesAPictureOfAnotherSize() {
    BufferedImage turned = new BufferedImage(480, 640, BufferedImage.TYPE_INT_RGB);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one().drawOn(turned))
        .withMessageStartingWith(
            "the boxes belong to a picture of 640x480 pixels, not to one of 480x640;");
  }
}
