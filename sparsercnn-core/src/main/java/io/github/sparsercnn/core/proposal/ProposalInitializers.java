package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds proposal initializers by name. */
public final class ProposalInitializers {
  private ProposalInitializers() {}

  /**
   * Makes the initializer that {@code MODEL.SparseRCNN.PROPOSALS} names.
   *
   * @param name for example {@code learned}
   * @param shape what the network expects
   * @return a fresh initializer, closed by the caller
   * @throws ConfigException if no provider on the class path or module path has that name, or two
   *     have
   */
  public static ProposalInitializer create(String name, ProposalShape shape) {
    TreeMap<String, List<ProposalInitializerProvider>> providers = new TreeMap<>();
    for (ProposalInitializerProvider provider :
        ServiceLoader.load(
            ProposalInitializerProvider.class, ProposalInitializers.class.getClassLoader())) {
      providers.computeIfAbsent(provider.name(), key -> new ArrayList<>()).add(provider);
    }
    List<ProposalInitializerProvider> named = providers.getOrDefault(name, List.of());
    if (named.size() == 1) {
      return named.get(0).create(shape);
    }
    throw new ConfigException(
        named.isEmpty()
            ? "MODEL.SparseRCNN.PROPOSALS is "
                + name
                + ", known are "
                + providers.navigableKeySet()
                + "; add the dependency that provides it"
            : "MODEL.SparseRCNN.PROPOSALS "
                + name
                + " is provided by "
                + named.stream().map(provider -> provider.getClass().getName()).toList()
                + "; keep one of them on the class path");
  }
}
