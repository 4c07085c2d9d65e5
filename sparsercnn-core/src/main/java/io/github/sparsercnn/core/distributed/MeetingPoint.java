package io.github.sparsercnn.core.distributed;

import io.github.sparsercnn.ConfigException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where processes that train together find each other: a port on which the first one listens, or
 * torchrun.
 *
 * @param host name or address of the machine of the first process
 * @param port 1 to 65535; 0 if the first process takes a free one
 * @param portFile where the first process then writes the port that it took; absent if the port is
 *     known
 * @param attempt the name under which this start's notes stand if torchrun's agent, which listens
 *     there, keeps them; absent if the first process listens itself
 */
public record MeetingPoint(
    String host, int port, @Nullable Path portFile, @Nullable String attempt) {
  /** The loopback address: all processes are on one machine. */
  static final String LOCAL = "127.0.0.1";

  private static final int LAST_PORT = 65535;
  private static final Pattern URL =
      Pattern.compile("tcp://(?:\\[([^]]+)]|([^:/\\[\\]]+)):(\\d+)/?");

  /**
   * Checks them.
   *
   * @throws ConfigException if the host is empty, or the port is out of range
   */
  public MeetingPoint {
    if (host.isBlank()) {
      throw new ConfigException(
          "the host where processes meet is empty; give the name of the first process' machine");
    }
    int firstPort = portFile == null ? 1 : 0;
    if (port < firstPort || port > LAST_PORT) {
      throw new ConfigException(
          "port " + port + " where processes meet; expected " + firstPort + " to " + LAST_PORT);
    }
  }

  /**
   * A known port.
   *
   * @param host name or address of the machine of the first process
   * @param port 1 to 65535
   * @return the meeting point
   * @throws ConfigException if the host is empty, or the port is out of range
   */
  public static MeetingPoint of(String host, int port) {
    return new MeetingPoint(host, port, null, null);
  }

  /**
   * Any free port of this machine. The first process takes it and writes it down, so that nobody
   * can take it in between.
   *
   * @param portFile a file that does not exist yet, in a directory that does
   * @return the meeting point
   */
  public static MeetingPoint onThisMachine(Path portFile) {
    return new MeetingPoint(LOCAL, 0, portFile, null);
  }

  /**
   * A port on which torchrun's agent listens; the notes of earlier starts stand there, too.
   *
   * @param host name or address of the machine of the agent
   * @param port 1 to 65535
   * @param attempt the name of this start
   * @return the meeting point
   * @throws ConfigException if the host is empty, or the port is out of range
   */
  static MeetingPoint atAgent(String host, int port, String attempt) {
    return new MeetingPoint(host, port, null, attempt);
  }

  /**
   * Reads what detectron2 calls {@code --dist-url}.
   *
   * @param url for example {@code tcp://node1:29500} or {@code tcp://[fe80::1]:29500}
   * @return the meeting point
   * @throws ConfigException if it is something else
   */
  public static MeetingPoint ofUrl(String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw new ConfigException(
          "--dist-url "
              + url
              + " is not understood; expected tcp://HOST:PORT with the machine of the first process"
              + " and a free port there");
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return of(host, parsePort("the port of --dist-url " + url, matcher.group(3)));
  }

  static int parsePort(String what, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ConfigException(what + " is " + text + "; expected 1 to " + LAST_PORT, e);
    }
  }

  @Override
  public String toString() {
    String place = host.contains(":") ? "[" + host + "]" : host;
    return "tcp://" + place + ":" + (portFile == null ? port : "(see " + portFile + ")");
  }
}
