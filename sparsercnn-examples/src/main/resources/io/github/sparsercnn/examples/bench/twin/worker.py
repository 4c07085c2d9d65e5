"""Does a job whenever a line comes in on stdin, and answers each with a line of JSON on stdout.

python worker.py SPEC, a JSON object. The first answer comes unasked, when the job has been warmed
up; between the answers this process sleeps.
"""

import json
import os
import sys
import time

# What libraries print must not end up among the answers.
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

spec = json.loads(sys.argv[1])

import jobs  # noqa: E402: only now that stdout is safe


def answer(**fields):
    print(json.dumps(fields), file=answers, flush=True)


job = jobs.make(spec)
first = jobs.figures(job, job())
until = time.perf_counter() + spec["warm_up_millis"] / 1000
done = 1
while done < spec["warm_up_runs"] or time.perf_counter() < until:
    job()
    done += 1
answer(name=job.name, figures=first)
for _ in sys.stdin:
    millis, _ = jobs.milliseconds(job, spec["repeats"])
    answer(millis=millis)
