package io.github.sparsercnn.core.proposal.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializerProvider;
import io.github.sparsercnn.core.proposal.ProposalParameters;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.proposal.ProposalTargets;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract notices what is wrong with an initializer. */
class ProposalInitializerContractTest {
  private final List<Runnable> leaked = new ArrayList<>();

  private static Tensor whole(Broken broken, ProposalContext context) {
    return context.imageScales().unsqueeze(1).expand(-1, broken.n, -1);
  }

  /** An initializer that is right but for what its boxes are. */
  private static final class Broken implements ProposalInitializer {
    private final ProposalParameters parameters = new ProposalParameters();
    private final int n;
    private final Tensor features;
    private final BiFunction<Broken, ProposalContext, Tensor> boxes;
    private final boolean detached;
    private final Tensor state;
    private int calls;

    Broken(
        ProposalSettings settings,
        BiFunction<Broken, ProposalContext, Tensor> boxes,
        boolean detached) {
      this.boxes = boxes;
      this.detached = detached;
      n = settings.numProposals();
      features = parameters.features(settings);
      try (TensorScope scope = TensorScope.open()) {
        state = TensorScope.escape(torch.randn(1));
      }
    }

    @Override
    public Proposals propose(ProposalContext context) {
      Tensor learned = detached ? features.detach() : features;
      return new Proposals(boxes.apply(this, context), context.repeat(learned));
    }

    @Override
    public Map<String, Tensor> losses(
        ProposalContext context, Proposals proposals, ProposalTargets targets) {
      return detached ? Map.of("loss_giou", proposals.boxes().mean()) : Map.of();
    }

    @Override
    public Module module() {
      return parameters.module();
    }

    @Override
    public void close() {
      parameters.close();
      TensorScope.release(state);
    }
  }

  private static void assertNoticed(
      Consumer<ProposalInitializerContract> test,
      BiFunction<Broken, ProposalContext, Tensor> boxes) {
    assertNoticed(test, settings -> new Broken(settings, boxes, false));
  }

  @AfterEach
  void freeWhatLeaked() {
    leaked.forEach(Runnable::run);
  }

  private static void assertNoticed(
      Consumer<ProposalInitializerContract> test,
      Function<ProposalSettings, ProposalInitializer> create) {
    ProposalInitializerContract contract =
        new ProposalInitializerContract() {
          @Override
          protected ProposalInitializerProvider provider() {
            return ProposalInitializerProvider.of("broken", create);
          }
        };
    contract.open();
    try {
      assertThatThrownBy(() -> test.accept(contract)).isInstanceOf(AssertionError.class);
    } finally {
      contract.close();
    }
  }

  @Test
  void proposals_thatAreTooFew() {
    assertNoticed(
        ProposalInitializerContract::proposals_areOnePerSlotForEachPicture,
        (broken, context) -> context.imageScales().unsqueeze(1));
  }

  @Test
  void boxes_inThePrecisionOfTheMaps() {
    assertNoticed(
        ProposalInitializerContract::proposals_areFiniteFloat32OnTheDeviceOfTheMapsInEachPrecision,
        (broken, context) -> whole(broken, context).to(context.dtype()));
  }

  @Test
  void boxes_thatAreNotFinite() {
    assertNoticed(
        ProposalInitializerContract::proposals_areFiniteFloat32OnTheDeviceOfTheMapsInEachPrecision,
        (broken, context) -> Ops.div(whole(broken, context), 0));
  }

  @Test
  void boxes_thatChangeFromCallToCall() {
    assertNoticed(
        ProposalInitializerContract::proposals_areTheSameInEachCall,
        (broken, context) -> Ops.add(whole(broken, context), broken.calls++));
  }

  @Test
  void boxes_thatReadThePadding() {
    assertNoticed(
        ProposalInitializerContract::proposals_doNotDependOnWhatThePaddingHolds,
        (broken, context) ->
            whole(broken, context).add(context.features().get(0).mean(1, 2, 3).view(-1, 1, 1)));
  }

  @Test
  void boxes_thatReadTheOtherPictures() {
    assertNoticed(
        ProposalInitializerContract::proposals_doNotDependOnTheOtherPicturesOfTheBatch,
        (broken, context) -> whole(broken, context).add(context.features().get(0).mean()));
  }

  @Test
  void boxes_thatComeFromWhatIsNotSaved() {
    assertNoticed(
        ProposalInitializerContract::tensorsOfTheModule_areAllThatIsLearned,
        (broken, context) -> whole(broken, context).add(broken.state));
  }

  @Test
  void tensors_thatOutliveTheirScope() {
    assertNoticed(
        ProposalInitializerContract::propose_leavesNothingNativeBehind,
        (broken, context) -> {
          Tensor boxes = TensorScope.escape(whole(broken, context).clone());
          leaked.add(() -> TensorScope.release(boxes));
          return boxes;
        });
  }

  @Test
  void parameters_thatNoGradientReaches() {
    assertNoticed(
        ProposalInitializerContract::gradients_reachEveryParameter,
        settings -> new Broken(settings, ProposalInitializerContractTest::whole, true));
  }

  @Test
  void losses_underANameOfTheHeads() {
    assertNoticed(
        ProposalInitializerContract::losses_areFiniteScalarsUnderNamesOfTheirOwnWithAndWithoutBoxes,
        settings -> new Broken(settings, ProposalInitializerContractTest::whole, true));
  }

  @Test
  void initializers_thatAreNotFreed() {
    assertNoticed(
        ProposalInitializerContract::close_freesWhatCreateMade,
        settings -> {
          leaked.add(new Broken(settings, ProposalInitializerContractTest::whole, false)::close);
          return new Broken(settings, ProposalInitializerContractTest::whole, false);
        });
  }
}
