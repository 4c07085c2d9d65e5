package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds proposal initializers by name. */
public final class ProposalInitializers {
  /** The key whose value names a proposal initializer. */
  public static final String KEY = "MODEL.SparseRCNN.PROPOSALS";

  private ProposalInitializers() {}

  /**
   * Makes the initializer that the config names.
   *
   * @param settings the network and the config
   * @return a fresh initializer, closed by the caller
   * @throws ConfigException as {@link #create(String, ProposalSettings)}
   */
  public static ProposalInitializer create(ProposalSettings settings) {
    return create(settings.config().getString(KEY), settings);
  }

  /**
   * Makes the initializer of a name.
   *
   * @param name for example {@code learned}
   * @param settings the network and the config
   * @return a fresh initializer, closed by the caller
   * @throws ConfigException if no provider on the class path or module path has that name, or two
   *     have
   */
  public static ProposalInitializer create(String name, ProposalSettings settings) {
    TreeMap<String, List<ProposalInitializerProvider>> providers = new TreeMap<>();
    for (ProposalInitializerProvider provider :
        ServiceLoader.load(
            ProposalInitializerProvider.class, ProposalInitializers.class.getClassLoader())) {
      providers.computeIfAbsent(provider.name(), key -> new ArrayList<>()).add(provider);
    }
    List<ProposalInitializerProvider> named = providers.getOrDefault(name, List.of());
    if (named.size() == 1) {
      return named.get(0).create(settings);
    }
    throw new ConfigException(
        named.isEmpty()
            ? KEY
                + " is "
                + name
                + ", known are "
                + providers.navigableKeySet()
                + "; add the dependency that provides it"
            : KEY
                + " "
                + name
                + " is provided by "
                + named.stream().map(provider -> provider.getClass().getName()).toList()
                + "; keep one of them on the class path");
  }
}
