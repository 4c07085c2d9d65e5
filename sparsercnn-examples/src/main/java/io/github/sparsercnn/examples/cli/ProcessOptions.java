package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.distributed.Launcher;
import io.github.sparsercnn.core.distributed.LocalGpus;
import io.github.sparsercnn.core.distributed.LocalProcesses;
import io.github.sparsercnn.core.distributed.Machines;
import io.github.sparsercnn.core.distributed.Rendezvous;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which processes train together, and on which devices. */
final class ProcessOptions {
  private static final String CPU = "cpu";
  private static final String CUDA = "cuda";
  private static final String DEVICE_KEY = "MODEL.DEVICE";

  @Option(
      names = "--num-processes",
      paramLabel = "N",
      description = "Processes that train together on this machine's CPU. Default: 1.")
  private @Nullable Integer processes;

  @Option(
      names = "--num-gpus",
      paramLabel = "N",
      description = "GPUs of this machine, with a process each. Default: 1, if there is one.")
  private @Nullable Integer gpus;

  @Option(
      names = "--num-machines",
      paramLabel = "N",
      description = "Machines that train together. Default: 1.")
  private int machines = 1;

  @Option(
      names = "--machine-rank",
      paramLabel = "R",
      description = "The number of this machine, from 0.")
  private int machineRank;

  @Option(
      names = "--dist-url",
      paramLabel = "tcp://HOST:PORT",
      description = "Where several machines meet: a free port of machine 0.")
  private @Nullable String distUrl;

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "cpu, cuda or cuda:N. Default: MODEL.DEVICE.")
  private @Nullable String device;

  /**
   * The processes that do the work, if this one is only to start them and watch over them.
   *
   * @param command starts one of them
   * @param overrides KEY VALUE pairs of the command line
   * @param environment of this process
   * @return empty if this process does the work
   * @throws ConfigException if options are out of range or contradict each other, or there are
   *     fewer GPUs than asked for
   * @throws io.github.sparsercnn.NativeException if GPUs are asked for and none can be used
   */
  Optional<LocalProcesses> toStart(
      List<String> command, List<String> overrides, Map<String, String> environment) {
    int together = together();
    checkDevice(overrides);
    if ((together == 1 && machines == 1) || Launcher.isPresent(environment)) {
      return Optional.empty();
    }
    LocalProcesses local =
        new LocalProcesses(
            command,
            together,
            Machines.ofFlags(machines, machineRank, distUrl),
            Rendezvous.timeoutOf(environment));
    if (gpus != null) {
      LocalGpus.require(gpus);
    }
    return Optional.of(local);
  }

  /** How many processes this machine runs. */
  private int together() {
    if (gpus == null) {
      return processes == null ? 1 : processes;
    }
    if (gpus < 1) {
      throw new ConfigException(
          "--num-gpus is " + gpus + "; expected at least 1; for the CPU say --device cpu");
    }
    if (processes != null && !processes.equals(gpus)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "--num-processes is %d and --num-gpus is %d, but each process has one GPU; say"
                  + " --num-gpus for GPUs or --num-processes for the CPU",
              processes,
              gpus));
    }
    return gpus;
  }

  /**
   * The device to train on. Processes that share a machine take the GPU of their number if it is
   * {@code cuda}.
   *
   * @param overrides KEY VALUE pairs of the command line
   * @return empty if the config says it
   */
  Optional<String> device(List<String> overrides) {
    if (device != null) {
      return Optional.of(device);
    }
    if (gpus != null) {
      return Optional.of(said(overrides).orElse(CUDA));
    }
    boolean shared = processes != null && processes > 1 && said(overrides).isEmpty();
    return shared ? Optional.of(CPU) : Optional.empty();
  }

  /** The device that the command line names. */
  private Optional<String> said(List<String> overrides) {
    int key = overrides.lastIndexOf(DEVICE_KEY);
    return device == null && key >= 0 && key + 1 < overrides.size()
        ? Optional.of(overrides.get(key + 1))
        : Optional.ofNullable(device);
  }

  private void checkDevice(List<String> overrides) {
    Optional<String> said = said(overrides);
    if (gpus != null && said.isPresent() && !fits(said.get(), gpus)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "the device is %s, but --num-gpus %d gives each process a GPU of its own; leave one"
                  + " of them away; processes on the CPU are --num-processes %d",
              said.get(),
              gpus,
              gpus));
    }
  }

  private static boolean fits(String device, int gpus) {
    return device.equals(CUDA) || (gpus == 1 && device.startsWith(CUDA + ":"));
  }
}
