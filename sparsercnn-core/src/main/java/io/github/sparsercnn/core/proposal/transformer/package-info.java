/**
 * Proposals that depend on the picture: J. Song's box transformer, a small decoder between the
 * pyramid and the head.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.proposal.transformer;
