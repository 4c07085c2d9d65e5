"""A whole process: loads weights and predicts one picture file. python first.py SPEC"""

import json
import sys

import numpy as np
import torch
from PIL import Image

import jobs
from network import shortest_edge

spec = json.loads(sys.argv[1])
torch.set_num_threads(spec["threads"])
network = jobs.load(spec["weights"])
picture = Image.open(spec["picture"]).convert("RGB")
size = shortest_edge(*picture.size, jobs.SHORTER, jobs.LONGEST)
resized = np.asarray(picture.resize(size, Image.BILINEAR))
with torch.no_grad():
    images, scales = network.batch([resized])
    logits, boxes = network(images, scales)[-1]
    _, scores, _ = network.detections(logits[0], boxes[0], size, picture.size)
with open(spec["result"], "w", encoding="utf-8") as file:
    json.dump({"scores": sorted(scores.tolist(), reverse=True)}, file)
