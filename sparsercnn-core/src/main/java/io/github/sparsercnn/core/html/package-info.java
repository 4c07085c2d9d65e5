/** Pages to open in a browser: well-formed, escaped, and without use of the network. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.html;
