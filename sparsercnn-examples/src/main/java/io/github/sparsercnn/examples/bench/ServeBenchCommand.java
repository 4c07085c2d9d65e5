package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.examples.bench.LoadTally.Times;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsercnn bench serve}: many clients at once on a running server. */
@Command(
    name = "serve",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "Send pictures to a running 'sparsercnn serve' from many clients at once; print statuses, "
          + "times and the server's memory. Fails if a request gets anything but 200 or 429."
    })
final class ServeBenchCommand implements Callable<Integer> {
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final double BYTES_PER_MB = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int SMEARS = 4;
  private static final ImageSize SMEAR_SIZE = new ImageSize(320, 240);

  /** How often the server's memory is looked at. */
  private static final int LOOKS = 6;

  private static final String MEMORY = "process_resident_memory_bytes ";

  /** Seconds that an idle connection is kept: less than the server keeps it. */
  private static final String KEEP_ALIVE = "jdk.httpclient.keepalive.timeout";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "IMAGE",
      description = "Picture files to send in turn. Default: four drawn smears of 320x240.")
  private List<Path> files = List.of();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080/",
      description = "The server. Default: ${DEFAULT-VALUE}.")
  private URI url = URI.create("");

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many at once. Default: ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "For how long. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--impatient",
      description = "Ask again at once after a 429, whatever its Retry-After says.")
  private boolean impatient;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (clients < 1 || seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--clients and --seconds must be at least 1");
    }
    if (System.getProperty(KEEP_ALIVE) == null) {
      System.setProperty(KEEP_ALIVE, "60");
    }
    List<byte[]> pictures = files.isEmpty() ? smears() : read(files);
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%d %s clients for %d s, %d pictures of %.0f kB on average; %s%n",
        clients,
        impatient ? "impatient" : "patient",
        seconds,
        pictures.size(),
        pictures.stream().mapToInt(file -> file.length).average().orElse(0) / 1e3,
        Machine.describe());
    out.flush();
    LoadTally tally = new LoadTally();
    long start = System.nanoTime();
    load(http, pictures, start, tally, out);
    return report(tally, (System.nanoTime() - start) / NANOS_PER_SECOND, out);
  }

  private static List<byte[]> read(List<Path> files) throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    for (Path file : files) {
      pictures.add(Files.readAllBytes(file));
    }
    return pictures;
  }

  private static List<byte[]> smears() throws IOException {
    SmearGenerator generator = new SmearGenerator(SMEAR_SIZE);
    List<byte[]> pictures = new ArrayList<>();
    for (int seed = 0; seed < SMEARS; seed++) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      ImageIO.write(generator.generate(seed).picture(), "jpg", file);
      pictures.add(file.toByteArray());
    }
    return pictures;
  }

  /** Lets the clients run, and looks at the server meanwhile. */
  private void load(
      HttpClient http, List<byte[]> pictures, long start, LoadTally tally, PrintWriter out)
      throws IOException, InterruptedException {
    sayMemory(http, 0, out);
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    URI predict = url.resolve("predict");
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      LoadClient client = new LoadClient(http, predict, pictures, end, !impatient, i, tally);
      threads.add(new Thread(client, "client-" + i));
    }
    threads.forEach(Thread::start);
    for (int look = 1; look <= LOOKS; look++) {
      long next = start + look * TimeUnit.SECONDS.toNanos(seconds) / LOOKS;
      TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      sayMemory(http, look * seconds / LOOKS, out);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void sayMemory(HttpClient http, int second, PrintWriter out)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve("metrics")).build();
    double bytes =
        http.send(request, BodyHandlers.ofString())
            .body()
            .lines()
            .filter(line -> line.startsWith(MEMORY))
            .mapToDouble(line -> Double.parseDouble(line.substring(MEMORY.length())))
            .findFirst()
            .orElseThrow(
                () -> new SparseRcnnException(url + " is no sparsercnn server; check --url"));
    out.printf(Locale.ROOT, "  server memory after %3d s: %.0f MB%n", second, bytes / BYTES_PER_MB);
    out.flush();
  }

  private static int report(LoadTally tally, double took, PrintWriter out) {
    Map<Integer, Times> sums = tally.sum();
    sums.forEach(
        (status, times) ->
            out.printf(
                Locale.ROOT,
                "  %-9s %7d, %6.1f/s; ms: p50 %.0f, p90 %.0f, p99 %.0f, max %.0f%n",
                status == LoadTally.NO_ANSWER ? "no answer" : status.toString(),
                times.count(),
                times.count() / took,
                times.millis(0.5),
                times.millis(0.9),
                times.millis(0.99),
                times.millis(1)));
    tally.failures().forEach((why, count) -> out.println("  " + count + " times " + why));
    out.flush();
    boolean good = sums.keySet().stream().allMatch(status -> status == OK || status == TOO_MANY);
    return good && sums.containsKey(OK) ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
