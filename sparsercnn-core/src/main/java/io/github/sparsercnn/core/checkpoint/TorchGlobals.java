package io.github.sparsercnn.core.checkpoint;

import io.github.sparsercnn.core.checkpoint.PickleGlobal.Function;
import io.github.sparsercnn.core.checkpoint.PickleGlobal.Inert;
import io.github.sparsercnn.core.checkpoint.PickleGlobal.StorageType;
import io.github.sparsercnn.core.checkpoint.PickleGlobal.TorchDtype;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of PyTorch that {@code torch.save} writes into a file of tensors: how tensors are put
 * together again, their storages and dtypes.
 */
final class TorchGlobals {
  private static final Map<String, DType> STORAGES =
      Map.of(
          "Double", DType.F64,
          "Float", DType.F32,
          "Half", DType.F16,
          "BFloat16", DType.BF16,
          "Long", DType.I64,
          "Int", DType.I32,
          "Short", DType.I16,
          "Char", DType.I8,
          "Byte", DType.U8,
          "Bool", DType.BOOL);

  private static final Map<String, DType> DTYPES =
      Map.of(
          "float64", DType.F64,
          "float32", DType.F32,
          "float16", DType.F16,
          "bfloat16", DType.BF16,
          "int64", DType.I64,
          "int32", DType.I32,
          "int16", DType.I16,
          "int8", DType.I8,
          "uint8", DType.U8,
          "bool", DType.BOOL);

  private TorchGlobals() {}

  static void addTo(Map<String, PickleGlobal> globals) {
    for (Map.Entry<String, DType> entry : STORAGES.entrySet()) {
      // Before PyTorch 0.4 the device was part of the name.
      for (String module : List.of("torch.", "torch.cuda.")) {
        String name = module + entry.getKey() + "Storage";
        globals.put(name, new StorageType(name, entry.getValue()));
      }
    }
    for (String name : List.of("torch.UntypedStorage", "torch.storage.UntypedStorage")) {
      globals.put(name, new StorageType(name, null));
    }
    for (Map.Entry<String, DType> entry : DTYPES.entrySet()) {
      String name = "torch." + entry.getKey();
      globals.put(name, new TorchDtype(name, entry.getValue()));
    }
    for (String name :
        List.of("torch.Tensor", "torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer")) {
      globals.put(name, new Inert(name));
    }
    PythonGlobals.function(globals, "torch._utils._rebuild_tensor", TorchGlobals::tensor);
    PythonGlobals.function(globals, "torch._utils._rebuild_tensor_v2", TorchGlobals::tensorV2);
    PythonGlobals.function(globals, "torch._utils._rebuild_tensor_v3", TorchGlobals::tensorV3);
    PythonGlobals.function(globals, "torch._utils._rebuild_parameter", TorchGlobals::parameter);
    PythonGlobals.function(
        globals, "torch._utils._rebuild_parameter_with_state", TorchGlobals::parameter);
    PythonGlobals.function(globals, "torch._tensor._rebuild_from_type_v2", TorchGlobals::fromType);
    PythonGlobals.function(globals, "torch.Size", TorchGlobals::size);
    PythonGlobals.function(globals, "torch.device", TorchGlobals::device);
    PythonGlobals.function(
        globals, "torch.serialization._get_layout", (arguments, budget) -> arguments.string(0));
  }

  /** {@code (storage, offset, size, stride)}. */
  private static TorchTensor tensor(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(4, 4);
    return tensor(arguments, (DType) null);
  }

  /** {@code (storage, offset, size, stride, requires_grad, backward_hooks, metadata=None)}. */
  private static TorchTensor tensorV2(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(6, 7);
    requireNoFlags(arguments, 6);
    return tensor(arguments, (DType) null);
  }

  /** {@code (…, backward_hooks, dtype, metadata=None)} of an untyped storage. */
  private static TorchTensor tensorV3(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(7, 8);
    requireNoFlags(arguments, 7);
    return tensor(arguments, arguments.get(6, TorchDtype.class, "a dtype").dtype());
  }

  private static TorchTensor tensor(PickleTuple arguments, @Nullable DType dtype)
      throws RefusedException {
    return new TorchTensor(
        arguments.get(0, TorchStorage.class, "a storage"),
        dtype,
        arguments.integer(1),
        arguments.integers(2),
        arguments.integers(3));
  }

  /** The metadata say that the values are still to be negated or conjugated. */
  private static void requireNoFlags(PickleTuple arguments, int index) throws RefusedException {
    Object metadata = index < arguments.size() ? arguments.get(index) : null;
    if (metadata != null && !(metadata instanceof Map<?, ?> flags && flags.isEmpty())) {
      throw new RefusedException(
          "a tensor has flags such as 'neg'", "torch.save its resolve_neg() instead");
    }
  }

  /** {@code (data, requires_grad, backward_hooks)}, and its attributes if it has any. */
  private static TorchTensor parameter(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(3, 4);
    return arguments.get(0, TorchTensor.class, "a tensor");
  }

  /** {@code (function, type, arguments, state)}: a tensor with attributes, which are dropped. */
  private static @Nullable Object fromType(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(4, 4);
    Function function = arguments.get(0, Function.class, "a function that rebuilds a tensor");
    // Itself would nest without bounds.
    if (!function.name().startsWith("torch._utils._rebuild_")) {
      throw new RefusedException("refuses to rebuild a tensor by " + function.name());
    }
    arguments.get(1, Inert.class, "a tensor type");
    PickleTuple rest = arguments.get(2, PickleTuple.class, "a tuple of arguments");
    return function.body().call(rest, budget);
  }

  private static PickleTuple size(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(1, 1);
    if (arguments.get(0) instanceof ArrayList<?> list) {
      budget.charge(list.size(), MemoryBudget.SLOT);
      return new PickleTuple(new ArrayList<>(list));
    }
    return arguments.get(0, PickleTuple.class, "a tuple");
  }

  private static String device(PickleTuple arguments, MemoryBudget budget) throws RefusedException {
    arguments.requireSize(1, 2);
    String type = arguments.string(0);
    return arguments.size() == 1 ? type : type + ":" + arguments.integer(1);
  }
}
