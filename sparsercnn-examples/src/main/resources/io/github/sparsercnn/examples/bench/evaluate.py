"""Evaluates COCO results with pycocotools or faster-coco-eval and writes the twelve figures."""

import json
import sys

package, annotations, results, figures = sys.argv[1:]
if package == "pycocotools":
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval
else:
    from faster_coco_eval import COCO
    from faster_coco_eval import COCOeval_faster as COCOeval

truth = COCO(annotations)
evaluation = COCOeval(truth, truth.loadRes(results), "bbox")
evaluation.evaluate()
evaluation.accumulate()
evaluation.summarize()
with open(figures, "w", encoding="utf-8") as file:
    json.dump({"stats": [float(figure) for figure in evaluation.stats[:12]]}, file)
