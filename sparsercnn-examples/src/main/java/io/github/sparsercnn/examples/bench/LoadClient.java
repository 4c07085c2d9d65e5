package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One client of many: sends a picture, waits for the answer, sends the next, until its time is up.
 * After 429 or 503 it waits as long as the answer says, give or take a half so that not all come
 * back at once.
 */
final class LoadClient implements Runnable {
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private final HttpClient http;
  private final URI predict;
  private final List<byte[]> pictures;
  private final long end;
  private final boolean patient;
  private final Random chance;
  private final LoadTally tally;

  /**
   * Makes a client.
   *
   * @param http shared by all clients; each uses a connection of its own
   * @param predict where pictures are sent
   * @param pictures to send, in turn
   * @param end by {@link System#nanoTime}
   * @param patient whether to wait after a refusal
   * @param seed of the waits
   */
  LoadClient(
      HttpClient http,
      URI predict,
      List<byte[]> pictures,
      long end,
      boolean patient,
      int seed,
      LoadTally tally) {
    this.http = http;
    this.predict = predict;
    this.pictures = pictures;
    this.end = end;
    this.patient = patient;
    this.chance = new Random(seed);
    this.tally = tally;
  }

  @Override
  public void run() {
    int next = chance.nextInt(pictures.size());
    try {
      while (System.nanoTime() < end) {
        ask(pictures.get(next));
        next = (next + 1) % pictures.size();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(byte[] picture) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(predict).POST(BodyPublishers.ofByteArray(picture)).build();
    long start = System.nanoTime();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      tally.answered(response.statusCode(), System.nanoTime() - start);
      boolean refused = response.statusCode() == TOO_MANY || response.statusCode() == UNAVAILABLE;
      if (refused && patient) {
        long seconds = response.headers().firstValueAsLong("Retry-After").orElse(1);
        double share = 0.5 + chance.nextDouble();
        Thread.sleep((long) (TimeUnit.SECONDS.toMillis(seconds) * share));
      }
    } catch (IOException e) {
      tally.failed(e.toString(), System.nanoTime() - start);
    }
  }
}
