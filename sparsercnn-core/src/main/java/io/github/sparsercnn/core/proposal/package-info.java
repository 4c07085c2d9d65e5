/** Where proposals come from: the {@code ProposalInitializer} SPI and its implementations. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.proposal;
