package io.github.sparsercnn.core.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code collections.OrderedDict}: a dict that may also have attributes. PyTorch gives a state
 * dict the attribute {@code _metadata}, the versions of its modules, which nobody here needs.
 */
final class OrderedDict extends LinkedHashMap<@Nullable Object, @Nullable Object>
    implements PickleGlobal.Buildable {
  private static final long serialVersionUID = 1L;

  @Override
  public void build(@Nullable Object state) throws RefusedException {
    if (!(state instanceof Map<?, ?> attributes)) {
      throw new RefusedException(
          "the attributes of an OrderedDict are " + PythonKind.of(state) + ", expected a dict");
    }
    for (Object name : attributes.keySet()) {
      if (!(name instanceof String)) {
        throw new RefusedException(
            "an attribute of an OrderedDict is named by " + PythonKind.of(name));
      }
    }
  }
}
