package io.github.sparsercnn.core.distributed;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.gloo.Device;
import org.jspecify.annotations.Nullable;

/** Connects processes by Gloo, which moves CPU tensors over TCP. */
final class GlooBackend {
  /** PyTorch's variable for the network interface to use. */
  private static final String INTERFACE = "GLOO_SOCKET_IFNAME";

  private GlooBackend() {}

  /**
   * Connects this process to all others. Must run in an open scope, which owns the result.
   *
   * @throws IOException if this machine has no address by which it can reach the first process
   */
  static Backend open(MeetingStore store, Rendezvous rendezvous) throws IOException {
    Duration timeout = rendezvous.timeout();
    ProcessGroupGloo.Options options =
        ProcessGroupGloo.Options.create(new Milliseconds(timeout.toMillis()));
    options.devices(new GlooDeviceVector(device(rendezvous.point())));
    return new ProcessGroupGloo(
        store.forGroup("gloo"), rendezvous.rank(), rendezvous.size(), options);
  }

  private static Device device(MeetingPoint point) throws IOException {
    @Nullable String name = System.getenv(INTERFACE);
    return name == null || name.isBlank()
        ? ProcessGroupGloo.createDeviceForHostname(ownAddress(point))
        : ProcessGroupGloo.createDeviceForInterface(name.strip());
  }

  /**
   * This machine's address on the way to the first process. The machine's own name, which Gloo
   * would take, is often bound to the loopback address.
   */
  private static String ownAddress(MeetingPoint point) throws IOException {
    InetAddress first = InetAddress.getByName(point.host());
    if (first.isLoopbackAddress()) {
      return first.getHostAddress();
    }
    // Sends nothing: it only asks the system for the route. Any port will do.
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(first, Math.max(1, point.port())));
      return socket.getLocalAddress().getHostAddress();
    }
  }
}
