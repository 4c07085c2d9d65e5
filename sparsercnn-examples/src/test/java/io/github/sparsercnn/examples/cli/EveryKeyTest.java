package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.config.Config;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** KEY VALUE sets every key that there is, in every verb that takes such words. */
class EveryKeyTest {
  private static final Config DEFAULTS = Config.detectron2Defaults();

  @TempDir private Path folder;
  private final Cli cli = new Cli(builder -> new FakeDetector());

  /** Another value as a user writes it, and as it is read back. */
  private record Change(String text, Object value) {}

  /** Several changes of one key: all kinds of spelling that its type has. */
  private static List<Change> changes(String key) {
    Object standard = DEFAULTS.get(key);
    if (key.equals("VERSION")) {
      return List.of(new Change("2", 2L)); // there is no other
    }
    if (standard instanceof Boolean truth) {
      return List.of(new Change(truth ? "False" : "True", !truth));
    }
    if (standard instanceof Long number) {
      return List.of(new Change(Long.toString(number + 1), number + 1), new Change("-17", -17L));
    }
    if (standard instanceof Double) {
      return List.of(
          new Change("0.625", 0.625), new Change("-2.5e-05", -2.5e-5), new Change("3", 3.0));
    }
    if (standard instanceof List) {
      return List.of(
          new Change("()", List.of()),
          new Change("('a b',)", List.of("a b")),
          new Change("[1, 2.5]", List.of(1L, 2.5)),
          new Change("((-1, 2), (3,))", List.of(List.of(-1L, 2L), List.of(3L))));
    }
    return List.of(
        new Change("another text", "another text"),
        new Change("''", ""),
        new Change("", ""),
        new Change("2024", "2024"),
        new Change("/data/weights=1:2.pth", "/data/weights=1:2.pth"));
  }

  /** All keys with their first changes, then all with their second, … */
  private static List<Map<String, Change>> rounds() {
    List<Map<String, Change>> rounds = new ArrayList<>();
    for (String key : Config.keys()) {
      List<Change> changes = changes(key);
      for (int i = 0; i < changes.size(); i++) {
        if (i == rounds.size()) {
          rounds.add(new LinkedHashMap<>());
        }
        rounds.get(i).put(key, changes.get(i));
      }
    }
    return rounds;
  }

  private static List<String> words(Map<String, Change> round) {
    List<String> words = new ArrayList<>();
    round.forEach(
        (key, change) -> {
          words.add(key);
          words.add(change.text());
        });
    return words;
  }

  private static void assertReadBack(List<String> overrides, Map<String, Change> round) {
    assertChanged(DEFAULTS.with(overrides), round);
  }

  private static void assertChanged(Config config, Map<String, Change> round) {
    round.forEach(
        (key, change) -> {
          assertThat(config.get(key)).as(key).isEqualTo(change.value());
          assertThat(config.origin(key)).as(key).isEqualTo("override");
        });
  }

  private static Object command(String... args) {
    return Main.commandLine(builder -> new FakeDetector())
        .parseArgs(args)
        .subcommand()
        .commandSpec()
        .userObject();
  }

  private static String[] line(List<String> first, List<String> then) {
    List<String> words = new ArrayList<>(first);
    words.addAll(then);
    return words.toArray(String[]::new);
  }

  @Test
  void keys_areMany() {
    assertThat(Config.keys())
        .hasSizeGreaterThan(230)
        .contains("MODEL.SparseRCNN.NUM_PROPOSALS", "SOLVER.RATE_FACTORS", "MODEL_EMA.DECAY");
    assertThat(rounds()).hasSizeGreaterThan(4);
  }

  @Test
  void train_takesThem() {
    for (Map<String, Change> round : rounds()) {
      TrainCommand train = (TrainCommand) command(line(List.of("train"), words(round)));
      assertReadBack(train.builder().options().overrides(), round);
    }
  }

  @Test
  void evaluate_takesThem() {
    for (Map<String, Change> round : rounds()) {
      List<String> files = List.of("evaluate", "--annotations", "a", "--results", "b");
      assertChanged(((EvaluateCommand) command(line(files, words(round)))).config(), round);
    }
  }

  @Test
  void predict_takesThemBehindThePictures() throws Exception {
    Path picture = picture();
    for (Map<String, Change> round : rounds()) {
      List<String> model = List.of("predict", picture.toString(), "--weights", "w.pth");
      assertThat(cli.run(line(model, words(round)))).as(cli.err()).isZero();
      assertReadBack(Objects.requireNonNull(cli.options()).overrides(), round);
    }
    assertThat(cli.run(line(List.of("predict", picture.toString()), List.of("MODEL.WEIGHTS", "w"))))
        .isZero();
  }

  /** A key beginning the words is what ends the pictures. */
  @Test
  void predict_knowsEveryKeyWhenItSeesIt() throws Exception {
    Path picture = picture();
    for (String key : Config.keys()) {
      List<String> words = List.of(key, changes(key).get(0).text());
      int code = cli.run(line(List.of("predict", picture.toString(), "--weights", "w.pth"), words));
      assertThat(code).as(key + ": " + cli.err()).isZero();
      assertThat(Objects.requireNonNull(cli.options()).overrides()).isEqualTo(words);
    }
  }

  @Test
  void demo_takesThemBehindOpts() throws Exception {
    Path picture = picture();
    for (Map<String, Change> round : rounds()) {
      round.put("MODEL.WEIGHTS", new Change("w.pth", "w.pth"));
      List<String> first =
          List.of(
              "demo", "--input", picture.toString(), "--output", folder + "/drawn.png", "--opts");
      assertThat(cli.run(line(first, words(round)))).as(cli.err()).isZero();
      assertReadBack(Objects.requireNonNull(cli.options()).overrides(), round);
    }
  }

  private Path picture() {
    Path picture = folder.resolve("a.png");
    DrawnPictures.save(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB), picture);
    return picture;
  }
}
