package io.github.sparsercnn.core.checkpoint;

/**
 * How a weights file arranged its tensors before they got their canonical names.
 *
 * @param names whose names they had
 * @param wrapper the key of the root under which they were, for example {@code model}; empty if the
 *     root itself was the state dict
 * @param prefix what preceded their names, for example {@code module.}; empty if nothing did
 */
public record Layout(NamingScheme names, String wrapper, String prefix) {
  /** Returns for example {@code detectron2 names under "model" with prefix "module."}. */
  @Override
  public String toString() {
    return names
        + (wrapper.isEmpty() ? "" : " under \"" + wrapper + '"')
        + (prefix.isEmpty() ? "" : " with prefix \"" + prefix + '"');
  }
}
