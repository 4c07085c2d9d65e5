package io.github.sparsercnn.core.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a weights file holds, before anybody gives meaning to its names.
 *
 * @param root a graph of {@link java.util.LinkedHashMap}, {@link java.util.List}, {@link
 *     java.util.Set}, {@link Long}, {@link java.math.BigInteger}, {@link Double}, {@link Boolean},
 *     {@link String}, {@code byte[]}, {@code null} and {@link StoredTensor}, without cycles. A
 *     state dict has {@link String} keys, an optimizer's state has {@link Long} keys.
 * @param metadata text beside the tensors: safetensors' {@code __metadata__}, the serialization
 *     version of a {@code .pth}; may be empty
 * @param format the container it came in
 */
record FileContents(@Nullable Object root, Map<String, String> metadata, CheckpointFormat format) {
  FileContents {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
