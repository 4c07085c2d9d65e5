package io.github.sparsercnn.examples.serving;

import java.util.Map;

/**
 * The system properties of the JDK's HTTP server, which are its only configuration. It reads them
 * once, when its classes are loaded; what is set already is left alone.
 */
final class ServerProperties {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          // Head and body of an answer are two packets; without it the second waits for 40 ms.
          "sun.net.httpserver.nodelay", "true",
          // Beyond it connections are closed after their answer, which a client may see as an
          // error.
          "sun.net.httpserver.maxIdleConnections", "10000",
          // Seconds that an idle connection is kept; clients should let go earlier.
          "sun.net.httpserver.idleInterval", "120",
          // Seconds that a request may take to arrive: slow senders hold a thread.
          "sun.net.httpserver.maxReqTime", "30");

  private ServerProperties() {}

  /** Sets what is not set. */
  static void setDefaults() {
    DEFAULTS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
