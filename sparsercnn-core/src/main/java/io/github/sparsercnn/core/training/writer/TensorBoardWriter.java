package io.github.sparsercnn.core.training.writer;

import io.github.sparsercnn.TrainingPlan;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a TensorBoard event file with the numbers of {@code metrics.json}: {@code tensorboard
 * --logdir} of the output folder shows them.
 *
 * <p>Every run has its own file, {@code events.out.tfevents.SECONDS.HOST.PID.0}. It says where the
 * run begins, so that TensorBoard shows no iteration twice.
 */
public final class TensorBoardWriter extends ScalarWriter {
  private static final String UNKNOWN_HOST = "localhost";

  private final InstantSource clock;
  private final String host;
  private final long pid;
  private @Nullable AppendedFile file;

  /**
   * Writes to the output folder of the run that is going to be told of.
   *
   * @param clock what the file is called by, and when its numbers are said to be from
   */
  public TensorBoardWriter(InstantSource clock) {
    this(clock, hostName(), ProcessHandle.current().pid());
  }

  /** Names the file by another host and process. */
  TensorBoardWriter(InstantSource clock, String host, long pid) {
    this.clock = clock;
    this.host = host;
    this.pid = pid;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return UNKNOWN_HOST;
    }
  }

  @Override
  void open(TrainingPlan plan) {
    // TensorBoard reads the files of a folder in the order of their names.
    String name =
        String.format(
            Locale.ROOT,
            "events.out.tfevents.%010d.%s.%d.0",
            clock.instant().getEpochSecond(),
            host,
            pid);
    Path events = plan.output().resolve(name);
    AppendedFile opened = AppendedFile.open(events);
    file = opened;
    opened.append(TensorBoardEvent.fileVersion(clock.instant()));
    opened.append(TensorBoardEvent.start(clock.instant(), plan.firstIteration()));
  }

  @Override
  void write(Scalars scalars) {
    if (file == null) {
      throw new IllegalStateException("training has not been started");
    }
    file.append(TensorBoardEvent.scalars(clock.instant(), scalars));
  }

  @Override
  void closeFile() {
    if (file != null) {
      file.close();
    }
  }
}
