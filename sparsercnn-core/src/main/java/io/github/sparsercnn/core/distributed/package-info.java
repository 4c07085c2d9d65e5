/** Several processes that train one model together. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.distributed;
