#!/usr/bin/env python3
"""Replays recorded traces against a server and holds the outcome to a list of known differences.

    scripts/check_traces.py --url URL --shared ../shared --set operaton        1,275 models
    scripts/check_traces.py --url URL --shared ../shared --set deploy          748 models
    scripts/check_traces.py --url URL --shared ../shared --set generated       600 models
        --sample 100          only so many of them, spread over the whole, always the same ones
        --part 1/2            only the first half of them, for two servers side by side
        --known FILE          the list (default: Tests/Conformance/known-differences.ini)

It fails when a model that is not listed differs, and when one that is listed does not: the list
only ever says what is so. A listed model counts as neither passed nor failed; the closing line is
`N passed, M failed, K known to differ`.
"""
import argparse
import configparser
import json
import os
import subprocess
import sys
import tempfile

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GOLDEN = {"operaton": "operaton", "deploy": "operaton-deploy", "generated": "generated"}
# The conformance runs as a whole may list at most this many (0.5 % of what is recorded).
MOST_KNOWN = 13


def known_differences(path):
    """The listed models, each with the minimal model and the section or decision it rests on."""
    parser = configparser.ConfigParser(delimiters=("=",), interpolation=None)
    parser.optionxform = str
    with open(path) as handle:
        parser.read_file(handle)
    for name in parser.sections():
        for key in ("model", "rests_on", "difference"):
            if not parser[name].get(key):
                sys.exit(f"{path}: [{name}] does not say its '{key}'")
        model = os.path.join(os.path.dirname(path), parser[name]["model"])
        if not os.path.exists(model):
            sys.exit(f"{path}: [{name}] names {model}, which is not there")
    if len(parser.sections()) > MOST_KNOWN:
        sys.exit(f"{path}: more than {MOST_KNOWN} models are listed")
    return parser


def recorded_names(golden):
    with open(golden) as handle:
        return sorted(json.loads(line)["name"] for line in handle)


def chosen(names, sample, part):
    if sample and sample < len(names):
        names = [names[index * len(names) // sample] for index in range(sample)]
    if part:
        position, count = (int(number) for number in part.split("/"))
        names = names[position - 1::count]
    return names


def generate_models(shared, folder):
    subprocess.run([sys.executable, os.path.join(shared, "conformance/generate.py"), "--from", "0",
                    "--count", "600", "--out", folder], check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--set", choices=sorted(GOLDEN), required=True)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--part")
    parser.add_argument(
        "--known", default=os.path.join(PACKAGE, "Tests/Conformance/known-differences.ini"))
    args = parser.parse_args()

    known = known_differences(args.known)
    golden = os.path.join(args.shared, "conformance/golden/traces", GOLDEN[args.set] + ".jsonl")
    names = chosen(recorded_names(golden), args.sample, args.part)
    with tempfile.TemporaryDirectory() as work:
        root = os.path.join(args.shared, "models/operaton")
        if args.set == "generated":
            root = os.path.join(work, "models")
            generate_models(args.shared, root)
        os.mkdir(os.path.join(work, "golden"))
        os.symlink(golden, os.path.join(work, "golden", "golden.jsonl"))
        with open(os.path.join(work, "list"), "w") as handle:
            handle.writelines(name.replace("__", "/") + "\n" for name in names)
        run = subprocess.run(
            [sys.executable, os.path.join(args.shared, "conformance/trace.py"), "check", "--url",
             args.url, "--golden", os.path.join(work, "golden"), "--root", root,
             "@" + os.path.join(work, "list")], stdout=subprocess.PIPE, text=True)
    differing = {}
    closing = ""
    for line in run.stdout.splitlines():
        if line.startswith("DIFFERS "):
            name, difference = line.removeprefix("DIFFERS ").split(" ", 1)
            differing[name] = difference
        else:
            closing = line
    counted = closing.split()
    if len(counted) < 4 or int(counted[0]) + int(counted[2]) != len(names):
        print(run.stdout[-2000:])
        sys.exit(f"{len(names)} models were to be replayed: '{closing}'")

    failed = 0
    for name, difference in sorted(differing.items()):
        if name not in known:
            failed += 1
            print(f"DIFFERS {name} {difference}")
    for name in known.sections():
        if name in names and name not in differing:
            failed += 1
            print(f"LISTED {name} does not differ: take it off the list")
    listed = sum(name in differing for name in known.sections())
    print(f"{len(names) - failed - listed} passed, {failed} failed, {listed} known to differ")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
