package io.github.sparsercnn.core.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** The tensors of a LibTorch module by name. */
public final class ModuleParameters {
  private ModuleParameters() {}

  /**
   * Lists the parameters in registration order.
   *
   * @param module any module
   * @return names, with dots between submodules, and tensors of the open scope
   */
  public static Map<String, Tensor> named(Module module) {
    return map(module.named_parameters());
  }

  /**
   * Lists the buffers in registration order.
   *
   * @param module any module
   * @return names, with dots between submodules, and tensors of the open scope
   */
  public static Map<String, Tensor> buffers(Module module) {
    return map(module.named_buffers());
  }

  private static Map<String, Tensor> map(StringTensorDict dict) {
    StringVector names = dict.keys();
    TensorVector tensors = dict.values();
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (long i = 0; i < names.size(); i++) {
      // The vector's own element would dangle once the scope has freed the vector.
      named.put(names.get(i).getString(), new Tensor(tensors.get(i)));
    }
    return named;
  }
}
