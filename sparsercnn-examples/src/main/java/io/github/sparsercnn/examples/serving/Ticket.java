package io.github.sparsercnn.examples.serving;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A place in the queue: taken before its picture is decoded, given back when a batch takes the
 * picture. All but the answer belongs to the {@link PictureQueue}, and is guarded by its lock.
 */
final class Ticket {
  /** When the picture is too late for a batch, by {@link System#nanoTime}. */
  final long deadline;

  /** What was found in the picture, or why nothing was looked for. */
  final CompletableFuture<Instances> answer = new CompletableFuture<>();

  /** Whether the place is taken. */
  boolean held = true;

  /** When the picture began to wait, by {@link System#nanoTime}. */
  long waitingSince;

  private @Nullable Image picture;

  Ticket(long deadline) {
    this.deadline = deadline;
  }

  /** Fills the place. */
  void put(Image picture, long now) {
    this.picture = picture;
    waitingSince = now;
  }

  /** The picture that waits here. */
  Image picture() {
    if (picture == null) {
      throw new IllegalStateException("no picture waits here yet");
    }
    return picture;
  }
}
