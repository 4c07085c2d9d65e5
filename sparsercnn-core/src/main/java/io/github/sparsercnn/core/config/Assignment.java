package io.github.sparsercnn.core.config;

import org.jspecify.annotations.Nullable;

/**
 * One {@code KEY = VALUE} that a file, an override or a caller asks for, not yet checked.
 *
 * @param key the full key, such as {@code MODEL.SparseRCNN.NUM_CLASSES}
 * @param value what {@link PythonLiteral} gives for it
 * @param text the scalar as it was written, null for lists and typed values
 * @param origin where it was asked for, such as {@code bccd.yaml:12}
 */
record Assignment(String key, @Nullable Object value, @Nullable String text, String origin) {}
