package io.github.sparsercnn.core.config;

import io.github.sparsercnn.WeightsException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Downloads one file such that it is either whole at its place or not there: the bytes go to a file
 * beside it, are checked, and are then renamed. A name such as {@code resnet50-19c8e357.pth} states
 * the first digits of its SHA-256, which are checked.
 */
final class WeightsDownload {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration STALL_TIMEOUT = Duration.ofMinutes(1);
  private static final int OK = 200;
  private static final Pattern HASH_IN_NAME = Pattern.compile(".*-([0-9a-f]{8,64})\\.[^.]+");

  private final Duration stallTimeout;

  private WeightsDownload(Duration stallTimeout) {
    this.stallTimeout = stallTimeout;
  }

  /** Gives up when nothing arrives for a minute. */
  static WeightsDownload patient() {
    return new WeightsDownload(STALL_TIMEOUT);
  }

  /** Gives up when nothing arrives for a given time. */
  static WeightsDownload withStallTimeout(Duration stallTimeout) {
    return new WeightsDownload(stallTimeout);
  }

  /**
   * Downloads a file.
   *
   * @param address where it is
   * @param target where it shall be; its folder is made
   * @throws WeightsException if it cannot be downloaded, is cut short or is not what its name says;
   *     the message names the address and the target
   */
  void to(URI address, Path target) {
    try {
      Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
      Files.createDirectories(folder);
      Path part = folder.resolve(target.getFileName() + "." + UUID.randomUUID() + ".part");
      try {
        receive(address, part);
        check(part, target.getFileName().toString());
        move(part, target);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw failure(address, target, reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(address, target, "interrupted", e);
    }
  }

  private void receive(URI address, Path part) throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    HttpRequest request = HttpRequest.newBuilder(address).build();
    CompletableFuture<HttpResponse<Path>> answer =
        client.sendAsync(request, BodyHandlers.ofFile(part));
    HttpResponse<Path> response = await(answer, part);
    if (response.statusCode() != OK) {
      throw new IOException("the server answered " + response.statusCode());
    }
    long size = Files.size(part);
    long announced = response.headers().firstValueAsLong("Content-Length").orElse(size);
    if (size != announced || size == 0) {
      throw new IOException("received " + size + " bytes, expected " + announced);
    }
  }

  /** Waits as long as bytes arrive. */
  private HttpResponse<Path> await(CompletableFuture<HttpResponse<Path>> answer, Path part)
      throws IOException, InterruptedException {
    long received = -1;
    while (true) {
      try {
        return answer.get(stallTimeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        long now = Files.exists(part) ? Files.size(part) : 0;
        if (now <= received) {
          answer.cancel(true);
          throw new IOException("nothing arrived for " + stallTimeout.toSeconds() + " s", e);
        }
        received = now;
      } catch (InterruptedException e) {
        answer.cancel(true);
        throw e;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      }
    }
  }

  private static void check(Path part, String name) throws IOException {
    Matcher stated = HASH_IN_NAME.matcher(name);
    if (stated.matches()) {
      String found = Sha256.of(part);
      if (!found.startsWith(stated.group(1))) {
        throw new IOException(
            "the SHA-256 begins with "
                + found.substring(0, stated.group(1).length())
                + ", expected "
                + stated.group(1));
      }
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static WeightsException failure(
      URI address, Path target, String reason, Exception cause) {
    return new WeightsException(
        "cannot download " + address + " (" + reason + "); put the file at " + target + " by hand",
        cause);
  }

  private static String reason(IOException e) {
    String name = e.getClass().getSimpleName();
    return Optional.ofNullable(e.getMessage())
        .map(message -> message.lines().findFirst().orElse(name))
        .orElse(name);
  }
}
