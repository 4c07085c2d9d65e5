"""Sparse R-CNN in plain eager PyTorch, operator for operator what the official code runs.

Written from the paper and from a description of the official code; its state dict has detectron2's
names. The operators are those of the official code even where better ones are known: that is what
users run today.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torchvision.ops import roi_align


@dataclass(frozen=True)
class Settings:
    """The shape of a network; the defaults are those of the official R50-100."""

    depth: int = 50
    proposals: int = 100
    classes: int = 80
    stages: int = 6
    hidden: int = 256
    feedforward: int = 2048
    dynamic: int = 64
    heads: int = 8
    stem: int = 64
    width: int = 64
    res2: int = 256
    pyramid: int = 256


class FrozenBatchNorm(nn.Module):
    EPS = 1e-5

    def __init__(self, channels):
        super().__init__()
        self.register_buffer("weight", torch.ones(channels))
        self.register_buffer("bias", torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, x):
        if x.requires_grad:
            scale = self.weight * (self.running_var + self.EPS).rsqrt()
            shift = self.bias - self.running_mean * scale
            return x * scale.reshape(1, -1, 1, 1).to(x.dtype) + shift.reshape(1, -1, 1, 1).to(x.dtype)
        return F.batch_norm(
            x, self.running_mean, self.running_var, self.weight, self.bias, False, eps=self.EPS
        )


class NormedConv(nn.Conv2d):
    def __init__(self, inputs, outputs, kernel, stride=1):
        super().__init__(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        self.norm = FrozenBatchNorm(outputs)

    def forward(self, x):
        return self.norm(super().forward(x))


class Stem(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = NormedConv(3, channels, 7, 2)

    def forward(self, x):
        return F.max_pool2d(F.relu_(self.conv1(x)), 3, 2, 1)


class Bottleneck(nn.Module):
    def __init__(self, inputs, middle, outputs, stride):
        super().__init__()
        self.shortcut = NormedConv(inputs, outputs, 1, stride) if inputs != outputs else None
        self.conv1 = NormedConv(inputs, middle, 1)
        self.conv2 = NormedConv(middle, middle, 3, stride)
        self.conv3 = NormedConv(middle, outputs, 1)

    def forward(self, x):
        out = F.relu_(self.conv1(x))
        out = F.relu_(self.conv2(out))
        out = self.conv3(out)
        out += x if self.shortcut is None else self.shortcut(x)
        return F.relu_(out)


class ResNet(nn.Module):
    BLOCKS = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3)}

    def __init__(self, settings):
        super().__init__()
        self.stem = Stem(settings.stem)
        inputs, middle, outputs = settings.stem, settings.width, settings.res2
        for i, blocks in enumerate(self.BLOCKS[settings.depth]):
            stage = []
            for block in range(blocks):
                stride = 2 if block == 0 and i > 0 else 1
                stage.append(Bottleneck(inputs, middle, outputs, stride))
                inputs = outputs
            self.add_module(f"res{i + 2}", nn.Sequential(*stage))
            middle, outputs = 2 * middle, 2 * outputs
        # FREEZE_AT 2
        for part in (self.stem, self.res2):
            for parameter in part.parameters():
                parameter.requires_grad_(False)

    def forward(self, x):
        maps = []
        x = self.stem(x)
        for i in range(2, 6):
            x = getattr(self, f"res{i}")(x)
            maps.append(x)
        return maps


class Pyramid(nn.Module):
    def __init__(self, settings):
        super().__init__()
        for i in range(2, 6):
            inputs = settings.res2 * 2 ** (i - 2)
            self.add_module(f"fpn_lateral{i}", nn.Conv2d(inputs, settings.pyramid, 1))
            self.add_module(f"fpn_output{i}", nn.Conv2d(settings.pyramid, settings.pyramid, 3, padding=1))
        self.bottom_up = ResNet(settings)

    def forward(self, images):
        maps = self.bottom_up(images)
        merged = self.fpn_lateral5(maps[3])
        results = [self.fpn_output5(merged)]
        for i in (4, 3, 2):
            above = F.interpolate(merged, scale_factor=2.0, mode="nearest")
            merged = getattr(self, f"fpn_lateral{i}")(maps[i - 2]) + above
            results.insert(0, getattr(self, f"fpn_output{i}")(merged))
        return results


class Pooler(nn.Module):
    SIZE = 7
    SAMPLES = 2
    FINEST = 2
    COARSEST = 5

    def levels(self, boxes):
        sizes = torch.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
        levels = torch.floor(4 + torch.log2(sizes / 224 + 1e-8))
        return torch.clamp(levels, min=self.FINEST, max=self.COARSEST).to(torch.int64) - self.FINEST

    def forward(self, maps, boxes):
        images = torch.cat([torch.full_like(b[:, :1], i) for i, b in enumerate(boxes)])
        rois = torch.cat([images, torch.cat(boxes)], dim=1)
        levels = self.levels(rois[:, 1:])
        out = maps[0].new_zeros((len(rois), maps[0].shape[1], self.SIZE, self.SIZE))
        for level, features in enumerate(maps):
            chosen = torch.nonzero(levels == level, as_tuple=True)[0]
            pooled = roi_align(
                features,
                rois[chosen].to(features.dtype),
                self.SIZE,
                1 / (4 * 2**level),
                self.SAMPLES,
                aligned=True,
            )
            out[chosen] = pooled.to(out.dtype)
        return out


class DynamicConv(nn.Module):
    def __init__(self, settings):
        super().__init__()
        self.hidden, self.dynamic = settings.hidden, settings.dynamic
        self.dynamic_layer = nn.Linear(self.hidden, 2 * self.hidden * self.dynamic)
        self.norm1 = nn.LayerNorm(self.dynamic)
        self.norm2 = nn.LayerNorm(self.hidden)
        self.activation = nn.ReLU(inplace=True)
        self.out_layer = nn.Linear(self.hidden * Pooler.SIZE**2, self.hidden)
        self.norm3 = nn.LayerNorm(self.hidden)

    def forward(self, proposals, rois):
        features = rois.permute(1, 0, 2)
        parameters = self.dynamic_layer(proposals).permute(1, 0, 2)
        half = self.hidden * self.dynamic
        first = parameters[:, :, :half].view(-1, self.hidden, self.dynamic)
        second = parameters[:, :, half:].view(-1, self.dynamic, self.hidden)
        features = self.activation(self.norm1(torch.bmm(features, first)))
        features = self.activation(self.norm2(torch.bmm(features, second)))
        return self.activation(self.norm3(self.out_layer(features.flatten(1))))


def _branch(hidden, layers):
    parts = []
    for _ in range(layers):
        parts += [nn.Linear(hidden, hidden, False), nn.LayerNorm(hidden), nn.ReLU(inplace=True)]
    return nn.ModuleList(parts)


class Stage(nn.Module):
    WEIGHTS = (2.0, 2.0, 1.0, 1.0)
    LARGEST_SCALE = math.log(100000.0 / 16)

    def __init__(self, settings):
        super().__init__()
        hidden = settings.hidden
        self.self_attn = nn.MultiheadAttention(hidden, settings.heads, dropout=0.0)
        self.inst_interact = DynamicConv(settings)
        self.linear1 = nn.Linear(hidden, settings.feedforward)
        self.linear2 = nn.Linear(settings.feedforward, hidden)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(hidden) for _ in range(3))
        self.dropout, self.dropout1, self.dropout2, self.dropout3 = (nn.Dropout(0.0) for _ in range(4))
        self.cls_module = _branch(hidden, 1)
        self.reg_module = _branch(hidden, 3)
        self.class_logits = nn.Linear(hidden, settings.classes)
        self.bboxes_delta = nn.Linear(hidden, 4)

    def forward(self, maps, boxes, proposals, pooler):
        images, count = boxes.shape[:2]
        hidden = proposals.shape[-1]
        rois = pooler(maps, [boxes[i] for i in range(images)])
        rois = rois.view(images * count, hidden, -1).permute(2, 0, 1)

        proposals = proposals.view(images, count, hidden).permute(1, 0, 2)
        attended = self.self_attn(proposals, proposals, value=proposals)[0]
        proposals = self.norm1(proposals + self.dropout1(attended))

        proposals = proposals.view(count, images, hidden).permute(1, 0, 2)
        proposals = proposals.reshape(1, images * count, hidden)
        interacted = self.inst_interact(proposals, rois)
        features = self.norm2(proposals + self.dropout2(interacted))

        widened = self.linear2(self.dropout(F.relu(self.linear1(features))))
        features = self.norm3(features + self.dropout3(widened))

        flat = features.transpose(0, 1).reshape(images * count, -1)
        of_class, of_box = flat.clone(), flat.clone()
        for layer in self.cls_module:
            of_class = layer(of_class)
        for layer in self.reg_module:
            of_box = layer(of_box)
        logits = self.class_logits(of_class)
        moved = self.move(boxes.view(-1, 4), self.bboxes_delta(of_box).float())
        return logits.view(images, count, -1), moved.view(images, count, -1), features

    def move(self, boxes, deltas):
        widths, heights = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
        centers_x, centers_y = boxes[:, 0] + 0.5 * widths, boxes[:, 1] + 0.5 * heights
        wx, wy, ww, wh = self.WEIGHTS
        dx, dy = deltas[:, 0::4] / wx, deltas[:, 1::4] / wy
        dw = torch.clamp(deltas[:, 2::4] / ww, max=self.LARGEST_SCALE)
        dh = torch.clamp(deltas[:, 3::4] / wh, max=self.LARGEST_SCALE)
        x = dx * widths[:, None] + centers_x[:, None]
        y = dy * heights[:, None] + centers_y[:, None]
        w = torch.exp(dw) * widths[:, None]
        h = torch.exp(dh) * heights[:, None]
        moved = torch.zeros_like(deltas)
        moved[:, 0::4] = x - 0.5 * w
        moved[:, 1::4] = y - 0.5 * h
        moved[:, 2::4] = x + 0.5 * w
        moved[:, 3::4] = y + 0.5 * h
        return moved


class Head(nn.Module):
    def __init__(self, settings):
        super().__init__()
        self.head_series = nn.ModuleList(Stage(settings) for _ in range(settings.stages))
        self.pooler = Pooler()

    def forward(self, maps, boxes, features):
        proposals = features[None].repeat(1, len(maps[0]), 1).clone()
        outputs = []
        for stage in self.head_series:
            logits, boxes, proposals = stage(maps, boxes, proposals, self.pooler)
            outputs.append((logits, boxes))
            boxes = boxes.detach()
        return outputs


class SparseRcnn(nn.Module):
    MEAN = (123.675, 116.280, 103.530)
    STD = (58.395, 57.120, 57.375)
    DIVISIBILITY = 32

    def __init__(self, settings):
        super().__init__()
        self.settings = settings
        self.backbone = Pyramid(settings)
        self.init_proposal_features = nn.Embedding(settings.proposals, settings.hidden)
        self.init_proposal_boxes = nn.Embedding(settings.proposals, 4)
        self.head = Head(settings)

    def batch(self, pictures):
        """[H, W, 3] bytes each -> [B, 3, H, W] and [B, 4] width, height, width, height."""
        device = self.init_proposal_boxes.weight.device
        mean = torch.tensor(self.MEAN, device=device).view(3, 1, 1)
        std = torch.tensor(self.STD, device=device).view(3, 1, 1)
        images = [torch.as_tensor(np.ascontiguousarray(p.transpose(2, 0, 1))) for p in pictures]
        images = [(image.to(device) - mean) / std for image in images]
        round_up = lambda size: -(-size // self.DIVISIBILITY) * self.DIVISIBILITY
        height = round_up(max(image.shape[1] for image in images))
        width = round_up(max(image.shape[2] for image in images))
        batch = images[0].new_zeros((len(images), 3, height, width))
        for target, image in zip(batch, images):
            target[:, : image.shape[1], : image.shape[2]].copy_(image)
        scales = torch.tensor([[i.shape[2], i.shape[1]] * 2 for i in images], dtype=torch.float32)
        return batch, scales.to(device)

    def forward(self, images, scales):
        """Logits [B, N, K] and boxes [B, N, 4] xyxy of every stage."""
        maps = self.backbone(images)
        cx, cy, w, h = self.init_proposal_boxes.weight.clone().unbind(-1)
        boxes = torch.stack([cx - 0.5 * w, cy - 0.5 * h, cx + 0.5 * w, cy + 0.5 * h], dim=-1)
        boxes = boxes[None] * scales[:, None, :]
        return self.head(maps, boxes, self.init_proposal_features.weight)

    def detections(self, logits, boxes, resized, original):
        """Boxes in pixels of the original picture, scores and classes of one picture."""
        scores = torch.sigmoid(logits)
        count, classes = scores.shape
        labels = torch.arange(classes, device=scores.device).unsqueeze(0).repeat(count, 1).flatten(0, 1)
        top, chosen = scores.flatten(0, 1).topk(count, sorted=False)
        boxes = boxes.view(-1, 1, 4).repeat(1, classes, 1).view(-1, 4)[chosen]
        (width, height), (to_width, to_height) = resized, original
        ratios = [to_width / width, to_height / height] * 2
        boxes = boxes * torch.tensor(ratios, device=boxes.device)
        boxes[:, 0::2] = boxes[:, 0::2].clamp(0, to_width)
        boxes[:, 1::2] = boxes[:, 1::2].clamp(0, to_height)
        kept = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
        return boxes[kept], top[kept], labels[chosen][kept]


def shortest_edge(width, height, shorter, longest):
    """The size to which the official code resizes a picture."""
    scale = shorter / min(width, height)
    w, h = scale * width, scale * height
    if max(w, h) > longest:
        w, h = w * longest / max(w, h), h * longest / max(w, h)
    return int(w + 0.5), int(h + 0.5)
