package io.github.sparsercnn.core.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The names that a pickle may ask for: those that files of weights hold, and no others. A block
 * list could never be complete.
 */
final class AllowedGlobals {
  private static final Map<String, PickleGlobal> ALLOWED = new LinkedHashMap<>();

  /** Why names that honest files hold cannot be read, by the start of the name. */
  private static final Map<String, String> UNSUPPORTED = new TreeMap<>();

  static {
    PythonGlobals.addTo(ALLOWED);
    TorchGlobals.addTo(ALLOWED);
    NumpyGlobals.addTo(ALLOWED);
    UNSUPPORTED.put("torch.Complex", "complex tensors are not supported");
    UNSUPPORTED.put("torch.complex", "complex tensors are not supported");
    UNSUPPORTED.put("torch.float8", "8-bit floating-point tensors are not supported");
    UNSUPPORTED.put("torch.float4", "4-bit floating-point tensors are not supported");
    UNSUPPORTED.put("torch.uint", "unsigned tensors of more than 8 bits are not supported");
    UNSUPPORTED.put("torch.QInt", "quantized tensors are not supported");
    UNSUPPORTED.put("torch.QUInt", "quantized tensors are not supported");
    UNSUPPORTED.put("torch.qint", "quantized tensors are not supported");
    UNSUPPORTED.put("torch.quint", "quantized tensors are not supported");
    UNSUPPORTED.put("torch._utils._rebuild_qtensor", "quantized tensors are not supported");
    UNSUPPORTED.put("torch._utils._rebuild_sparse", "sparse tensors are not supported");
    UNSUPPORTED.put("torch._utils._rebuild_meta", "meta tensors have no values");
    UNSUPPORTED.put("torch.storage._load_from_bytes", "this is a tensor saved by pickle.dump");
    UNSUPPORTED.put("mmengine.", "this is a training checkpoint of mmengine with its logs");
  }

  /** What to do with a file that asks for code. */
  static final String ADVICE =
      "get the file from a source you trust, or let its author torch.save the plain state_dict";

  private AllowedGlobals() {}

  /**
   * What a name stands for.
   *
   * @throws RefusedException if it is not on the list
   */
  static PickleGlobal find(String module, String name) throws RefusedException {
    String dotted = module + "." + name;
    PickleGlobal global = ALLOWED.get(dotted);
    if (global != null) {
      return global;
    }
    for (Map.Entry<String, String> entry : UNSUPPORTED.entrySet()) {
      if (dotted.startsWith(entry.getKey())) {
        throw new RefusedException(
            "refuses " + PickleText.excerpt(dotted) + ": " + entry.getValue(),
            "load the file in Python and torch.save the plain state_dict");
      }
    }
    throw new RefusedException(
        "refuses the global "
            + PickleText.excerpt(dotted)
            + ", which weights do not need and which could run code in Python",
        ADVICE);
  }
}
