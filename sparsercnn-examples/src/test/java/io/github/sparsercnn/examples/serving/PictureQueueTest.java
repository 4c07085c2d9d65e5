package io.github.sparsercnn.examples.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.Image;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PictureQueueTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Image PICTURE = Image.ofRgb(new byte[3], 1, 1);

  private final PictureQueue queue = new PictureQueue(3);

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  private Ticket waiting(long deadline) {
    Ticket ticket = queue.enter(deadline);
    queue.put(ticket, PICTURE);
    return ticket;
  }

  private CompletableFuture<List<Ticket>> taking(int most, Duration maxDelay) {
    CompletableFuture<List<Ticket>> taken = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                taken.complete(queue.take(most, maxDelay));
              } catch (InterruptedException | RuntimeException e) {
                taken.completeExceptionally(e);
              }
            })
        .start();
    return taken;
  }

  @Test
  void places_countPicturesThatAreStillDecoded() {
    waiting(in(LONG));
    queue.enter(in(LONG));
    queue.enter(in(LONG));

    assertThatThrownBy(() -> queue.enter(in(LONG)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(429);
              assertThat(refused.headers()).containsEntry("Retry-After", "1");
            });
  }

  @Test
  void place_isFreeAgainAfterItWasLeft() {
    Ticket ticket = queue.enter(in(LONG));
    assertThat(queue.size()).isEqualTo(1);

    assertThat(queue.leave(ticket)).isTrue();
    assertThat(queue.leave(ticket)).isFalse();

    assertThat(queue.size()).isZero();
  }

  @Test
  void take_freesThePlacesOfItsPicturesOldestFirst() throws Exception {
    Ticket first = waiting(in(LONG));
    Ticket second = waiting(in(LONG));
    Ticket third = waiting(in(LONG));

    assertThat(queue.take(2, LONG)).containsExactly(first, second);
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.leave(first)).isFalse();
    assertThat(queue.take(2, Duration.ZERO)).containsExactly(third);
  }

  @Test
  void take_waitsForABatchToFillButNoLongerThanItMay() throws Exception {
    CompletableFuture<List<Ticket>> full = taking(2, LONG);
    Ticket first = waiting(in(LONG));
    assertThatThrownBy(() -> full.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    Ticket second = waiting(in(LONG));
    assertThat(full.get()).containsExactly(first, second);

    Duration delay = Duration.ofMillis(60);
    long start = System.nanoTime();
    Ticket alone = waiting(in(LONG));
    assertThat(queue.take(2, delay)).containsExactly(alone);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(delay.toNanos());
  }

  @Test
  void take_turnsLatePicturesAwayAndGoesOnToTheNext() throws Exception {
    Ticket late = waiting(System.nanoTime());
    Ticket inTime = waiting(in(LONG));

    assertThat(queue.take(2, Duration.ZERO)).containsExactly(inTime);

    assertThat(late.answer)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.status()).isEqualTo(504));
    assertThat(queue.size()).isZero();
  }

  @Test
  void leave_withdrawsAPictureThatWaits() throws Exception {
    Ticket withdrawn = waiting(in(LONG));
    Ticket other = waiting(in(LONG));

    queue.leave(withdrawn);

    assertThat(queue.take(2, Duration.ZERO)).containsExactly(other);
  }

  @Test
  void close_keepsWhoHasAPlaceAndRefusesOthers() throws Exception {
    Ticket waiting = waiting(in(LONG));
    Ticket decoding = queue.enter(in(LONG));
    queue.close();

    assertThatThrownBy(() -> queue.enter(in(LONG)))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.status()).isEqualTo(503));
    assertThat(queue.take(2, LONG)).containsExactly(waiting);
    CompletableFuture<List<Ticket>> next = taking(2, LONG);
    assertThatThrownBy(() -> next.get(50, TimeUnit.MILLISECONDS))
        .as("a picture is still on its way")
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    queue.put(decoding, PICTURE);
    assertThat(next.get()).containsExactly(decoding);
    assertThat(queue.take(2, LONG)).isEmpty();
  }

  @Test
  void close_endsAWaitThatNothingWillEnd() throws Exception {
    CompletableFuture<List<Ticket>> taken = taking(2, LONG);
    Ticket broken = queue.enter(in(LONG));
    queue.close();

    queue.leave(broken);

    assertThat(taken.get()).isEmpty();
  }
}
