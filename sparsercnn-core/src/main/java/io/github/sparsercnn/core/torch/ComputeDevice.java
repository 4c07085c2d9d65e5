package io.github.sparsercnn.core.torch;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.NativeException;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Where a network runs.
 *
 * @param name {@code cpu}, {@code cuda} or for example {@code cuda:1}
 */
public record ComputeDevice(String name) {
  /** The name that stands for the GPU if there is a usable one, else the CPU. */
  public static final String AUTO = "auto";

  private static final String CPU = "cpu";
  private static final Pattern CUDA = Pattern.compile("cuda(:\\d+)?");

  /**
   * Finds a device.
   *
   * @param name {@code auto}, {@code cpu}, {@code cuda} or for example {@code cuda:1}
   * @return the device
   * @throws ConfigException if there is no such name
   * @throws NativeException if a GPU is asked for and none can be used
   */
  public static ComputeDevice of(String name) {
    Natives.load();
    if (name.equals(AUTO)) {
      return new ComputeDevice(torch.cuda_is_available() ? "cuda" : CPU);
    }
    if (!name.equals(CPU) && !CUDA.matcher(name).matches()) {
      throw new ConfigException(
          "device is \"" + name + "\", known are auto, cpu, cuda and cuda:0, cuda:1, …");
    }
    if (!name.equals(CPU) && !torch.cuda_is_available()) {
      throw new NativeException(
          "device \""
              + name
              + "\" cannot be used: this LibTorch has no usable CUDA;"
              + " add the dependency io.github.sparsercnn:sparsercnn-cuda, or use cpu");
    }
    return new ComputeDevice(name);
  }

  /** Whether this is the CPU. */
  public boolean isCpu() {
    return name.equals(CPU);
  }

  /** Returns the tensor itself if it is here already, else a copy here. */
  public Tensor place(Tensor tensor) {
    return tensor.to(new Device(name), tensor.scalar_type());
  }

  /** Moves the parameters of a module here. */
  public void place(Module module) {
    if (!name.equals(CPU)) {
      module.to(new Device(name), false);
    }
  }
}
