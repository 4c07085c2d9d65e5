package io.github.sparsercnn.core.proposal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializerProvider;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.proposal.ProposalTargets;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.proposal.contract.MadeUpPictures.Picture;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.GlobalRandom;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.ModuleParameters;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ProposalInitializer} must hold. A test class extends it and names its provider:
 *
 * <pre>{@code
 * class MyProposalsTest extends ProposalInitializerContract {
 *   protected ProposalInitializerProvider provider() {
 *     return new MyProposalsProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>The network around it is as small as it gets; {@link #overrides} changes it. Maps of the
 * pictures are made up.
 */
public abstract class ProposalInitializerContract {
  private static final List<String> SMALL =
      List.of(
          "MODEL.SparseRCNN.NUM_PROPOSALS", "6",
          "MODEL.SparseRCNN.HIDDEN_DIM", "16",
          "MODEL.FPN.OUT_CHANNELS", "16");

  /** Sides that end in the middle of cells. */
  private static final Picture WIDE = new Picture(1, new ImageSize(150, 90));

  private static final Picture TALL = new Picture(2, new ImageSize(70, 121));
  private static final Picture TINY = new Picture(3, new ImageSize(5, 3));
  private static final ImageSize PADDED = new ImageSize(160, 128);
  private static final float HUGE = 1e4f;
  private static final double TOLERANCE = 1e-5;
  private static final int SEED = 7;
  private static final int CALLS = 30;
  private static final int THREADS = 4;

  private ProposalInitializer proposals;

  /** {@return what makes the initializers under test} */
  protected abstract ProposalInitializerProvider provider();

  /** {@return keys and values in turn, as on a command line, for example of own keys} */
  protected List<String> overrides() {
    return List.of();
  }

  /** {@return where the initializers run} */
  protected ComputeDevice device() {
    return new ComputeDevice("cpu");
  }

  /** {@return the network and config that the initializers are made for} */
  protected final ProposalSettings settings() {
    return ProposalSettings.of(Config.defaults().with(SMALL).with(overrides()));
  }

  private ProposalInitializer create(int seed) {
    GlobalRandom.seed(seed);
    ProposalInitializer created = provider().create(settings());
    device().place(created.module());
    return created;
  }

  @BeforeEach
  final void open() {
    proposals = create(SEED);
  }

  @AfterEach
  final void close() {
    proposals.close();
  }

  @Test
  public void proposals_areOnePerSlotForEachPicture() {
    int n = settings().numProposals();
    int dim = settings().hiddenDim();
    for (List<Picture> batch : List.of(List.of(WIDE), List.of(WIDE, TALL, TINY))) {
      try (TensorScope scope = TensorScope.open();
          GradMode noGrad = GradMode.noGrad()) {
        Proposals proposed = proposals.propose(context(batch, 0));
        assertThat(HostTensors.shape(proposed.boxes())).containsExactly(batch.size(), n, 4);
        assertThat(HostTensors.shape(proposed.features())).containsExactly(batch.size(), n, dim);
      }
    }
  }

  @Test
  public void proposals_areFiniteFloat32OnTheDeviceOfTheMapsInEachPrecision() {
    for (ScalarType precision : List.of(ScalarType.Float, ScalarType.BFloat16)) {
      for (boolean training : new boolean[] {false, true}) {
        try (TensorScope scope = TensorScope.open()) {
          ProposalContext context =
              pictures(List.of(WIDE, TALL, TINY), 0).context(training, precision);
          Proposals proposed = proposals.propose(context);
          assertThat(proposed.boxes().scalar_type().intern()).isEqualTo(ScalarType.Float);
          assertThat(proposed.features().is_floating_point()).isTrue();
          assertThat(proposed.boxes().device().equals(context.device())).isTrue();
          assertThat(proposed.features().device().equals(context.device())).isTrue();
          requireFinite("boxes", proposed.boxes());
          requireFinite("features", proposed.features());
        }
      }
    }
  }

  @Test
  public void proposals_areTheSameInEachCall() {
    Answer first = answer(proposals, List.of(WIDE, TALL), 0);
    assertThat(answer(proposals, List.of(WIDE, TALL), 0)).isEqualTo(first);
  }

  @Test
  public void proposals_areTheSameInEachOfManyThreadsAtOnce() throws Exception {
    Answer expected = answer(proposals, List.of(WIDE, TALL), 0);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        answers.add(threads.submit(() -> answer(proposals, List.of(WIDE, TALL), 0)));
      }
      for (Future<Answer> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  public void proposals_doNotDependOnWhatThePaddingHolds() {
    answer(proposals, List.of(WIDE, TALL), HUGE)
        .requireCloseTo(answer(proposals, List.of(WIDE, TALL), 0));
  }

  @Test
  public void proposals_doNotDependOnTheOtherPicturesOfTheBatch() {
    Answer batch = answer(proposals, List.of(WIDE, TALL), 0);
    batch.picture(0, 2).requireCloseTo(answer(proposals, List.of(WIDE), 0));
    batch.picture(1, 2).requireCloseTo(answer(proposals, List.of(TALL), 0));
  }

  @Test
  public void propose_leavesNothingNativeBehind() {
    answer(proposals, List.of(WIDE), 0);
    long before = Pointer.totalCount();
    for (int i = 0; i < CALLS; i++) {
      answer(proposals, List.of(WIDE), 0);
    }
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }

  @Test
  public void close_freesWhatCreateMade() {
    create(SEED).close();
    long before = Pointer.totalCount();
    for (int i = 0; i < 3; i++) {
      create(SEED).close();
    }
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }

  @Test
  public void create_drawsFromLibTorchsGeneratorOnly() {
    try (ProposalInitializer again = create(SEED)) {
      assertThat(values(again)).isEqualTo(values(proposals));
    }
  }

  @Test
  public void module_isTheSameOnEachCallAndTakesNoNameOfTheNetworks() {
    assertThat(proposals.module()).isSameAs(proposals.module());
    assertThat(values(proposals).keySet())
        .noneMatch(name -> name.startsWith("backbone.") || name.startsWith("head."));
  }

  /** Whatever training changes and a file holds is all there is. */
  @Test
  public void tensorsOfTheModule_areAllThatIsLearned() {
    try (TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      ModuleParameters.named(proposals.module())
          .values()
          .forEach(parameter -> parameter.add_(Ops.mul(parameter.sin(), 0.1)));
    }
    Answer trained = answer(proposals, List.of(WIDE, TALL), 0);
    try (ProposalInitializer loaded = create(SEED + 1)) {
      try (TensorScope scope = TensorScope.open();
          GradMode noGrad = GradMode.noGrad()) {
        Map<String, Tensor> saved = tensors(proposals);
        tensors(loaded).forEach((name, tensor) -> tensor.copy_(saved.get(name)));
      }
      assertThat(answer(loaded, List.of(WIDE, TALL), 0)).isEqualTo(trained);
    }
  }

  @Test
  public void gradients_reachEveryParameter() {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> parameters = ModuleParameters.named(proposals.module());
      parameters.values().forEach(parameter -> parameter.set_requires_grad(true));
      MadeUpPictures batch = pictures(List.of(WIDE, TALL), 0);
      ProposalContext context = batch.context(true, ScalarType.Float);
      Proposals proposed = proposals.propose(context);
      Tensor loss = weighted(proposed.boxes()).add(weighted(proposed.features()));
      for (Tensor own : proposals.losses(context, proposed, batch.targets(3)).values()) {
        loss = loss.add(own);
      }
      if (!loss.requires_grad()) {
        assertThat(parameters).isEmpty();
        return;
      }
      loss.backward();
      double largest = 0;
      for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
        Tensor gradient = parameter.getValue().grad();
        assertThat(gradient.defined()).as("a gradient reaches " + parameter.getKey()).isTrue();
        requireFinite("gradient of " + parameter.getKey(), gradient);
        largest = Math.max(largest, gradient.abs().max().item_double());
      }
      assertThat(largest).isGreaterThan(parameters.isEmpty() ? -1 : 0);
    }
  }

  /** A sum that no constant change of the values leaves as it is. */
  private static Tensor weighted(Tensor tensor) {
    Tensor weights = Ops.rangeLike(tensor.numel(), tensor).sin();
    return tensor.flatten().mul(weights).sum();
  }

  @Test
  public void losses_areFiniteScalarsUnderNamesOfTheirOwnWithAndWithoutBoxes() {
    List<List<String>> names = new ArrayList<>();
    for (ScalarType precision : List.of(ScalarType.Float, ScalarType.BFloat16)) {
      for (int boxes : new int[] {0, 1, 9}) {
        try (TensorScope scope = TensorScope.open()) {
          MadeUpPictures batch = pictures(List.of(WIDE, TALL, TINY), 0);
          ProposalContext context = batch.context(true, precision);
          ProposalTargets targets = batch.targets(boxes);
          Map<String, Tensor> losses =
              proposals.losses(context, proposals.propose(context), targets);
          names.add(List.copyOf(losses.keySet()));
          losses.forEach(
              (name, loss) -> {
                assertThat(loss.numel()).as(name).isEqualTo(1);
                requireFinite(name, loss);
              });
        }
      }
    }
    assertThat(names).containsOnly(names.get(0));
    assertThat(names.get(0)).noneMatch(name -> name.matches("loss_(ce|bbox|giou)(_\\d+)?"));
  }

  private MadeUpPictures pictures(List<Picture> batch, float padding) {
    return new MadeUpPictures(settings(), device(), PADDED, batch, padding);
  }

  private ProposalContext context(List<Picture> batch, float padding) {
    return pictures(batch, padding).context(false, ScalarType.Float);
  }

  /** What an initializer says in prediction. */
  private Answer answer(ProposalInitializer initializer, List<Picture> batch, float padding) {
    try (TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      Proposals proposed = initializer.propose(context(batch, padding));
      return new Answer(list(proposed.boxes()), list(proposed.features()));
    }
  }

  /** The numbers of proposals, comparable. */
  private record Answer(List<Float> boxes, List<Float> features) {
    Answer picture(int index, int of) {
      return new Answer(part(boxes, index, of), part(features, index, of));
    }

    private static List<Float> part(List<Float> values, int index, int of) {
      int size = values.size() / of;
      return values.subList(index * size, (index + 1) * size);
    }

    void requireCloseTo(Answer expected) {
      requireClose("boxes", boxes, expected.boxes);
      requireClose("features", features, expected.features);
    }

    private static void requireClose(String what, List<Float> actual, List<Float> expected) {
      assertThat(actual).as(what).hasSameSizeAs(expected);
      for (int i = 0; i < actual.size(); i++) {
        double tolerance = TOLERANCE * Math.max(1, Math.abs(expected.get(i)));
        assertThat((double) actual.get(i))
            .as(what + " " + i)
            .isCloseTo(expected.get(i), within(tolerance));
      }
    }
  }

  private static Map<String, List<Float>> values(ProposalInitializer initializer) {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, List<Float>> values = new LinkedHashMap<>();
      tensors(initializer).forEach((name, tensor) -> values.put(name, list(tensor)));
      return values;
    }
  }

  private static Map<String, Tensor> tensors(ProposalInitializer initializer) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.putAll(ModuleParameters.named(initializer.module()));
    tensors.putAll(ModuleParameters.buffers(initializer.module()));
    return tensors;
  }

  private static List<Float> list(Tensor tensor) {
    List<Float> values = new ArrayList<>();
    for (float value : HostTensors.toFloats(tensor)) {
      values.add(value);
    }
    return values;
  }

  private static void requireFinite(String what, Tensor tensor) {
    assertThat(torch.isfinite(tensor).all().item_bool()).as(what + " is finite").isTrue();
  }
}
