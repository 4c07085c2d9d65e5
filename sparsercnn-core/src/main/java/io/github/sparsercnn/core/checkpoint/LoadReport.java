package io.github.sparsercnn.core.checkpoint;

import io.github.sparsercnn.WeightsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How a checkpoint fits a network: which tensors are there with the right shape, and which are not.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * LoadReport report = LoadReport.compare(checkpoint, expected).requireComplete();
 * report.usable().forEach(network::set);
 * }</pre>
 */
public final class LoadReport {
  private static final Pattern CLASS_HEAD =
      Pattern.compile("head\\.head_series\\.\\d+\\.class_logits\\.(weight|bias)");
  private static final String PROPOSALS = "init_proposal_";
  private static final int NAMED_TENSORS = 3;

  /** What is neither backbone nor head belongs to the proposals. */
  private static final Predicate<String> OF_THE_NETWORK =
      name -> name.startsWith("backbone.") || name.startsWith("head.");

  /** Only norms that are trained count their batches, and they can begin anew. */
  private static final Predicate<String> COUNTER = name -> name.endsWith(".num_batches_tracked");

  /** Also tensors of the loss or of the input, which a network for detection does not expect. */
  private static final Predicate<String> NEVER_UNEXPECTED =
      COUNTER.or(
          name ->
              name.startsWith("criterion.")
                  || name.equals("pixel_mean")
                  || name.equals("pixel_std"));

  /**
   * A tensor of another shape than the network's.
   *
   * @param name its name
   * @param found the sizes in the checkpoint
   * @param expected the sizes in the network
   */
  public record Misshaped(String name, List<Long> found, List<Long> expected) {
    private boolean differsInRowsOnly() {
      return !found.isEmpty()
          && found.size() == expected.size()
          && found.subList(1, found.size()).equals(expected.subList(1, expected.size()));
    }

    /** Returns for example {@code a.weight [80, 256] instead of [3, 256]}. */
    @Override
    public String toString() {
      return name + " " + found + " instead of " + expected;
    }
  }

  private final Checkpoint checkpoint;
  private final int expectedTensors;
  private final Map<String, StoredTensor> usable;
  private final List<String> missing;
  private final List<String> unexpected;
  private final List<Misshaped> misshaped;
  private final List<String> fresh;
  private final List<String> unused;

  private LoadReport(
      Checkpoint checkpoint,
      int expectedTensors,
      Map<String, StoredTensor> usable,
      List<String> missing,
      List<String> unexpected,
      List<Misshaped> misshaped,
      List<String> fresh,
      List<String> unused) {
    this.checkpoint = checkpoint;
    this.expectedTensors = expectedTensors;
    this.usable = Collections.unmodifiableMap(usable);
    this.missing = List.copyOf(missing);
    this.unexpected = List.copyOf(unexpected);
    this.misshaped = List.copyOf(misshaped);
    this.fresh = List.copyOf(fresh);
    this.unused = List.copyOf(unused);
  }

  /**
   * Compares a checkpoint with a network.
   *
   * @param expected the sizes of the network's tensors under detectron2's names
   */
  public static LoadReport compare(Checkpoint checkpoint, Map<String, long[]> expected) {
    Map<String, StoredTensor> usable = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    List<Misshaped> misshaped = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          StoredTensor tensor = checkpoint.tensors().get(name);
          if (tensor == null) {
            if (!COUNTER.test(name)) {
              missing.add(name);
            }
          } else if (Arrays.equals(tensor.shape(), shape)) {
            usable.put(name, tensor);
          } else {
            misshaped.add(new Misshaped(name, list(tensor.shape()), list(shape)));
          }
        });
    List<String> unexpected =
        checkpoint.tensors().keySet().stream()
            .filter(name -> !expected.containsKey(name))
            .filter(NEVER_UNEXPECTED.negate())
            .toList();
    return new LoadReport(
        checkpoint, expected.size(), usable, missing, unexpected, misshaped, List.of(), List.of());
  }

  private static List<Long> list(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  /** The tensors that fit, in the order of the network. */
  public Map<String, StoredTensor> usable() {
    return usable;
  }

  /** What the network has and the checkpoint lacks. */
  public List<String> missing() {
    return missing;
  }

  /** What the checkpoint has and the network lacks. */
  public List<String> unexpected() {
    return unexpected;
  }

  /** What both have, in different shapes. */
  public List<Misshaped> misshaped() {
    return misshaped;
  }

  /** What of the network's proposals begins with a fresh value, because the checkpoint lacks it. */
  public List<String> fresh() {
    return fresh;
  }

  /** What of the checkpoint's proposals the network has no use for. */
  public List<String> unused() {
    return unused;
  }

  /** What is worth knowing of {@link #fresh} and {@link #unused}; empty if there is nothing. */
  public Optional<String> notice() {
    List<String> parts = new ArrayList<>();
    add(parts, fresh, "begin fresh");
    add(parts, unused, "not used by these proposals");
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  /** Whether nothing is missing, unexpected or of another shape. */
  public boolean isComplete() {
    return missing.isEmpty() && unexpected.isEmpty() && misshaped.isEmpty();
  }

  /**
   * This report without the class head where it has another number of classes: a training for new
   * classes starts with everything else.
   */
  public LoadReport ignoreClassHead() {
    return new LoadReport(
        checkpoint,
        expectedTensors,
        usable,
        missing,
        unexpected,
        misshaped.stream().filter(tensor -> !isClassHead(tensor)).toList(),
        fresh,
        unused);
  }

  /**
   * This report for a network that starts from other proposals than the checkpoint's: what these
   * may begin without is not missing, and the checkpoint's learned proposals are not unexpected.
   *
   * @param mayStartFresh tells of a tensor of the proposals whether its fresh value is a valid one
   */
  public LoadReport excusingProposals(Predicate<String> mayStartFresh) {
    Predicate<String> begins = OF_THE_NETWORK.negate().and(mayStartFresh);
    Predicate<String> learned = name -> name.startsWith(PROPOSALS);
    return new LoadReport(
        checkpoint,
        expectedTensors,
        usable,
        missing.stream().filter(begins.negate()).toList(),
        unexpected.stream().filter(learned.negate()).toList(),
        misshaped,
        missing.stream().filter(begins).toList(),
        unexpected.stream().filter(learned).toList());
  }

  private static boolean isClassHead(Misshaped tensor) {
    return tensor.differsInRowsOnly() && CLASS_HEAD.matcher(tensor.name).matches();
  }

  /**
   * Insists on every tensor.
   *
   * @return this
   * @throws WeightsException if anything is missing, unexpected or of another shape; names the
   *     first offenders and what to do
   */
  public LoadReport requireComplete() {
    if (!isComplete()) {
      throw new WeightsException("weights " + checkpoint.file().getFileName() + ": " + complaint());
    }
    return this;
  }

  private String complaint() {
    if (checkpoint.isBackboneOnly()) {
      return "holds only a backbone ("
          + checkpoint.tensors().size()
          + " tensors of a ResNet), the network needs "
          + missing.size()
          + " more; train with it as initial weights, or load the weights of a whole Sparse R-CNN";
    }
    for (Misshaped tensor : misshaped) {
      if (isClassHead(tensor)) {
        return rows(tensor, "NUM_CLASSES")
            + "; load with NUM_CLASSES "
            + tensor.found.get(0)
            + ", or train new classes from it with ignoreClassHead()";
      }
      if (tensor.differsInRowsOnly() && tensor.name.startsWith(PROPOSALS)) {
        return rows(tensor, "NUM_PROPOSALS") + "; load with NUM_PROPOSALS " + tensor.found.get(0);
      }
    }
    List<String> parts = new ArrayList<>();
    add(parts, missing, "missing");
    add(parts, unexpected.stream().map(PickleText::excerpt).toList(), "unexpected");
    add(parts, misshaped, "of another shape");
    return usable.size()
        + " of the network's "
        + expectedTensors
        + " tensors fit; "
        + String.join(", ", parts)
        + "; check RESNETS, FPN and SparseRCNN in the config, or choose other weights";
  }

  private static String rows(Misshaped tensor, String key) {
    return tensor.name
        + " has "
        + tensor.found.get(0)
        + " rows, the config has "
        + key
        + " "
        + tensor.expected.get(0);
  }

  private static void add(List<String> parts, List<?> offenders, String what) {
    if (offenders.isEmpty()) {
      return;
    }
    List<String> named = offenders.stream().limit(NAMED_TENSORS).map(String::valueOf).toList();
    parts.add(
        offenders.size()
            + " "
            + what
            + " ("
            + String.join(", ", named)
            + (offenders.size() > NAMED_TENSORS ? ", …)" : ")"));
  }

  /** Returns for example {@code 521 of 523 tensors fit, 0 missing, 1 unexpected, 2 misshaped}. */
  @Override
  public String toString() {
    return usable.size()
        + " of "
        + expectedTensors
        + " tensors fit, "
        + missing.size()
        + " missing, "
        + unexpected.size()
        + " unexpected, "
        + misshaped.size()
        + " misshaped";
  }
}
