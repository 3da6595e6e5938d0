#!/usr/bin/env python3
"""Runs models on the reference engine and on ours side by side and lists where they differ.

    scripts/differential.py --shared ../shared --server .build/release/engine-server \\
        --from 600 --count 2000                 models made by conformance/generate.py of these seeds
    scripts/differential.py ... --models FOLDER   the models of a folder
        --keep FOLDER     where the models that differ are left, with both recordings

Both engines are started here, on ports of their own. A model that differs is recorded from the
reference once more: where the reference does not answer alike twice, nothing is decided. A model
in which the reference does not come to an end is passed over, and the reference started anew.
The closing line is `N passed, M failed, K undecided`.
"""
import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

from kill_test import free_port


class Engine:
    """A server that is started again when it is asked to."""

    def __init__(self, name, command, environment, port, log):
        self.name, self.command, self.environment, self.log = name, command, environment, log
        self.url = f"http://127.0.0.1:{port}/engine-rest"
        self.process = None

    def start(self):
        self.stop()
        self.process = subprocess.Popen(
            self.command, env=os.environ | self.environment, stdout=open(self.log, "ab"),
            stderr=subprocess.STDOUT, start_new_session=True)
        for _ in range(600):
            if self.process.poll() is not None:
                sys.exit(f"{self.name} ended; see {self.log}")
            try:
                with urllib.request.urlopen(self.url + "/version", timeout=5):
                    return
            except OSError:
                time.sleep(0.2)
        sys.exit(f"{self.name} does not answer; see {self.log}")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self.process = None


def engines(args, work):
    ours, reference = free_port(), free_port()
    return (
        Engine("The reference", ["java", "-Xmx1500m", "-jar", args.reference],
               {"REFERENCE_PORT": str(reference)}, reference, os.path.join(work, "reference.log")),
        Engine("The server", [
            args.server, "serve", "--port", str(ours), "--database",
            os.path.join(work, "engine.db"), "--auth", "none", "--jobs", "false",
            "--unsupported", "warn", "--timezone", "UTC"], {}, ours,
            os.path.join(work, "server.log")))


class Comparison:
    def __init__(self, args, work, root, seeds):
        self.trace = os.path.join(args.shared, "conformance/trace.py")
        self.work, self.root, self.seeds, self.keep = work, root, seeds, args.keep
        self.reference, self.ours = engines(args, work)
        self.counts = {"passed": 0, "failed": 0, "undecided": 0}

    def record(self, engine, models, name):
        """The traces of some models, by name; a model that broke the engine has none."""
        out = os.path.join(self.work, name)
        subprocess.run(
            [sys.executable, self.trace, "record", "--url", engine.url, "--out", out, "--seeds",
             self.seeds, "--root", self.root] + models, check=True, stdout=subprocess.DEVNULL)
        with open(out) as handle:
            traces = [json.loads(line) for line in handle]
        if any("exception" in trace for trace in traces):
            engine.start()
        return {trace["name"]: trace for trace in traces if "exception" not in trace}

    def check(self, models, golden):
        folder = os.path.join(self.work, "golden")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "golden.jsonl"), "w") as handle:
            for trace in golden.values():
                handle.write(json.dumps(trace) + "\n")
        if not golden:
            return {}
        run = subprocess.run(
            [sys.executable, self.trace, "check", "--url", self.ours.url, "--golden", folder,
             "--root", self.root] + models, stdout=subprocess.PIPE, text=True)
        differing = {}
        for line in run.stdout.splitlines():
            if line.startswith("DIFFERS "):
                name, difference = line.removeprefix("DIFFERS ").split(" ", 1)
                differing[name] = difference
        return differing

    def compare(self, models):
        first = self.record(self.reference, models, "first.jsonl")
        differing = self.check(models, first)
        by_name = {os.path.relpath(path, self.root).replace(os.sep, "__"): path for path in models}
        self.counts["undecided"] += len(models) - len(first)
        self.counts["passed"] += len(first) - len(differing)
        if not differing:
            return
        second = self.record(
            self.reference, [by_name[name] for name in sorted(differing)], "second.jsonl")
        for name, difference in sorted(differing.items()):
            if second.get(name) != first[name]:
                self.counts["undecided"] += 1
                continue
            self.counts["failed"] += 1
            print(f"DIFFERS {name} {difference}", flush=True)
            if self.keep:
                os.makedirs(self.keep, exist_ok=True)
                shutil.copy(by_name[name], self.keep)
                with open(os.path.join(self.keep, name + ".jsonl"), "w") as handle:
                    handle.write(json.dumps(first[name]) + "\n")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--server", required=True)
    parser.add_argument("--reference", help="default: SHARED/reference/operaton-reference.jar")
    parser.add_argument("--models")
    parser.add_argument("--from", dest="first", type=int, default=600)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seeds", default="0,1,2,10")
    parser.add_argument("--keep")
    args = parser.parse_args()
    args.reference = args.reference or os.path.join(
        args.shared, "reference/operaton-reference.jar")
    with tempfile.TemporaryDirectory() as work:
        root = args.models
        if root is None:
            root = os.path.join(work, "models")
            subprocess.run(
                [sys.executable, os.path.join(args.shared, "conformance/generate.py"), "--from",
                 str(args.first), "--count", str(args.count), "--out", root], check=True,
                stdout=subprocess.DEVNULL)
        models = sorted(
            os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names
            if name.endswith((".bpmn", ".bpmn20.xml")))
        comparison = Comparison(args, work, root, args.seeds)
        comparison.reference.start()
        comparison.ours.start()
        try:
            for start in range(0, len(models), 25):
                comparison.compare(models[start:start + 25])
        finally:
            comparison.reference.stop()
            comparison.ours.stop()
    counts = comparison.counts
    print(", ".join(f"{count} {what}" for what, count in counts.items()))
    sys.exit(1 if counts["failed"] or not counts["passed"] else 0)


if __name__ == "__main__":
    main()
