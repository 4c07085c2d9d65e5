package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.box.BoxDeltas;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Natives;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a stage does with its boxes: where each is pooled from, the pooling, and the move. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BoxBenchmark {
  private static final int CHANNELS = 256;
  private static final int FINEST = 2;
  private static final List<Integer> STRIDES = List.of(4, 8, 16, 32);
  private static final int WIDTH = 1216;
  private static final int HEIGHT = 800;
  private static final RoiAlign POOLER = new RoiAlign(7, 2);

  @Param({"100", "300"})
  private int proposals;

  private final SplittableRandom random = new SplittableRandom(1);
  private TensorScope scope;
  private FeatureTable table;
  private Tensor boxes;
  private Tensor deltas;

  @Setup
  public void fillTable() {
    Natives.load();
    scope = TensorScope.open();
    List<Tensor> maps = new ArrayList<>();
    for (int stride : STRIDES) {
      int height = HEIGHT / stride;
      int width = WIDTH / stride;
      float[] values = floats(CHANNELS * height * width, -1, 1);
      maps.add(HostTensors.ofFloats(values, 1, height, width, CHANNELS).permute(0, 3, 1, 2));
    }
    table = FeatureTable.of(maps, STRIDES, FINEST, RowPooling.PLAIN);
    float[] xyxy = new float[4 * proposals];
    for (int i = 0; i < xyxy.length; i += 4) {
      xyxy[i] = (float) random.nextDouble(WIDTH);
      xyxy[i + 1] = (float) random.nextDouble(HEIGHT);
      xyxy[i + 2] = xyxy[i] + (float) random.nextDouble(8, WIDTH);
      xyxy[i + 3] = xyxy[i + 1] + (float) random.nextDouble(8, HEIGHT);
    }
    boxes = HostTensors.ofFloats(xyxy, 1, proposals, 4);
    deltas = HostTensors.ofFloats(floats(4 * proposals, -1, 1), 1, proposals, 4);
  }

  private float[] floats(int count, double from, double to) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(from, to);
    }
    return values;
  }

  @TearDown
  public void freeTable() {
    scope.close();
  }

  /** Levels of the boxes alone. */
  @Benchmark
  public long levels() {
    try (TensorScope run = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      return RoiAlign.levels(boxes.view(-1, 4), FINEST, STRIDES.size()).numel();
    }
  }

  /** Rows and weights of all samples, and their sums. */
  @Benchmark
  public long roiAlign() {
    try (TensorScope run = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      return POOLER.apply(table, boxes).numel();
    }
  }

  @Benchmark
  public long boxDeltas() {
    try (TensorScope run = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      return BoxDeltas.apply(deltas, boxes).numel();
    }
  }
}
