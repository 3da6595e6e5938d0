#!/usr/bin/env python3
"""Compares our decimal arithmetic with Python's (libmpdec: 34 digits, half even, exponents of decimal128).

    compare_decimals.py OURS [--count N] [--seed N]

OURS is the command `feel-lines`. Operations: + - * / % comparison, whole powers, roundings to a scale, square roots,
exponentials and logarithms. A difference is printed and ends the run with 1; powers, exponentials and logarithms may
differ by one in the last digit, which is counted and printed.
"""
import argparse
import decimal
import json
import random
import shlex
import subprocess
import sys

CONTEXT = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])
WIDE = decimal.Context(prec=12_000, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX)
ROUNDINGS = {"decimal": decimal.ROUND_HALF_EVEN, "floor": decimal.ROUND_FLOOR, "ceiling": decimal.ROUND_CEILING,
             "round up": decimal.ROUND_UP, "round down": decimal.ROUND_DOWN, "round half up": decimal.ROUND_HALF_UP,
             "round half down": decimal.ROUND_HALF_DOWN}


def number(draw, span=40):
    digits = draw.choice([1, 2, 3, 5, 9, 16, 17, 18, 19, 20, 33, 34])
    coefficient = draw.choice([draw.randrange(10 ** digits), 10 ** digits - 1, 10 ** (digits - 1), 5 * 10 ** (digits - 1)])
    exponent = draw.randint(-span, span) if draw.random() < .8 else draw.randint(-6100, 6080)
    sign = "-" if draw.random() < .4 else ""
    return decimal.Decimal(f"{sign}{coefficient}e{exponent}")


def literal(value):
    text = f"{value:e}".lower()
    return f"({text})" if text.startswith("-") else text


def case(draw):
    """An expression, what it comes to, and whether one in the last digit is let pass."""
    kind = draw.choice(["+", "-", "*", "/", "+", "-", "*", "/", "<", "=", "%", "**", "round", "sqrt", "exp", "log"])
    a, b = number(draw), number(draw)
    if kind in "+-*/":
        if draw.random() < .3:
            b = number(draw, 3)
        if draw.random() < .1:
            b = CONTEXT.multiply(a, decimal.Decimal(draw.choice(["1", "-1", "1.0000001", "10"])))
        operation = {"+": CONTEXT.add, "-": CONTEXT.subtract, "*": CONTEXT.multiply, "/": CONTEXT.divide}[kind]
        return f"{literal(a)} {kind} {literal(b)}", operation(a, b), False
    if kind == "<":
        return f"{literal(a)} < {literal(b)}", a < b, False
    if kind == "=":
        b = a if draw.random() < .5 else CONTEXT.plus(a * decimal.Decimal("1.0"))
        return f"{literal(a)} = {literal(b)}", a == b, False
    if kind == "%":
        a, b = number(draw, 5), number(draw, 5)
        if not b:
            return f"modulo({literal(a)}, {literal(b)})", None, False
        quotient = WIDE.divide_int(a, b)
        rest = WIDE.subtract(a, WIDE.multiply(quotient, b))
        if rest and (rest < 0) != (b < 0):
            rest = WIDE.add(rest, b)
        return f"modulo({literal(a)}, {literal(b)})", CONTEXT.plus(rest), False
    if kind == "**":
        a, n = number(draw, 5), draw.randint(-20, 20)
        if not a and not n:
            n = 1  # Python has no 0 ** 0; ours is 1.
        return f"{literal(a)} ** {n if n >= 0 else f'({n})'}", CONTEXT.power(a, n), True
    if kind == "round":
        name, rule = draw.choice(list(ROUNDINGS.items()))
        a, scale = number(draw, 12), draw.randint(-8, 14)
        return (f"{name}({literal(a)}, {scale})",
                CONTEXT.plus(a.quantize(decimal.Decimal(1).scaleb(-scale), rounding=rule, context=WIDE)), False)
    if kind == "sqrt":
        a = abs(a)
        return f"sqrt({literal(a)})", CONTEXT.sqrt(a), False
    if kind == "exp":
        a = number(draw, 2) if draw.random() < .5 else decimal.Decimal(draw.randint(-10 ** 6, 10 ** 6)) / 1000
        return f"exp({literal(a)})", CONTEXT.exp(a), True
    a = abs(a)
    return f"log({literal(a)})", CONTEXT.ln(a) if a else None, True


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("ours")
    arguments.add_argument("--count", type=int, default=1_000_000)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    decimal.setcontext(WIDE)
    draw = random.Random(options.seed)
    wrong = last = done = 0
    while done < options.count:
        cases = [case(draw) for _ in range(min(100_000, options.count - done))]
        lines = "".join(json.dumps({"expression": text}) + "\n" for text, _, _ in cases)
        answers = subprocess.run(shlex.split(options.ours), input=lines, capture_output=True, text=True).stdout.splitlines()
        if len(answers) != len(cases):
            sys.exit(f"{options.ours} answered {len(answers)} of {len(cases)} lines")
        for (text, expected, isClose), line in zip(cases, answers):
            value = json.loads(line)["value"]
            found = decimal.Decimal(value["number"]) if isinstance(value, dict) else value
            if isinstance(expected, decimal.Decimal) and not expected.is_finite():
                expected = None
            if found == expected and isinstance(found, bool) == isinstance(expected, bool):
                continue
            if isClose and isinstance(found, decimal.Decimal) and isinstance(expected, decimal.Decimal) \
                    and abs(found - expected) <= decimal.Decimal(1).scaleb(max(expected.adjusted() - 33, -6176)):
                last += 1
                continue
            wrong += 1
            if wrong <= 20:
                print(f"{text}: expected {expected}, found {found}")
        done += len(cases)
    print(f"{done} compared, {wrong} wrong, {last} of powers, exponentials and logarithms by one in the last digit")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
