"""The twin alone on a GPU: python jobs_gpu.py, one line of JSON per measurement; --help for more.

It needs torch, torchvision, numpy, scipy and pillow, of whatever version is there, and no files:
weights and pictures come from formulas. A run of "predict" begins with the bytes of resized
pictures on the host and ends with boxes, scores and classes on the host. A run of "train" begins
with the same bytes and ends when all updated weights and the losses are there.
"""

import argparse
import copy
import json
import statistics
import sys
import time
import traceback
import warnings
from types import SimpleNamespace

import torch
import torchvision

import formula
import jobs
import loss
from network import Settings, SparseRcnn

MODELS = {"r50_100": 100, "r50_300": 300}
PICTURE = 1199, 800
ORIGINAL = 640, 427
VARIANTS = ("eager_fp32", "eager_bf16", "compiled_bf16", "compiled_fp32")
MEBIBYTE = 2**20


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--device", default="cuda", help="cuda, cuda:1, cpu")
    parser.add_argument("--jobs", default="predict,train")
    parser.add_argument("--models", default="r50_100,r50_300", help="of predict; train has r50_100")
    parser.add_argument("--variants", default=",".join(VARIANTS), help="train has no compiled ones")
    parser.add_argument("--batches", default="1,8", help="of predict")
    parser.add_argument("--train-batch", type=int, default=2)
    parser.add_argument("--train-sizes", default="1199x800,640x480")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--warm-up", type=int, default=5)
    parser.add_argument("--budget", type=float, default=480, help="seconds; what is late is left out")
    parser.add_argument("--compile-mode", help="of torch.compile, for example max-autotune")
    parser.add_argument("--graph-breaks", action="store_true", help="compile with default settings")
    parser.add_argument("--tf32", action="store_true", help="let float32 use TF32")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--cudnn-benchmark", action="store_true")
    return parser.parse_args()


class Device:
    """What is measured on: waits for it, and asks for its memory."""

    def __init__(self, name):
        self.name = name
        self.type = torch.device(name).type
        self.cuda = self.type == "cuda"
        if self.cuda:
            torch.cuda.set_device(torch.device(name).index or 0)

    def wait(self):
        if self.cuda:
            torch.cuda.synchronize()

    def forget(self):
        if self.cuda:
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats()

    def memory(self):
        """What the tensors took at most, what the allocator took for them, in MiB."""
        if not self.cuda:
            return {}
        return {
            "peak_allocated_mib": round(torch.cuda.max_memory_allocated() / MEBIBYTE),
            "peak_reserved_mib": round(torch.cuda.max_memory_reserved() / MEBIBYTE),
        }


class Predict:
    """From bytes of resized pictures to their detections, all on the host."""

    def __init__(self, network, forward, precision, device, batch):
        self.network, self.forward = network, forward
        self.precision, self.device = precision, device
        self.pictures = [formula.test_card(*PICTURE)] * batch

    def __call__(self):
        with torch.no_grad(), jobs.autocast(self.precision, self.device.type):
            images, scales = self.network.batch(self.pictures)
            logits, boxes = self.forward(self.network, images, scales)[-1]
            logits = logits.float()
            found = [
                self.network.detections(logits[i], boxes[i], PICTURE, ORIGINAL)
                for i in range(len(self.pictures))
            ]
            return [tuple(tensor.cpu() for tensor in one) for one in found]

    def describe(self, result):
        scores = sorted(result[0][1].tolist(), reverse=True)
        return {"scores": [round(score, 5) for score in scores[:3]], "found": len(scores)}


class Train:
    """From bytes of pictures to updated weights, and the losses on the host."""

    def __init__(self, network, precision, device, batch, size):
        self.network = network.train()
        self.precision, self.device = precision, device
        self.optimizer = loss.optimizer(network)
        self.pictures = [formula.test_card(*size)] * batch
        keys = [f"boxes:{i}:testcard:{size[0]}x{size[1]}" for i in range(batch)]
        truths = [formula.truth(k, jobs.BOXES, *size, network.settings.classes) for k in keys]
        self.truths = [tuple(tensor.to(device.name) for tensor in truth) for truth in truths]

    def __call__(self):
        images, scales = self.network.batch(self.pictures)
        with jobs.autocast(self.precision, self.device.type):
            outputs = self.network(images, scales)
        outputs = [(logits.float(), boxes.float()) for logits, boxes in outputs]
        terms = loss.losses(outputs, scales, self.truths)
        self.optimizer.zero_grad()
        sum(terms.values()).backward()
        loss.clip(self.network)
        self.optimizer.step()
        return sum(value.item() for value in terms.values())

    @staticmethod
    def describe(result):
        return {"loss": round(result, 4)}


class Networks:
    """Networks with formula weights; those are computed once per model."""

    def __init__(self, options, device):
        self.options, self.device = options, device
        self.states = {}

    def get(self, model):
        if model not in self.states:
            network = SparseRcnn(Settings(proposals=MODELS[model]))
            formula.fill(network)
            self.states[model] = network.state_dict()
        network = jobs.of_state(copy.deepcopy(self.states[model])).to(self.device.name)
        if self.options.channels_last:
            network = network.to(memory_format=torch.channels_last)
        return network


def forward(network, images, scales):
    return network(images, scales)


def measure(job, device, options):
    device.forget()
    start = time.perf_counter()
    result = job()
    device.wait()
    first = time.perf_counter() - start
    for _ in range(options.warm_up - 1):
        job()
    millis = []
    for _ in range(options.rounds):
        device.wait()
        start = time.perf_counter()
        job()
        device.wait()
        millis.append((time.perf_counter() - start) * 1000)
    return {
        "min_ms": round(min(millis), 3),
        "median_ms": round(statistics.median(millis), 3),
        "rounds": len(millis),
        "first_s": round(first, 2),
        **device.memory(),
        **job.describe(result),
    }


def plan(options):
    """What to measure; what must be compiled comes last, for that takes long."""
    wanted, variants = options.jobs.split(","), options.variants.split(",")
    eager = [variant for variant in variants if variant.startswith("eager")]
    to_compile = [variant for variant in variants if variant.startswith("compiled")]
    if "predict" in wanted:
        yield from predictions(options, eager)
    if "train" in wanted:
        for variant in eager:
            for size in options.train_sizes.split(","):
                yield SimpleNamespace(
                    job="train",
                    model="r50_100",
                    variant=variant,
                    batch=options.train_batch,
                    size=tuple(int(side) for side in size.split("x")),
                )
    if "predict" in wanted:
        yield from predictions(options, to_compile)


def predictions(options, variants):
    for variant in variants:
        for model in options.models.split(","):
            for batch in options.batches.split(","):
                yield SimpleNamespace(
                    job="predict", model=model, variant=variant, batch=int(batch), size=PICTURE
                )


def compiled(options, breaks):
    """One graph, unless it shall break where shapes depend on values: which boxes a level has."""
    torch.compiler.reset()
    torch._dynamo.config.capture_dynamic_output_shape_ops = not breaks
    return torch.compile(forward, mode=options.compile_mode)


def make(one, networks, device, options, breaks):
    network = networks.get(one.model)
    how, precision = one.variant.split("_")
    if one.job == "train":
        return Train(network, precision, device, one.batch, one.size)
    run = compiled(options, breaks) if how == "compiled" else forward
    return Predict(network, run, precision, device, one.batch)


def attempt(one, networks, device, options):
    """What cannot be compiled as one graph is compiled in pieces."""
    if not one.variant.startswith("compiled"):
        return measure(make(one, networks, device, options, False), device, options)
    if not options.graph_breaks:
        try:
            result = measure(make(one, networks, device, options, False), device, options)
            return {**result, "graph_breaks": False}
        except Exception:
            traceback.print_exc()
    result = measure(make(one, networks, device, options, True), device, options)
    return {**result, "graph_breaks": True}


def say(**fields):
    print(json.dumps(fields), flush=True)


def main():
    options = arguments()
    warnings.simplefilter("ignore")
    device = Device(options.device)
    torch.backends.cuda.matmul.allow_tf32 = options.tf32
    torch.backends.cudnn.allow_tf32 = options.tf32
    torch.backends.cudnn.benchmark = options.cudnn_benchmark
    say(
        python=sys.version.split()[0],
        torch=torch.__version__,
        torchvision=torchvision.__version__,
        device=torch.cuda.get_device_name() if device.cuda else device.name,
        tf32=options.tf32,
        channels_last=options.channels_last,
        cudnn_benchmark=options.cudnn_benchmark,
    )
    networks = Networks(options, device)
    begin = time.perf_counter()
    failures = 0
    for one in plan(options):
        facts = {
            "job": one.job,
            "model": one.model,
            "variant": one.variant,
            "batch": one.batch,
            "size": "x".join(str(side) for side in one.size),
        }
        if time.perf_counter() - begin > options.budget:
            say(**facts, left_out="the budget of %g s is used up" % options.budget)
            continue
        try:
            say(**facts, **attempt(one, networks, device, options))
        except Exception as error:  # the others shall be measured all the same
            failures += 1
            traceback.print_exc()
            say(**facts, failed=f"{type(error).__name__}: {error}"[:500])
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
