"""Weights, pictures and boxes that come from formulas: both sides of a comparison compute the same."""

import numpy as np
import torch

_FNV_OFFSET = 0xCBF29CE484222325
_FNV_PRIME = 0x100000001B3
_WORD = (1 << 64) - 1


def uniform(key, count):
    """The first values in [-1, 1) of a key's stream: splitmix64, seeded with FNV-1a of the key."""
    seed = _FNV_OFFSET
    for byte in key.encode("utf-8"):
        seed = ((seed ^ byte) * _FNV_PRIME) & _WORD
    z = np.arange(1, count + 1, dtype=np.uint64)
    z *= np.uint64(0x9E3779B97F4A7C15)
    z += np.uint64(seed)
    z ^= z >> np.uint64(30)
    z *= np.uint64(0xBF58476D1CE4E5B9)
    z ^= z >> np.uint64(27)
    z *= np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53 * 2 - 1


def tensor(name, shape):
    """The value of a tensor of the state dict."""
    count = int(np.prod(shape))
    u = uniform(name, count)
    if name.endswith("init_proposal_boxes.weight"):
        u = u.reshape(-1, 4)
        values = np.concatenate([0.5 + 0.3 * u[:, :2], 0.35 + 0.25 * u[:, 2:]], axis=1)
    elif name.endswith("init_proposal_features.weight"):
        values = np.sqrt(3.0) * u
    elif name.endswith("running_var"):
        values = 1 + 0.1 * u
    elif name.endswith("running_mean"):
        values = 0.1 * u
    elif name.endswith("class_logits.bias"):
        values = -2 + 0.1 * u
    elif len(shape) == 1 and name.endswith("bias"):
        values = 0.1 * u
    elif name.endswith("conv3.norm.weight"):
        values = 0.25 + 0.05 * u
    elif len(shape) == 1:
        values = 1 + 0.1 * u
    else:
        gain = np.sqrt((6.0 if ".bottom_up." in name else 3.0) / (count // shape[0]))
        if name.endswith("class_logits.weight"):
            gain *= 2
        if name.endswith("bboxes_delta.weight"):
            gain *= 0.5
        values = gain * u
    return torch.from_numpy(values.astype(np.float32).reshape(tuple(shape)))


def fill(network):
    """Overwrites all weights of a network."""
    network.load_state_dict({k: tensor(k, v.shape) for k, v in network.state_dict().items()})


def test_card(width, height):
    """A picture, [height, width, 3] bytes of RGB."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    red = (7 * x + 3 * y + ((x * y) >> 5)) & 255
    green = (2 * x + 11 * y + (x ^ y)) & 255
    blue = ((x >> 4) + (y >> 4)) % 2 * 120 + (((x * x + y * y) >> 6) & 127)
    picture = np.stack([red, green, blue], axis=2)
    inverted = 9 * (x - width // 2) ** 2 + 16 * (y - height // 2) ** 2 < height**2
    picture[inverted] = 255 - picture[inverted]
    return picture.astype(np.uint8)


def truth(key, count, width, height, classes):
    """Boxes, [count, 4] xyxy in pixels of a picture, and a class for each."""
    u = uniform(key, 4 * count).reshape(count, 4) * 0.5 + 0.5
    cx, cy = u[:, 0] * width, u[:, 1] * height
    w, h = (0.1 + 0.5 * u[:, 2]) * width, (0.1 + 0.5 * u[:, 3]) * height
    boxes = np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], axis=1)
    boxes[:, 0::2] = boxes[:, 0::2].clip(0, width)
    boxes[:, 1::2] = boxes[:, 1::2].clip(0, height)
    return torch.from_numpy(boxes.astype(np.float32)), torch.arange(count) % classes
