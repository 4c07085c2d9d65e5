package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The module of a {@link ProposalInitializer} with everything in it. Whatever is registered here
 * lives until {@link #close}, whichever scopes are open when it is made.
 *
 * <p>Filled by one thread; may then be read by many.
 */
public final class ProposalParameters implements AutoCloseable {
  private static final String FEATURES = "init_proposal_features.weight";
  private static final String BOXES = "init_proposal_boxes.weight";

  /** The whole picture, where official training starts. */
  static final float[] WHOLE_IMAGE = {0.5f, 0.5f, 1f, 1f};

  private final Module root;

  /** By path; LibTorch calls their Java side when the whole module moves, so they live as long. */
  private final Map<String, Module> modules = new HashMap<>();

  /** Last made first. */
  private final Deque<Pointer> owned = new ArrayDeque<>();

  /** An empty module. */
  public ProposalParameters() {
    try (TensorScope scope = TensorScope.open()) {
      root = own(new Module());
    }
  }

  /** {@return the module, for {@link ProposalInitializer#module}} */
  public Module module() {
    return root;
  }

  /**
   * Registers something that is trained.
   *
   * @param name with dots between modules, which are made where they do not exist
   * @param initial makes its first value, in a scope of its own
   * @return the parameter
   */
  public Tensor parameter(String name, Supplier<Tensor> initial) {
    try (TensorScope scope = TensorScope.open()) {
      // A handle of its own: the module's would move with the next parameter.
      return own(new Tensor(parent(name).register_parameter(last(name), initial.get())));
    }
  }

  /**
   * Registers something that is saved, but not trained.
   *
   * @param name with dots between modules, which are made where they do not exist
   * @param initial makes its value, in a scope of its own
   * @return the buffer
   */
  public Tensor buffer(String name, Supplier<Tensor> initial) {
    try (TensorScope scope = TensorScope.open()) {
      return own(new Tensor(parent(name).register_buffer(last(name), initial.get())));
    }
  }

  /**
   * Registers a module of LibTorch's, such as a {@code LinearImpl}.
   *
   * @param <M> its type
   * @param name with dots between modules, which are made where they do not exist
   * @param made makes it, in a scope of its own
   * @return the module
   */
  public <M extends Module> M module(String name, Supplier<M> made) {
    try (TensorScope scope = TensorScope.open()) {
      M module = own(made.get());
      parent(name).register_module(last(name), module);
      return module;
    }
  }

  /**
   * Registers the learned features of the official network, {@code init_proposal_features.weight},
   * which weights of any Sparse R-CNN hold.
   *
   * @param settings give their number and size
   * @return {@code [N, C]}, drawn from a normal distribution
   */
  public Tensor features(ProposalSettings settings) {
    return parameter(
        FEATURES, () -> torch.torch_randn(settings.numProposals(), settings.hiddenDim()));
  }

  /**
   * Registers the learned boxes of the official network, {@code init_proposal_boxes.weight}, which
   * weights of any Sparse R-CNN hold.
   *
   * @param settings give their number
   * @return {@code [N, 4]}, centre and size as fractions of the picture; each is the whole picture
   */
  public Tensor boxes(ProposalSettings settings) {
    return parameter(BOXES, () -> wholeImages(settings.numProposals()));
  }

  private static Tensor wholeImages(int n) {
    Tensor whole = torch.torch_empty(n, WHOLE_IMAGE.length);
    for (int i = 0; i < WHOLE_IMAGE.length; i++) {
      whole.narrow(1, i, 1).fill_(new Scalar(WHOLE_IMAGE[i]));
    }
    return whole;
  }

  /**
   * Makes an initializer that has these parameters, and no losses of its own.
   *
   * @param propose as {@link ProposalInitializer#propose}
   * @return the initializer; closing it closes the parameters
   */
  public ProposalInitializer initializer(Function<ProposalContext, Proposals> propose) {
    return initializer(propose, true);
  }

  /**
   * As {@link #initializer}, for proposals that look at no picture.
   *
   * @param propose as {@link ProposalInitializer#propose}; may read the sizes of pictures only
   * @return the initializer; closing it closes the parameters
   */
  public ProposalInitializer blindInitializer(Function<ProposalContext, Proposals> propose) {
    return initializer(propose, false);
  }

  private ProposalInitializer initializer(
      Function<ProposalContext, Proposals> propose, boolean readsPictures) {
    return new ProposalInitializer() {
      @Override
      public Proposals propose(ProposalContext context) {
        return propose.apply(context);
      }

      @Override
      public boolean readsPictures() {
        return readsPictures;
      }

      @Override
      public Module module() {
        return root;
      }

      @Override
      public void close() {
        ProposalParameters.this.close();
      }
    };
  }

  private Module parent(String name) {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return root;
    }
    String path = name.substring(0, dot);
    Module known = modules.get(path);
    if (known != null) {
      return known;
    }
    Module made = own(new Module());
    parent(path).register_module(last(path), made);
    modules.put(path, made);
    return made;
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private <P extends Pointer> P own(P pointer) {
    owned.push(TensorScope.escape(pointer));
    return pointer;
  }

  /** Frees everything. */
  @Override
  public void close() {
    owned.forEach(TensorScope::release);
    owned.clear();
  }
}
