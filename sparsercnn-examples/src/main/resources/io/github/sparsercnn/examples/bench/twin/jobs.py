"""What the twin can be asked to do. A job gets ready when it is made; then each call does it once."""

import time
import warnings
import zlib
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from PIL import __version__ as pillow_version

import formula
from network import Settings, SparseRcnn, shortest_edge

SHORTER, LONGEST = 800, 1333
BOXES = 6


def load(weights):
    """An official R50 network of a state dict."""
    return of_state(torch.load(weights, map_location="cpu", weights_only=True)["model"])


def of_state(state):
    proposals = state["init_proposal_boxes.weight"].shape[0]
    network = SparseRcnn(Settings(proposals=proposals))
    network.load_state_dict(state)
    return network.eval()


def card(name):
    width, height = (int(side) for side in name.removeprefix("testcard:").split("x"))
    return formula.test_card(width, height)


def compiled(module, whole=True):
    """A compiled module, as one graph; else it breaks where shapes depend on values."""
    torch._dynamo.config.capture_dynamic_output_shape_ops = whole
    return torch.compile(module)


def autocast(precision, device="cpu"):
    return torch.autocast(device, dtype=torch.bfloat16, enabled=precision == "bf16")


class Predict:
    """From the RGB bytes of a picture to its detections; the figures are their scores."""

    def __init__(self, spec):
        self.network = load(spec["weights"])
        self.precision = spec["precision"]
        compile_it = spec.get("compile", False)
        self.forward = compiled(self.network) if compile_it else self.network
        self.picture = card(spec["picture"])
        self.name = f"PyTorch {torch.__version__} " + ("torch.compile" if compile_it else "eager")

    def __call__(self):
        height, width = self.picture.shape[:2]
        size = shortest_edge(width, height, SHORTER, LONGEST)
        resized = np.asarray(Image.fromarray(self.picture).resize(size, Image.BILINEAR))
        with torch.no_grad(), autocast(self.precision):
            images, scales = self.network.batch([resized])
            logits, boxes = self.forward(images, scales)[-1]
            logits = logits[0].float()
            found = self.network.detections(logits, boxes[0], size, (width, height))
        return sorted(found[1].tolist(), reverse=True)


class Train:
    """A step from pictures to updated weights; the figure is the total loss."""

    def __init__(self, spec):
        import loss

        self.loss = loss
        self.network = load(spec["weights"]).train()
        self.precision = spec["precision"]
        self.optimizer = loss.optimizer(self.network)
        width, height = spec["width"], spec["height"]
        self.pictures = [formula.test_card(width, height)] * spec["batch"]
        classes = self.network.settings.classes
        self.truths = [
            formula.truth(f"boxes:{i}:testcard:{width}x{height}", BOXES, width, height, classes)
            for i in range(spec["batch"])
        ]
        self.name = f"PyTorch {torch.__version__} eager"

    def __call__(self):
        images, scales = self.network.batch(self.pictures)
        with autocast(self.precision):
            outputs = self.network(images, scales)
        outputs = [(logits.float(), boxes.float()) for logits, boxes in outputs]
        terms = self.loss.losses(outputs, scales, self.truths)
        total = sum(terms.values())
        self.optimizer.zero_grad()
        total.backward()
        self.loss.clip(self.network)
        self.optimizer.step()
        return [sum(value.item() for value in terms.values())]


class Backbone:
    """ResNet and pyramid of one picture; the figures are mean |x| and largest |x| of each level."""

    def __init__(self, spec):
        network = load(spec["weights"])
        self.precision = spec["precision"]
        width, height = spec["width"], spec["height"]
        self.images, _ = network.batch([formula.test_card(width, height)])
        self.backbone = network.backbone.requires_grad_(False)
        self.run = getattr(self, "_" + spec["engine"])(spec)

    def _torch(self, spec):
        self.name = f"PyTorch {torch.__version__} eager"

        def run():
            with torch.no_grad(), autocast(self.precision):
                return self.backbone(self.images)

        return run

    def _compile(self, spec):
        self.backbone = compiled(self.backbone)
        run = self._torch(spec)
        self.name = f"PyTorch {torch.__version__} torch.compile"
        return run

    def _openvino(self, spec):
        import openvino

        model = openvino.convert_model(self.backbone, example_input=self.images)
        model.reshape(list(self.images.shape))
        options = {
            "INFERENCE_PRECISION_HINT": {"fp32": "f32", "bf16": "bf16"}[self.precision],
            "INFERENCE_NUM_THREADS": spec["threads"],
            "PERFORMANCE_HINT": "LATENCY",
        }
        compiled = openvino.Core().compile_model(model, "CPU", options)
        request = compiled.create_infer_request()
        images = self.images.numpy()
        self.name = f"OpenVINO {openvino.__version__.split('-')[0]}"
        self.backbone = None

        def run():
            request.infer([images])
            return [request.get_output_tensor(i).data for i in range(4)]

        return run

    def _onnxruntime(self, spec):
        import onnxruntime

        file = str(Path(spec["folder"], "backbone.onnx"))
        torch.onnx.export(self.backbone, (self.images,), file, dynamo=False, opset_version=17)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = spec["threads"]
        # Else its threads spin while it is another's turn.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        feed = {session.get_inputs()[0].name: self.images.numpy()}
        self.name = f"ONNX Runtime {onnxruntime.__version__}"
        self.backbone = None
        return lambda: session.run(None, feed)

    def __call__(self):
        return self.run()

    @staticmethod
    def figures(levels):
        levels = [torch.as_tensor(level).float().abs() for level in levels]
        return [f(level).item() for level in levels for f in (torch.mean, torch.max)]


class Matcher:
    """The assignments of a batch; the figure is a checksum of the matched pairs."""

    def __init__(self, spec):
        import scipy

        self.count, self.rows, self.columns = spec["count"], spec["rows"], spec["columns"]
        values = formula.uniform("costs", self.count * self.rows * self.columns)
        self.costs = values.reshape(self.count, self.rows, self.columns)
        self.name = f"SciPy {scipy.__version__}"

    def __call__(self):
        from scipy.optimize import linear_sum_assignment

        return [linear_sum_assignment(costs) for costs in self.costs]

    def figures(self, assignments):
        checksum = 0
        for rows, columns in assignments:
            for row, column in zip(rows.tolist(), columns.tolist()):
                checksum = (checksum * 31 + row * self.columns + column) % 2147483647
        return [float(checksum)]


class Resize:
    """Pillow's bilinear resize of RGB bytes; the figure is a checksum of the bytes."""

    def __init__(self, spec):
        self.picture = card(spec["picture"])
        self.size = spec["width"], spec["height"]
        self.name = f"Pillow {pillow_version}"

    def __call__(self):
        return np.asarray(Image.fromarray(self.picture).resize(self.size, Image.BILINEAR))

    @staticmethod
    def figures(pixels):
        return [float(zlib.crc32(pixels.tobytes()))]


JOBS = {
    "predict": Predict,
    "train": Train,
    "backbone": Backbone,
    "matcher": Matcher,
    "resize": Resize,
}


def make(spec):
    warnings.simplefilter("ignore")
    torch.set_num_threads(spec["threads"])
    return JOBS[spec["job"]](spec)


def figures(job, result):
    """What is compared with the other side's."""
    return job.figures(result) if hasattr(job, "figures") else result


def milliseconds(job, repeats):
    """The time of one call, as the mean of some, and the last result."""
    start = time.perf_counter()
    for _ in range(repeats):
        result = job()
    return (time.perf_counter() - start) * 1000 / repeats, result
