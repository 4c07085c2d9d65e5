package io.github.sparsercnn.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.OutOfDeviceMemoryException;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.testing.TestCard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch_cuda;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prediction on a GPU. */
@Tag("gpu")
@NeedsGpu
class GpuDetectorTest {
  private static final int WARM_UP = 10;
  private static final int REPEATED = 100;
  private static final int THREADS = 4;

  private static Detector open(String device, Precision precision) {
    return Detector.builder()
        .weights(Goldens.path("checkpoints/model.safetensors"))
        .device(device)
        .precision(precision)
        .override("INPUT.MIN_SIZE_TEST", "160")
        .build();
  }

  private static Image card(int width, int height) {
    RgbImage card = TestCard.of(width, height);
    return Image.ofRgb(card.bytes(), width, height);
  }

  @ParameterizedTest
  @CsvSource({"FP32, 1e-4", "BF16, 2e-2", "FP16, 5e-3"})
  void scores_areThoseOfTheCpu(Precision precision, float tolerance) {
    try (Detector cpu = open("cpu", Precision.FP32);
        Detector gpu = open("cuda", precision)) {
      float[] expected = cpu.predict(card(200, 150)).scores();
      assertThat(gpu.predict(card(200, 150)).scores())
          .usingComparatorWithPrecision(tolerance)
          .containsExactly(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"FP32", "BF16", "FP16"})
  void recordedPass_answersAsTheFirst(Precision precision) {
    try (Detector detector = open("cuda", precision)) {
      List<Image> sizes = List.of(card(200, 150), card(150, 200), card(160, 160));
      List<Instances> first = sizes.stream().map(detector::predict).toList();
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < first.size(); i++) {
          assertEqual(detector.predict(sizes.get(i)), first.get(i));
        }
      }
    }
  }

  @Test
  void batch_answersAsSinglePictures() {
    try (Detector detector = open("cuda", Precision.FP32)) {
      List<Image> pictures = List.of(card(200, 150), card(150, 200), card(200, 150));
      List<Instances> together = detector.predict(pictures);
      for (int i = 0; i < together.size(); i++) {
        assertThat(together.get(i).scores())
            .usingComparatorWithPrecision(1e-4f)
            .containsExactly(detector.predict(pictures.get(i)).scores());
      }
    }
  }

  @Test
  void threads_doNotDisturbEachOther() throws InterruptedException, ExecutionException {
    try (Detector detector = open("cuda", Precision.FP32)) {
      List<Image> sizes = List.of(card(200, 150), card(150, 200), card(160, 160));
      List<Instances> expected = sizes.stream().map(detector::predict).toList();
      ExecutorService pool = Executors.newFixedThreadPool(THREADS);
      try {
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < REPEATED; i++) {
          int size = i % sizes.size();
          futures.add(
              pool.submit(
                  () -> assertEqual(detector.predict(sizes.get(size)), expected.get(size))));
        }
        for (Future<?> future : futures) {
          future.get();
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }

  @Test
  void memory_staysAsItIs() {
    try (Detector detector = open("cuda", Precision.BF16)) {
      Image picture = card(200, 150);
      for (int i = 0; i < WARM_UP; i++) {
        detector.predict(picture);
      }
      long pointers = Pointer.totalCount();
      GpuMemory before = GpuMemory.of(0);
      for (int i = 0; i < REPEATED; i++) {
        detector.predict(picture);
      }
      assertThat(Pointer.totalCount()).isEqualTo(pointers);
      assertThat(GpuMemory.of(0).usedBytes()).isEqualTo(before.usedBytes());
      assertThat(GpuMemory.of(0).reservedBytes()).isEqualTo(before.reservedBytes());
    }
  }

  @Test
  void closedDetector_leavesNothingBehind() {
    openUseAndClose();
    long used = GpuMemory.of(0).usedBytes();
    assertThat(openUseAndClose()).isGreaterThan(used);
    assertThat(GpuMemory.of(0).usedBytes()).isEqualTo(used);
  }

  /** Returns what was in use before closing. */
  private static long openUseAndClose() {
    try (Detector detector = open("cuda", Precision.FP32)) {
      for (int i = 0; i < 3; i++) {
        detector.predict(card(200, 150));
      }
      return GpuMemory.of(0).usedBytes();
    }
  }

  @Test
  void tooLargePicture_isRefusedAndTheNextOneAnswered() {
    try (Detector detector = open("cuda", Precision.FP32);
        Detector large =
            Detector.builder()
                .weights(Goldens.path("checkpoints/model.safetensors"))
                .device("cuda")
                .overrides(List.of("INPUT.MIN_SIZE_TEST", "4000", "INPUT.MAX_SIZE_TEST", "8000"))
                .build()) {
      Instances expected = detector.predict(card(200, 150));
      GpuMemory.emptyCache();
      double limit = GpuMemory.of(0).reservedBytes() + (100L << 20);
      torch_cuda.getAllocator().setMemoryFraction(limit / Gpu.all().get(0).totalBytes(), (byte) 0);
      try {
        assertThatExceptionOfType(OutOfDeviceMemoryException.class)
            .isThrownBy(() -> large.predict(card(200, 150)))
            .withMessageContaining("a picture of 5333x4000")
            .withMessageContaining("INPUT.MIN_SIZE_TEST 2816");
        assertEqual(detector.predict(card(200, 150)), expected);
      } finally {
        torch_cuda.getAllocator().setMemoryFraction(1, (byte) 0);
      }
    }
  }

  @Test
  void gpus_areListed() {
    assertThat(Gpu.all()).isNotEmpty();
    Gpu gpu = Gpu.all().get(0);
    assertThat(gpu.name()).isNotBlank();
    assertThat(gpu.freeBytes()).isPositive().isLessThanOrEqualTo(gpu.totalBytes());
    try (Detector detector = open("cuda:least-used", Precision.FP32)) {
      assertThat(detector.predict(card(200, 150)).size()).isPositive();
    }
  }

  private static void assertEqual(Instances actual, Instances expected) {
    assertThat(actual.scores()).isEqualTo(expected.scores());
    assertThat(actual.boxes()).isEqualTo(expected.boxes());
    assertThat(actual.classIds()).isEqualTo(expected.classIds());
  }
}
