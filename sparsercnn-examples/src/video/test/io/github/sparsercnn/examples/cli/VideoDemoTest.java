package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import io.github.sparsercnn.examples.video.VideoLibrary;
import io.github.sparsercnn.examples.video.VideoSink;
import io.github.sparsercnn.examples.video.VideoSource;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Videos of drawn smears, through the command line and read back. */
class VideoDemoTest {
  private static final int FRAMES = 20;
  private static final double RATE = 10;
  private static final VideoLibrary LIBRARY = VideoLibrary.installed();

  @TempDir private static Path shared;
  private static Path video;
  private static List<BufferedImage> before;

  @TempDir private Path folder;
  private final Cli cli = new Cli(builder -> new FakeDetector());

  /** Two smears, one after the other. */
  @BeforeAll
  static void makeVideo() {
    video = shared.resolve("smears.mp4");
    SmearGenerator generator = new SmearGenerator();
    BufferedImage[] smears = {generator.generate(1).picture(), generator.generate(2).picture()};
    try (VideoSink sink = LIBRARY.create(video, 640, 480, RATE)) {
      for (int i = 0; i < FRAMES; i++) {
        sink.add(smears[i / 10]);
      }
    }
    before = frames(video);
    assertThat(before).hasSize(FRAMES);
  }

  private static List<BufferedImage> frames(Path file) {
    List<BufferedImage> frames = new ArrayList<>();
    try (VideoSource source = LIBRARY.open(file)) {
      assertThat(source.framesPerSecond()).isEqualTo(RATE);
      for (BufferedImage frame = source.next(); frame != null; frame = source.next()) {
        frames.add(copy(frame));
      }
    }
    return frames;
  }

  private static BufferedImage copy(BufferedImage frame) {
    BufferedImage copy =
        new BufferedImage(frame.getWidth(), frame.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = copy.createGraphics();
    graphics.drawImage(frame, 0, 0, null);
    graphics.dispose();
    return copy;
  }

  private int demo(String... more) {
    List<String> args = new ArrayList<>(List.of("demo", "--opts", "MODEL.WEIGHTS", "w.pth"));
    args.addAll(List.of(more));
    return cli.run(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mkv", "mov", "webm", "avi"})
  void video_isDrawnFrameByFrame(String extension) throws Exception {
    Path drawn = folder.resolve("new/drawn." + extension);

    int status =
        demo(
            "--video-input",
            video.toString(),
            "--output",
            drawn.toString(),
            "--confidence-threshold",
            "0.4");

    assertThat(status).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("20 frames of 640x480, 2.0 objects a frame", "drawn to " + drawn);
    List<BufferedImage> after = frames(drawn);
    assertThat(after).hasSize(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      BufferedImage expected = copy(before.get(i));
      new FakeDetector().predict(expected).above(0.4f).drawOn(expected);
      double loss = difference(after.get(i), expected); // colours have half the resolution
      assertThat(loss).as("frame " + i).isLessThan(10);
      assertThat(difference(after.get(i), before.get(i))).as("frame " + i).isGreaterThan(2 * loss);
    }
    try (var files = Files.list(drawn.getParent())) {
      assertThat(files).containsExactly(drawn);
    }
  }

  /** Mean difference of a sample, in the part where FakeDetector's small box is. */
  private static double difference(BufferedImage one, BufferedImage other) {
    long sum = 0;
    int side = 45;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int a = one.getRGB(x, y);
        int b = other.getRGB(x, y);
        for (int shift = 0; shift < 24; shift += 8) {
          sum += Math.abs((a >> shift & 0xff) - (b >> shift & 0xff));
        }
      }
    }
    return sum / (3.0 * side * side);
  }

  @Test
  void video_isDrawnIntoAFolderUnderItsName() throws Exception {
    Path target = Files.createDirectory(folder.resolve("drawn"));
    assertThat(demo("--video-input", video.toString(), "--output", target.toString()))
        .as(cli.err())
        .isZero();
    assertThat(frames(target.resolve("smears.mp4"))).hasSize(FRAMES);
  }

  @Test
  void mistakes_areOneLineAndLeaveNothingBehind() throws Exception {
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
    String output = folder.resolve("b.mp4").toString();
    assertMistake("no such video", "--video-input", folder + "/none.mp4", "--output", output);
    assertMistake("no video; FFmpeg says", "--video-input", text.toString(), "--output", output);
    assertMistake("would replace", "--video-input", video.toString(), "--output", video.toString());
    assertMistake(".mkv", "--video-input", video.toString(), "--output", folder + "/b.gif");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(text);
    }
  }

  private void assertMistake(String part, String... options) {
    Cli one = new Cli(builder -> new FakeDetector());
    List<String> args = new ArrayList<>(List.of("demo", "--opts", "MODEL.WEIGHTS", "w.pth"));
    args.addAll(List.of(options));
    assertThat(one.run(args.toArray(String[]::new))).isEqualTo(1);
    assertThat(one.err()).hasLineCount(1).contains(part);
  }

  @Test
  void oddSizes_arePadded() {
    Path file = folder.resolve("odd.mp4");
    try (VideoSink sink = LIBRARY.create(file, 101, 63, RATE)) {
      sink.add(new BufferedImage(101, 63, BufferedImage.TYPE_INT_RGB));
    }
    assertThat(frames(file))
        .singleElement()
        .satisfies(f -> assertThat(f.getWidth()).isEqualTo(102));
  }

  /** A red patch at the left of what the camera stored, and how the video is to be turned. */
  @ParameterizedTest
  @ValueSource(ints = {-90, 90, 180})
  void turnedVideos_areSetUpright(int rotation) throws Exception {
    Path file = folder.resolve("turned.mp4");
    BufferedImage stored = new BufferedImage(128, 64, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = stored.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 16, 32, 32);
    graphics.dispose();
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 128, 64, 0);
        Java2DFrameConverter converter = new Java2DFrameConverter()) {
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(RATE);
      recorder.setDisplayRotation(rotation);
      recorder.start();
      recorder.record(converter.convert(stored));
    }
    BufferedImage upright = frames(file).get(0);
    // Counter-clockwise, as FFmpeg counts: left goes to the bottom by 90, to the top by -90.
    int[] red =
        switch (rotation) {
          case 90 -> new int[] {32, 112};
          case -90 -> new int[] {32, 16};
          default -> new int[] {112, 32};
        };
    assertThat(upright.getWidth()).isEqualTo(rotation == 180 ? 128 : 64);
    assertThat(new Color(upright.getRGB(red[0], red[1])).getRed()).isGreaterThan(150);
    assertThat(
            new Color(
                    upright.getRGB(
                        upright.getWidth() - red[0] - 1, upright.getHeight() - red[1] - 1))
                .getRed())
        .isLessThan(100);
  }

  @Test
  void webcam_needsAScreen() {
    assertThat(demo("--webcam")).isEqualTo(1);
    assertThat(cli.err()).hasLineCount(1).contains("no screen", "--video-input");
  }

  @Test
  @DisabledIf("hasCamera")
  void camera_thatIsNotThereIsNamed() {
    assertThatThrownBy(() -> LIBRARY.camera(0))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining("camera 0")
        .hasMessageContaining("cannot be used");
  }

  static boolean hasCamera() {
    return Files.exists(Path.of("/dev/video0"))
        || !System.getProperty("os.name", "").startsWith("Linux");
  }
}
