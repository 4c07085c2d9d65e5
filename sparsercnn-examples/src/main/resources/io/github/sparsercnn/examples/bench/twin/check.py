"""Holds the twin against the goldens: python check.py GOLDENS [CASE ...]."""

import json
import struct
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import formula
import loss
from network import Settings, SparseRcnn, shortest_edge

CASES = ("forward/tiny", "forward/tiny_batch2", "forward/r50_100", "train/tiny_adamw", "train/r50_100")
TYPES = {"F32": np.float32, "F64": np.float64, "I64": np.int64}
KEYS = {
    "MODEL__SparseRCNN__NUM_CLASSES": "classes",
    "MODEL__SparseRCNN__NUM_PROPOSALS": "proposals",
    "MODEL__SparseRCNN__NUM_HEADS": "stages",
    "MODEL__SparseRCNN__HIDDEN_DIM": "hidden",
    "MODEL__SparseRCNN__DIM_DYNAMIC": "dynamic",
    "MODEL__SparseRCNN__DIM_FEEDFORWARD": "feedforward",
    "MODEL__FPN__OUT_CHANNELS": "pyramid",
    "MODEL__RESNETS__RES2_OUT_CHANNELS": "res2",
    "MODEL__RESNETS__STEM_OUT_CHANNELS": "stem",
    "MODEL__RESNETS__WIDTH_PER_GROUP": "width",
}


def read(path):
    """Tensors and metadata of a safetensors file."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = np.frombuffer(content[begin:end], TYPES[entry["dtype"]])
        tensors[name] = values.reshape(entry["shape"])
    return tensors, metadata


def close(what, actual, expected, tolerance):
    actual, expected = np.asarray(actual, np.float64), np.asarray(expected, np.float64)
    assert actual.shape == expected.shape, f"{what}: {actual.shape}, expected {expected.shape}"
    error = np.abs(actual - expected).max() / max(np.abs(expected).max(), 1e-12)
    assert error <= tolerance, f"{what} differs by {error:.1e} of the largest value"
    return error


def pictures(metadata):
    for name in json.loads(metadata["images"]):
        width, height = (int(side) for side in name.removeprefix("testcard:").split("x"))
        size = shortest_edge(width, height, int(metadata["min_size"]), int(metadata["max_size"]))
        image = Image.fromarray(formula.test_card(width, height))
        yield np.asarray(image.resize(size, Image.BILINEAR)), size, (width, height)


def check_forward(network, tensors, metadata):
    inputs = list(pictures(metadata))
    with torch.no_grad():
        batch, scales = network.batch([picture for picture, _, _ in inputs])
        outputs = network(batch, scales)
        worst = 0
        for stage, (logits, boxes) in enumerate(outputs):
            for name, value in (("logits", logits), ("boxes", boxes)):
                key = f"stage{stage}.{name}"
                if key in tensors:
                    worst = max(worst, close(key, value.numpy(), tensors[key], 1e-4))
        for i, (_, size, original) in enumerate(inputs):
            _, scores, _ = network.detections(outputs[-1][0][i], outputs[-1][1][i], size, original)
            scores = np.sort(scores.numpy())[::-1]
            worst = max(worst, close("scores", scores, tensors[f"det{i}.scores"], 1e-3))
    return worst


def check_training(network, tensors, metadata):
    inputs = list(pictures(metadata))
    batch, scales = network.batch([picture for picture, _, _ in inputs])
    truths = []
    for i in range(len(inputs)):
        boxes, classes = tensors[f"target{i}.boxes"], tensors[f"target{i}.classes"]
        truths.append((torch.tensor(boxes), torch.tensor(classes)))
    overrides = json.loads(metadata.get("overrides", "{}"))
    rate = overrides.get("SOLVER__BASE_LR", 2.5e-5)
    optimizer = loss.optimizer(network, rate)
    network.train()
    worst = 0
    for iteration, expected in enumerate(json.loads(metadata["history"])[:3]):
        terms = loss.losses(network(batch, scales), scales, truths)
        for name, value in terms.items():
            error = abs(value.item() - expected[name]) / max(1, abs(expected[name]))
            assert error < 1e-3, f"iteration {iteration}: {name} differs by {error:.1e}"
            worst = max(worst, error)
        optimizer.zero_grad()
        sum(terms.values()).backward()
        norm = loss.clip(network).item()
        worst = max(worst, close(f"gradient {iteration}", [norm], [expected["grad_norm"]], 3e-3))
        for group in optimizer.param_groups:
            group["lr"] = expected["lr"]
        optimizer.step()
    return worst


def main(goldens, *cases):
    for case in cases or CASES:
        tensors, metadata = read(Path(goldens, case + ".safetensors"))
        overrides = json.loads(metadata.get("overrides", "{}"))
        chosen = {KEYS[key]: value for key, value in overrides.items() if key in KEYS}
        network = SparseRcnn(replace(Settings(), **chosen)).eval()
        formula.fill(network)
        check = check_forward if case.startswith("forward/") else check_training
        print(f"{case}: within {check(network, tensors, metadata):.1e}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
