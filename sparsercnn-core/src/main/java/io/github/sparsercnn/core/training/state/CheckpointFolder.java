package io.github.sparsercnn.core.training.state;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.checkpoint.AtomicFile;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.checkpoint.PthWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints in an output folder, under detectron2's names: {@code model_0004999.pth}, and
 * {@code last_checkpoint} with the name of the newest. A file is there whole or not at all.
 */
public final class CheckpointFolder {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
  private static final String LAST = "last_checkpoint";
  private static final String FINAL = "model_final.pth";
  private static final String BEST = "model_best.pth";
  private static final String EARLIER = "earlier-run-";
  private static final Pattern NUMBERED = Pattern.compile("model_\\d{7,}\\.pth");

  private final Path folder;
  private final int keep;

  /**
   * Looks at a folder.
   *
   * @param folder where checkpoints lie or shall lie
   * @param keep how many full checkpoints are kept, 0 for all
   */
  public CheckpointFolder(Path folder, int keep) {
    this.folder = folder;
    this.keep = keep;
  }

  /** {@return where the final weights lie} */
  public Path finalModel() {
    return folder.resolve(FINAL);
  }

  /** {@return where the weights lie that were best on the validation data} */
  public Path bestModel() {
    return folder.resolve(BEST);
  }

  /**
   * Where a full checkpoint lies.
   *
   * @param iteration the one that was finished last
   * @return the file
   */
  public Path file(long iteration) {
    return folder.resolve(String.format(Locale.ROOT, "model_%07d.pth", iteration));
  }

  /**
   * Writes a full checkpoint and lets go of the oldest ones.
   *
   * @param iteration the one that was finished last
   * @param root what goes into it
   * @return the file
   * @throws SparseRcnnException if it cannot be written; the checkpoints before it are untouched
   */
  public Path save(long iteration, Map<String, ? extends @Nullable Object> root) {
    Path file = file(iteration);
    PthWriter.write(file, root);
    AtomicFile.write(
        folder.resolve(LAST),
        stream ->
            stream.write(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8)));
    prune(file);
    return file;
  }

  private void prune(Path newest) {
    if (keep == 0) {
      return;
    }
    List<Path> older = new ArrayList<>(numbered());
    older.remove(newest);
    for (Path file : older.subList(Math.min(keep - 1, older.size()), older.size())) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        LOG.warn("{} cannot be deleted: {}", file, e.getMessage());
      }
    }
  }

  /** Those that this run or an earlier one wrote here, newest first. */
  private List<Path> numbered() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> NUMBERED.matcher(String.valueOf(file.getFileName())).matches())
          .sorted(Comparator.comparing(CheckpointFolder::iterationOf).reversed())
          .toList();
    } catch (IOException e) {
      throw new SparseRcnnException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private static long iterationOf(Path file) {
    return Long.parseLong(String.valueOf(file.getFileName()).replaceAll("\\D", ""));
  }

  /**
   * Moves the checkpoints of an earlier run into a folder of their own, so that nobody resumes them
   * by mistake, and nobody loses them.
   *
   * @throws SparseRcnnException if they cannot be moved
   */
  public void setEarlierRunAside() {
    List<Path> earlier = new ArrayList<>(numbered());
    Stream.of(folder.resolve(LAST), bestModel(), finalModel())
        .filter(Files::exists)
        .forEach(earlier::add);
    if (earlier.isEmpty()) {
      return;
    }
    int number = 1;
    while (Files.exists(folder.resolve(EARLIER + number))) {
      number++;
    }
    Path aside = folder.resolve(EARLIER + number);
    try {
      Files.createDirectory(aside);
      for (Path file : earlier) {
        Files.move(file, aside.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new SparseRcnnException(
          folder
              + ": the checkpoints of an earlier run cannot be moved to "
              + aside.getFileName()
              + ": "
              + e.getMessage(),
          e);
    }
    LOG.info("The checkpoints of an earlier run are now in {}", aside);
  }

  /**
   * The newest checkpoint that can be read. A damaged one is named in the log, and the one before
   * it taken.
   *
   * @return the checkpoint, empty if there is none at all
   * @throws WeightsException if there are checkpoints and none can be read
   */
  public Optional<Checkpoint> newest() {
    WeightsException damage = null;
    for (Path file : candidates()) {
      try {
        Checkpoint checkpoint = Checkpoint.read(file);
        if (checkpoint.trainingState().isEmpty()) {
          throw new WeightsException(
              file
                  + ": holds no iteration and optimizer to resume from; it is no checkpoint of a"
                  + " training");
        }
        if (damage != null) {
          LOG.warn("Going on from {} instead: {}", file, damage.getMessage());
        }
        return Optional.of(checkpoint);
      } catch (WeightsException e) {
        damage = damage == null ? e : damage;
      }
    }
    if (damage != null) {
      throw damage;
    }
    return Optional.empty();
  }

  private List<Path> candidates() {
    List<Path> candidates = new ArrayList<>();
    Path last = folder.resolve(LAST);
    if (Files.exists(last)) {
      try {
        candidates.add(folder.resolve(Files.readString(last, StandardCharsets.UTF_8).strip()));
      } catch (IOException e) {
        LOG.warn("{} cannot be read: {}", last, e.getMessage());
      }
    }
    numbered().stream().filter(file -> !candidates.contains(file)).forEach(candidates::add);
    return candidates;
  }
}
