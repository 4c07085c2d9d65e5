/** What training aims at: the Hungarian matcher and the set-prediction losses. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.criterion;
