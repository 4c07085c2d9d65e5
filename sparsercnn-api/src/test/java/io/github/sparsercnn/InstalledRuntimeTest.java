package io.github.sparsercnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.spi.SparseRcnnRuntime;
import java.awt.image.BufferedImage;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledRuntimeTest {
  @TempDir Path folder;

  @Test
  void build_saysWhichDependencyIsMissing() {
    assertThatThrownBy(() -> Detector.load(Path.of("model.pth")))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessage(
            "no implementation of the Sparse R-CNN api on the class path:"
                + " add the dependency io.github.sparsercnn:sparsercnn-core");
  }

  @Test
  void build_opensTheOptionsWithTheRuntime() throws Exception {
    Detector detector =
        with(() -> Detector.builder().weights("model.pth").device("cuda").build(), Recording.class);
    assertThat(((RecordingDetector) detector).options.device()).contains("cuda");
  }

  @Test
  void drawOn_asksTheRuntime() throws Exception {
    BufferedImage picture = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
    Instances none = Instances.none(new ImageSize(4, 3), Categories.coco());
    with(
        () -> {
          none.drawOn(picture);
          return none;
        },
        Recording.class);
    assertThat(picture.getRGB(0, 0)).isEqualTo(Recording.DRAWN);
  }

  @Test
  void find_refusesTwoRuntimes() {
    assertThatThrownBy(() -> with(InstalledRuntime::find, Recording.class, Other.class))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining(Recording.class.getName())
        .hasMessageContaining(Other.class.getName())
        .hasMessageEndingWith("; keep one");
  }

  @Test
  void find_translatesARuntimeThatCannotStart() {
    assertThatThrownBy(() -> with(InstalledRuntime::find, Broken.class))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining("could not be started")
        .hasMessageContaining(Broken.class.getName());
  }

  @Test
  void find_looksBesideTheApiWhenTheThreadHasNoClassLoader() {
    Thread.currentThread().setContextClassLoader(null);
    try {
      assertThatThrownBy(InstalledRuntime::find).hasMessageContaining("add the dependency");
    } finally {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }
  }

  private <T> T with(Callable<T> action, Class<?>... runtimes) throws Exception {
    Path services = folder.resolve("META-INF/services");
    Files.createDirectories(services);
    Files.write(
        services.resolve(SparseRcnnRuntime.class.getName()),
        List.of(runtimes).stream().map(Class::getName).toList());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      return action.call();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Remembers what it was asked for. */
  public static class Recording implements SparseRcnnRuntime {
    static final int DRAWN = 0xff123456;

    @Override
    public Detector open(DetectorOptions options) {
      return new RecordingDetector(options);
    }

    @Override
    public Detector tiled(Detector detector, Tiling tiling) {
      return detector;
    }

    @Override
    public Trainer trainer(TrainerOptions options) {
      return new RecordingTrainer(options);
    }

    @Override
    public void draw(Instances instances, BufferedImage picture) {
      picture.setRGB(0, 0, DRAWN);
    }
  }

  /** A second runtime. */
  public static final class Other extends Recording {}

  /** Fails as natives fail. */
  public static final class Broken extends Recording {
    /** Fails. */
    public Broken() {
      throw new UnsatisfiedLinkError("no natives");
    }
  }
}
