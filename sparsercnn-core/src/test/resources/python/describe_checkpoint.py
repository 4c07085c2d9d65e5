"""Prints what torch.load reads from a checkpoint, as JSON. Usage: describe_checkpoint.py FILE"""
import hashlib
import json
import sys

import torch


def describe(value):
    if isinstance(value, torch.Tensor):
        raw = value.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()
        return {
            "dtype": str(value.dtype),
            "shape": list(value.shape),
            "sha256": hashlib.sha256(raw).hexdigest(),
        }
    if isinstance(value, dict):
        return {str(key): describe(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [describe(item) for item in value]
    return {"type": type(value).__name__, "value": repr(value)}


# Mapped loading is the stricter one: it needs aligned, uncompressed storages.
copied = describe(torch.load(sys.argv[1], weights_only=True))
mapped = describe(torch.load(sys.argv[1], weights_only=True, mmap=True))
assert copied == mapped
json.dump(copied, sys.stdout)
