package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.proposal.ProposalParameters;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * A place among the parameters: each layer asks its own branch for what it needs, so that names are
 * told where they are used.
 *
 * @param parameters owns everything
 * @param prefix of the names, with a dot at the end, or empty
 */
record ParameterTree(ProposalParameters parameters, String prefix) {

  /** The place of a part: its names get {@code name} and a dot in front. */
  ParameterTree branch(String name) {
    return new ParameterTree(parameters, prefix + name + ".");
  }

  /** A parameter that begins with what {@code initial} makes. */
  Tensor parameter(String name, Supplier<Tensor> initial) {
    return parameters.parameter(prefix + name, initial);
  }
}
