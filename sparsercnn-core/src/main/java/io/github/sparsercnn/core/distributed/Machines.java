package io.github.sparsercnn.core.distributed;

import io.github.sparsercnn.ConfigException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The machines that train together, as detectron2's flags name them. Each runs the same number of
 * processes.
 *
 * @param count {@code --num-machines}
 * @param rank {@code --machine-rank}, from 0; the first process runs on machine 0
 * @param point {@code --dist-url}; absent if there is one machine, whose processes find a port
 *     themselves
 */
public record Machines(int count, int rank, @Nullable MeetingPoint point) {
  private static final String CHOOSE_FOR_ME = "auto";

  /**
   * Checks them.
   *
   * @throws ConfigException if a number is out of range, or several machines do not know where to
   *     meet
   */
  public Machines {
    if (count < 1) {
      throw new ConfigException("--num-machines is " + count + "; expected at least 1");
    }
    if (rank < 0 || rank >= count) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "--machine-rank is %d of %d machines; expected 0 to %d",
              rank,
              count,
              count - 1));
    }
    if (count > 1 && point == null) {
      throw new ConfigException(
          count
              + " machines need --dist-url tcp://HOST:PORT, the same on all of them: machine 0 and a"
              + " port that is free there and open to the others");
    }
  }

  /** {@return this machine and no other} */
  public static Machines onlyThis() {
    return new Machines(1, 0, null);
  }

  /**
   * Reads detectron2's flags.
   *
   * @param count {@code --num-machines}
   * @param rank {@code --machine-rank}
   * @param url {@code --dist-url}, absent if not given; {@code auto} is the same
   * @return the machines
   * @throws ConfigException if they do not fit together
   */
  public static Machines ofFlags(int count, int rank, @Nullable String url) {
    MeetingPoint point = url == null || url.equals(CHOOSE_FOR_ME) ? null : MeetingPoint.ofUrl(url);
    return new Machines(count, rank, point);
  }

  /**
   * How one process of this machine joins the others.
   *
   * @param localRank its number on this machine, from 0
   * @param localSize how many processes each machine runs
   * @param meetingPoint where they meet
   * @param timeout how long any process waits for the others
   * @return how it joins
   */
  Rendezvous rendezvous(int localRank, int localSize, MeetingPoint meetingPoint, Duration timeout) {
    return new Rendezvous(
        rank * localSize + localRank, count * localSize, localRank, meetingPoint, timeout);
  }
}
