package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.dataset.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the numbers of a checkpoint come from, so that it can be told years later. */
final class Provenance {
  private Provenance() {}

  static Map<String, String> of(Dataset training, long seed) {
    Map<String, String> facts = new LinkedHashMap<>();
    String version = Provenance.class.getPackage().getImplementationVersion();
    facts.put("sparsercnn", version == null ? "unreleased" : version);
    facts.put("java", System.getProperty("java.version", "unknown"));
    facts.put("seed", Long.toString(seed));
    facts.put("dataset", training.name());
    facts.put("dataset_sha256", training.fingerprint());
    return facts;
  }
}
