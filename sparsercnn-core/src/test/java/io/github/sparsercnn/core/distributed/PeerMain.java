package io.github.sparsercnn.core.distributed;

import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;

/** A process that joins others as its environment says and then does what its argument names. */
public final class PeerMain {
  private static final long FOR_EVER = 60_000;

  private PeerMain() {}

  /** Joins and plays a part. */
  public static void main(String[] args) throws InterruptedException {
    Launcher.endWithIt(System.getenv());
    ProcessGroup group =
        Rendezvous.ofEnvironment(System.getenv())
            .map(TorchProcessGroup::join)
            .orElseGet(Alone::new);
    switch (args[0]) {
      case "collectives" -> {
        try (group) {
          System.out.println(collectives(group));
        }
      }
      case "leave-without-closing" -> group.barrier();
      case "hang" -> {
        group.barrier();
        System.out.println("here");
        Thread.sleep(FOR_EVER);
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** Every operation once; what comes out, to the last bit. */
  static String collectives(ProcessGroup group) {
    try (TensorScope scope = TensorScope.open()) {
      Random random = new Random(group.rank());
      Tensor sum = HostTensors.ofFloats(gaussians(random, 1001), 7, 143);
      Tensor later = HostTensors.ofFloats(gaussians(random, 70_001), 70_001);
      Tensor soon = HostTensors.ofFloats(gaussians(random, 3), 3);
      Tensor broadcast = HostTensors.ofFloats(gaussians(random, 5), 5);
      group.sum(sum);
      List<Pending> underWay = List.of(group.sumLater(later), group.sumLater(soon));
      underWay.forEach(Pending::await);
      group.broadcast(broadcast);
      group.barrier();
      double mean = group.mean(random.nextGaussian());
      byte[] mine = "p".repeat(group.rank()).getBytes(StandardCharsets.US_ASCII);
      String gathered =
          group.gather(mine).stream().map(Arrays::toString).collect(Collectors.joining());
      List<byte[]> nothing = group.gather(new byte[0]);
      group.requireSame("the number of processes", "" + group.size());
      return List.of(hash(sum), hash(later), hash(soon), hash(broadcast))
          + " "
          + Double.doubleToLongBits(mean)
          + gathered
          + nothing.size();
    }
  }

  private static float[] gaussians(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static int hash(Tensor tensor) {
    return Arrays.hashCode(HostTensors.toFloats(tensor));
  }
}
