package io.github.sparsercnn.core.torch;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.NativeException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * Where a network runs.
 *
 * @param name {@code cpu}, {@code cuda} or for example {@code cuda:1}
 */
public record ComputeDevice(String name) {
  /** The name that stands for the GPU if there is a usable one, else the CPU. */
  public static final String AUTO = "auto";

  /** The CPU, which is always there. */
  public static final ComputeDevice CPU = new ComputeDevice("cpu");

  private static final String CUDA = "cuda";
  private static final Pattern NUMBERED = Pattern.compile("cuda:\\d+");

  /**
   * Finds a device.
   *
   * @param name {@code auto}, {@code cpu}, {@code cuda}, or {@code cuda:} and an index, {@code
   *     least-used} or a part of a GPU's name
   * @return the device
   * @throws ConfigException if there is no such name
   * @throws NativeException if a GPU is asked for and none can be used; says what is missing
   */
  public static ComputeDevice of(String name) {
    Natives.load();
    if (name.equals(CPU.name) || (name.equals(AUTO) && obstacle().isPresent())) {
      return CPU;
    }
    if (name.equals(AUTO)) {
      return new ComputeDevice(CUDA);
    }
    if (!name.equals(CUDA) && !name.startsWith(CUDA + ":")) {
      throw new ConfigException(
          "device is \""
              + name
              + "\", known are auto, cpu, cuda, cuda:0, cuda:1, …, cuda:least-used and cuda: with"
              + " a part of the GPU's name");
    }
    obstacle()
        .ifPresent(
            obstacle -> {
              throw new NativeException(
                  "device \"" + name + "\" cannot be used: " + obstacle + "; or use device cpu");
            });
    return name.equals(CUDA)
        ? new ComputeDevice(name)
        : new ComputeDevice(CUDA + ":" + gpus().choose(name.substring(CUDA.length() + 1)));
  }

  private static Optional<String> obstacle() {
    return GpuRuntime.find()
        .map(GpuRuntime::obstacle)
        .orElse(
            Optional.of(
                "GPUs need the module sparsercnn-cuda, which is not on the class path; add the"
                    + " dependency io.github.sparsercnn:sparsercnn-cuda"));
  }

  private static GpuRuntime gpus() {
    return GpuRuntime.find().orElseThrow();
  }

  /** Whether this is the CPU. */
  public boolean isCpu() {
    return equals(CPU);
  }

  /** The number of the GPU, 0 if the name has none. */
  public int index() {
    return NUMBERED.matcher(name).matches()
        ? Integer.parseInt(name.substring(CUDA.length() + 1))
        : 0;
  }

  /** Something that records work on this GPU. */
  public GpuRecorder recorder() {
    return gpus().recorder(this);
  }

  /** Returns the tensor itself if it is here already, else a copy here. */
  public Tensor place(Tensor tensor) {
    return tensor.to(new Device(name), tensor.scalar_type());
  }

  /** Returns a copy here, even of what is here already, laid out as the tensor is. */
  public Tensor copy(Tensor tensor) {
    return tensor.to(
        new Device(name), tensor.scalar_type().intern(), false, true, new MemoryFormatOptional());
  }

  /**
   * {@link #place} for values that are sent with every picture: they lie in memory that the GPU
   * reads by itself, so that nothing waits for it.
   */
  public Tensor send(Tensor tensor) {
    return isCpu() ? tensor : upload(tensor.pin_memory());
  }

  /**
   * {@link #send} of bytes, such as those of a picture.
   *
   * @param values row-major, copied
   * @param shape sizes whose product is the number of values
   * @return uint8
   */
  public Tensor send(byte[] values, long... shape) {
    return isCpu()
        ? HostTensors.ofBytes(values, shape)
        : upload(HostTensors.ofBytesForGpu(values, shape));
  }

  private Tensor upload(Tensor pinned) {
    return pinned.to(
        new Device(name), pinned.scalar_type().intern(), true, false, new MemoryFormatOptional());
  }

  /** Zeros in float32, made here. */
  public Tensor zeros(long... shape) {
    return Ops.zeros(new Device(name), shape);
  }

  /** Moves the parameters of a module here. */
  public void place(Module module) {
    if (!isCpu()) {
      module.to(new Device(name), false);
    }
  }

  /** Gives back memory that LibTorch keeps for later, where it does so: on GPUs. */
  public void emptyCache() {
    if (!isCpu()) {
      GpuRuntime.find().ifPresent(GpuRuntime::emptyCache);
    }
  }
}
