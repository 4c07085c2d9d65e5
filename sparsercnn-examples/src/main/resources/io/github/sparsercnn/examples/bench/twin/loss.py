"""Matching, losses and optimizer of the official recipe, in plain eager PyTorch and SciPy."""

import torch
import torch.nn.functional as F
from scipy.optimize import linear_sum_assignment

ALPHA, GAMMA = 0.25, 2.0
CLASS_WEIGHT, L1_WEIGHT, GIOU_WEIGHT = 2.0, 5.0, 2.0
LARGEST_NORM = 1.0


def _area(boxes):
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def generalized_iou(a, b):
    """[N, M] of all pairs."""
    assert (a[:, 2:] >= a[:, :2]).all() and (b[:, 2:] >= b[:, :2]).all()
    sides = (torch.min(a[:, None, 2:], b[:, 2:]) - torch.max(a[:, None, :2], b[:, :2])).clamp(min=0)
    intersection = sides[:, :, 0] * sides[:, :, 1]
    union = _area(a)[:, None] + _area(b) - intersection
    hull = (torch.max(a[:, None, 2:], b[:, 2:]) - torch.min(a[:, None, :2], b[:, :2])).clamp(min=0)
    hull = hull[:, :, 0] * hull[:, :, 1]
    return intersection / union - (hull - union) / hull


@torch.no_grad()
def match(logits, boxes, scales, truths):
    """Of each picture, the matched proposals and the boxes that they are matched to."""
    images, count = logits.shape[:2]
    probabilities = logits.flatten(0, 1).sigmoid()
    flat = boxes.flatten(0, 1)
    classes = torch.cat([truth[1] for truth in truths])
    wanted = torch.cat([truth[0] for truth in truths])
    negative = (1 - ALPHA) * probabilities**GAMMA * -(1 - probabilities + 1e-8).log()
    positive = ALPHA * (1 - probabilities) ** GAMMA * -(probabilities + 1e-8).log()
    of_class = positive[:, classes] - negative[:, classes]
    sizes = scales.unsqueeze(1).repeat(1, count, 1).flatten(0, 1)
    wanted_sizes = torch.cat([s.repeat(len(t[0]), 1) for s, t in zip(scales, truths)])
    l1 = torch.cdist(flat / sizes, wanted / wanted_sizes, p=1)
    overlap = generalized_iou(flat, wanted)
    costs = L1_WEIGHT * l1 + CLASS_WEIGHT * of_class - GIOU_WEIGHT * overlap
    costs = costs.view(images, count, -1).cpu()
    parts = costs.split([len(truth[0]) for truth in truths], -1)
    pairs = [linear_sum_assignment(part[i]) for i, part in enumerate(parts)]
    return [(torch.as_tensor(i), torch.as_tensor(j)) for i, j in pairs]


def _focal(logits, targets):
    probabilities = torch.sigmoid(logits)
    entropy = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    right = probabilities * targets + (1 - probabilities) * (1 - targets)
    losses = entropy * ((1 - right) ** GAMMA)
    return ((ALPHA * targets + (1 - ALPHA) * (1 - targets)) * losses).sum()


def _stage_losses(logits, boxes, scales, truths, count):
    pairs = match(logits, boxes, scales, truths)
    images = torch.cat([torch.full_like(i, image) for image, (i, _) in enumerate(pairs)])
    chosen = images, torch.cat([i for i, _ in pairs])
    wanted_classes = torch.cat([truth[1][j] for truth, (_, j) in zip(truths, pairs)])
    classes = torch.full(logits.shape[:2], logits.shape[-1], device=logits.device)
    classes[chosen] = wanted_classes
    flat, classes = logits.flatten(0, 1), classes.flatten(0, 1)
    positives = torch.nonzero(classes != logits.shape[-1], as_tuple=True)[0]
    targets = torch.zeros_like(flat)
    targets[positives, classes[positives]] = 1
    of_class = _focal(flat, targets) / count

    found = boxes[chosen]
    wanted = torch.cat([truth[0][j] for truth, (_, j) in zip(truths, pairs)])
    giou = (1 - torch.diag(generalized_iou(found, wanted))).sum() / count
    sizes = scales[images]
    l1 = F.l1_loss(found / sizes, wanted / sizes, reduction="none").sum() / count
    return {
        "loss_ce": CLASS_WEIGHT * of_class,
        "loss_giou": GIOU_WEIGHT * giou,
        "loss_bbox": L1_WEIGHT * l1,
    }


def losses(outputs, scales, truths):
    """All weighted terms by detectron2's names; the last stage has no number."""
    count = max(sum(len(truth[0]) for truth in truths), 1)
    terms = {}
    for stage, (logits, boxes) in enumerate(outputs):
        suffix = "" if stage == len(outputs) - 1 else f"_{stage}"
        for name, value in _stage_losses(logits, boxes, scales, truths, count).items():
            terms[name + suffix] = value
    return terms


def optimizer(network, rate=2.5e-5, decay=1e-4):
    """AdamW with a group per parameter; norms and biases decay too."""
    groups = [
        {"params": [parameter], "lr": rate, "weight_decay": decay}
        for parameter in network.parameters()
        if parameter.requires_grad
    ]
    return torch.optim.AdamW(groups, rate)


def clip(network):
    """Returns the norm of the gradient as it was before."""
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
    return torch.nn.utils.clip_grad_norm_(trained, LARGEST_NORM)
