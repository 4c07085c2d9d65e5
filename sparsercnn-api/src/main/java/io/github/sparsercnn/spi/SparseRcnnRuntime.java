package io.github.sparsercnn.spi;

/** The implementation behind the api, found by {@link java.util.ServiceLoader}. */
public interface SparseRcnnRuntime {}
