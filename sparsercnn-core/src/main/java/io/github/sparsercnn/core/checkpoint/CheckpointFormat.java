package io.github.sparsercnn.core.checkpoint;

/** The container a weights file is written in; recognised by content, never by file name. */
public enum CheckpointFormat {
  /** What {@code torch.save} writes since PyTorch 1.6: a zip of one pickle and raw storages. */
  PTH_ZIP,
  /** What {@code torch.save} wrote before PyTorch 1.6: pickles and raw storages in a row. */
  PTH_LEGACY,
  /** A plain pickle of numpy arrays, as in detectron2's model zoo. */
  PKL,
  /** A JSON header and raw tensors. */
  SAFETENSORS
}
