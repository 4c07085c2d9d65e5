package io.github.sparsercnn.core.torch;

import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A LibTorch operator that the Java presets have no method for, called through the dispatcher.
 *
 * <p>Arguments are {@link Tensor}, {@code null} (None), {@code Long}, {@code Integer}, {@code
 * Double}, {@code Boolean}, {@code String}, {@code long[]} (a list of integers), or a {@code List}
 * of these. The element type of a list comes from the operator's schema: a list of the wrong type
 * would abort the JVM. Thread-safe.
 */
public final class BoxedOperator {
  private final String name;
  private final OperatorHandle handle;

  private BoxedOperator(String name, OperatorHandle handle) {
    this.name = name;
    this.handle = handle;
  }

  /**
   * Finds an operator.
   *
   * @param name for example {@code mkldnn::_convolution_pointwise}
   * @param overload the overload's name, empty for the first
   * @return the operator
   * @throws RuntimeException if LibTorch has no such operator
   */
  public static BoxedOperator find(String name, String overload) {
    try (TensorScope scope = TensorScope.open()) {
      OperatorHandle handle = Dispatcher.singleton().findSchemaOrThrow(name, overload);
      return new BoxedOperator(name, TensorScope.escape(new OperatorHandle(handle)));
    }
  }

  /**
   * Calls it. Must run inside a {@link TensorScope}.
   *
   * @param arguments one per parameter of the operator
   * @return its first result
   * @throws IllegalArgumentException if an argument has a type that no operator takes
   */
  public Tensor call(@Nullable Object... arguments) {
    // A handle of its own: that of the stack dies with it.
    return new Tensor(invoke(arguments).get(0).toTensor());
  }

  /**
   * Calls it for what it does to its arguments; its results, if any, are dropped. Must run inside a
   * {@link TensorScope}.
   *
   * @param arguments one per parameter of the operator
   * @throws IllegalArgumentException if an argument has a type that no operator takes
   */
  public void run(@Nullable Object... arguments) {
    invoke(arguments);
  }

  private IValueVector invoke(@Nullable Object... arguments) {
    IValueVector stack = new IValueVector();
    for (int i = 0; i < arguments.length; i++) {
      stack.push_back(box(arguments[i], i));
    }
    handle.callBoxed(stack);
    return stack;
  }

  private IValue box(@Nullable Object argument, int index) {
    if (argument == null) {
      return new IValue();
    } else if (argument instanceof Tensor tensor) {
      return new IValue(tensor);
    } else if (argument instanceof Long || argument instanceof Integer) {
      return new IValue(((Number) argument).longValue());
    } else if (argument instanceof Double value) {
      return new IValue(value.doubleValue());
    } else if (argument instanceof Boolean value) {
      return new IValue(value.booleanValue());
    } else if (argument instanceof String value) {
      return new IValue(value);
    } else if (argument instanceof long[] values) {
      GenericList list = listFor(index);
      for (long value : values) {
        list.push_back(new IValue(value));
      }
      return new IValue(list);
    } else if (argument instanceof List<?> values) {
      GenericList list = listFor(index);
      for (Object value : values) {
        list.push_back(box(value, index));
      }
      return new IValue(list);
    }
    throw new IllegalArgumentException(
        name + ": argument " + index + " is a " + argument.getClass());
  }

  private GenericList listFor(int index) {
    Type type = handle.schema().arguments().getPointer(index).type().get();
    if (type.kind().intern() == torch.TypeKind.OptionalType) {
      type = type.containedType(0).get();
    }
    return new GenericList(type.containedType(0));
  }

  @Override
  public String toString() {
    return name;
  }
}
