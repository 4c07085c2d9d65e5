package io.github.sparsercnn.cuda;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.GpuRecorder;
import io.github.sparsercnn.core.torch.GpuRuntime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.global.torch_cuda;

/** {@link GpuRuntime} on CUDA. */
public final class CudaRuntime implements GpuRuntime {
  private static final String LEAST_USED = "least-used";
  private static final Pattern INDEX = Pattern.compile("\\d{1,3}");

  /** For {@link java.util.ServiceLoader}. */
  public CudaRuntime() {}

  @Override
  public Optional<String> obstacle() {
    return CudaSetup.obstacle();
  }

  @Override
  public int choose(String choice) {
    return choose(choice, Gpu.all());
  }

  /** Apart from the machine, so that it can be tested. */
  static int choose(String choice, List<Gpu> gpus) {
    if (choice.equals(LEAST_USED)) {
      return gpus.stream().max(Comparator.comparingLong(Gpu::freeBytes)).orElseThrow().index();
    }
    String wanted = choice.toLowerCase(Locale.ROOT);
    return gpus.stream()
        .filter(
            gpu ->
                INDEX.matcher(choice).matches()
                    ? gpu.index() == Integer.parseInt(choice)
                    : gpu.name().toLowerCase(Locale.ROOT).contains(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "there is no GPU \"cuda:"
                        + choice
                        + "\"; there are "
                        + gpus
                        + ", and cuda:least-used"))
        .index();
  }

  @Override
  public void emptyCache() {
    GpuMemory.emptyCache();
  }

  @Override
  public Memory memory(int index) {
    GpuMemory memory = GpuMemory.of(index);
    return new Memory(
        memory.usedBytes(), memory.peakBytes(), memory.reservedBytes(), memory.peakReservedBytes());
  }

  @Override
  public void resetPeak(int index) {
    GpuMemory.resetPeak(index);
  }

  @Override
  public void synchronize(int index) {
    CudaSetup.requireUsable();
    torch_cuda.set_device((byte) index);
    torch_cuda.device_synchronize();
  }

  @Override
  public GpuRecorder recorder(ComputeDevice device) {
    return new GraphRecorder(device.index());
  }
}
