/** The proposal initializer that {@code docs/proposals.md} writes from nothing. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.examples.proposals;
