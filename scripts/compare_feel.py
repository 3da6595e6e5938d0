#!/usr/bin/env python3
"""Compares our FEEL with a reference implementation on generated expressions.

    compare_feel.py OURS REFERENCE [--count N] [--seed N] [--examples N] [--save FOLDER]

OURS and REFERENCE are commands that read `{"expression": …}` lines and answer `{"value": …}` lines. The
expressions cover every built-in function x kind of value x null x number of arguments, by position and by
name, and the operators x kinds; the coverage is printed. Every difference must fall in a class of CLASSES
below, each of which names the section of DMN 1.4 and has a test of its name that shows our side; what is left
over is printed as unexplained and ends the run with 1. A class says what the operands are and what both sides
answer, so that it lets nothing else pass.
"""
import argparse
import collections
import decimal
import json
import pathlib
import random
import re
import shlex
import subprocess
import sys

# Enough for what the reference holds beyond 34 digits.
decimal.setcontext(decimal.Context(prec=60, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN))

VALUES = {
    "null": ["null"],
    "boolean": ["true", "false"],
    "number": ["0", "1", "2", "3", "-1", "2.5", "-2.5", "10", "1000000", "0.001", "1e3", "-7"],
    "string": ['""', '"a"', '"foobar"', '"Foo Bar"', '"1"', '"2024-02-29"', '"10:11:12Z"', '"P1D"', '"a,b;c"',
               '"[1..3]"', '"\\U01F40Eab"', '"true"'],
    "date": ['date("2024-02-29")', 'date("2023-12-31")', '@"2020-01-01"', 'date("-0044-03-15")'],
    "time": ['time("10:11:12")', 'time("23:59:59Z")', 'time("10:00:00+02:00")',
             'time("08:30:00@Europe/Amsterdam")'],
    "date and time": ['date and time("2024-02-29T10:11:12")', 'date and time("2023-12-31T23:59:59Z")',
                      'date and time("2024-07-01T00:00:00@Europe/Amsterdam")'],
    "days and time duration": ['duration("P1D")', 'duration("-PT2H30M")', 'duration("PT0S")', '@"P2DT3H4M5S"'],
    "years and months duration": ['duration("P1Y")', 'duration("P14M")', 'duration("-P3M")'],
    "list": ["[]", "[1]", "[1,2,3]", '["b","a","b"]', "[null]", "[true,false]", "[1,null]", "[[1,2],[3]]",
             "[{a:1},{a:2}]", '[date("2024-02-29")]', "[3,1,2,1]", '["x"]', "[true]", "[false,null]",
             '[1,"a"]', '[duration("P1D"),duration("PT1H")]'],
    "context": ["{}", "{a:1}", '{a:1,b:"x"}', '{key:"k",value:1}', "{a:{b:2}}"],
    "range": ["[1..3]", "(1..3]", "[2..10)", '["a".."c"]', '[date("2024-01-01")..date("2024-12-31")]',
              "(< 5)", "(>= 2)"],
    "function": ["function(x) x", "function(a,b) a < b", "function() 1", "abs"],
}
KINDS = list(VALUES)

NUMBER, STRING, LIST, CONTEXT, RANGE = "number", "string", "list", "context", "range"
DATE, TIME, DATETIME = "date", "time", "date and time"
DAYS, MONTHS = "days and time duration", "years and months duration"
SCALE = ["0", "1", "2", "-1", "2.5", "6176", "6177", "-6111", "-6112", "5"]
NUMBERS = ["0", "1", "-1", "2.5", "-2.5", "1.121", "-1.126", "5.5", "0.5", "1.5", "1/3", "100", "123456.789",
           "1e20", "99999999999999999999999999999999.99"]
STRINGS = ['"foobar"', '""', '"aBc4"', '"banana"', '"a b  c"', '"\\U01F40Eab"', '"x.y.z"', '"Straße"', '"aaa"']
PART = ['"bar"', '""', '"a"', '"ob"', '"zz"', '"foobar"', '"."', '"A"']
PATTERN = ['"a"', '"^fo*b"', '"[a-c]+"', '"(a)(n)?"', '"\\\\s"', '"("', '""', '"x*"', '"\\\\d+"', '"."', '"b|n"',
           '"\\\\p{Lu}"', '"[^a]"', '"a{2}"', '"(.)\\\\1"']
FLAGS = ['""', '"i"', '"s"', '"m"', '"x"', '"q"', '"ix"', '"k"', "null"]
REPLACEMENT = ['"o"', '"[$1]"', '""', '"$0"', '"\\\\$"', '"$"', '"$2$1"']
NUMBER_LIST = ["[1,2,3]", "[6,1,9,6,1]", "[2.5]", "[]", "[2,4,7,5]", "[-1,0.5,1e3]", "[1,null]", '[1,"a"]']
BOOLEAN_LIST = ["[true,true]", "[false,null,true]", "[]", "[true,null]", "[false,false]", "[0]", "[null]"]
ANY_LIST = ["[1,2,3,2,1]", '["a","b","a"]', "[]", "[null,1,null]", "[[1],[2],[1]]", "[{a:1},{a:1}]", "[1,\"1\",true]",
            "[[1,2],[[3]],4]", '[date("2024-02-29"),date("2023-01-01")]']
POSITION = ["1", "2", "-1", "3", "0", "-3", "4", "-4", "1.5", "5"]
LENGTH = ["1", "2", "3", "0", "-1", "1.5", "10"]
RANGES = ["[1..10]", "(1..10]", "[1..10)", "(1..10)", "[5..10]", "[10..15]", "(10..15]", "[1..5]", "[3..5)", "(3..5]"]
POINT = ["1", "5", "10", "0", "12", "3.5"]
DATES = VALUES[DATE] + VALUES[DATETIME] + ["date(2005,1,1)", "date(2003,12,29)", "date(2019,9,17)"]
CONTEXTS = ["{a:1}", '{a:1,b:"x"}', "{}", "{a:{b:2}}", "{a:null}", '{"a b":1}']
KEY = ['"a"', '"b"', '"zz"', '""', '"a b"']
KEYS = ['["a"]', '["a","b"]', "[]", '["zz","b"]', "[null]", '["a",1]']
ENTRIES = ['[{key:"a",value:1},{key:"b",value:2}]', '[{key:"a",value:1,extra:2}]', '[{key:"a"}]', "[]",
           '{key:"a",value:1}', '[{key:"a",value:1},{key:"a",value:2}]', '[{key:1,value:2}]', '[{key:"a",value:null}]']
CONTEXT_LIST = ["[{a:1},{b:2}]", "[{a:1,b:0},{b:2}]", "[]", "[{a:1},null]", "{a:1}", "[{a:1},1]"]
ITEM = ["1", "2", '"a"', "null", "[1]", "{a:1}", "true", 'date("2024-02-29")']
PRECEDES = ["function(x,y) x < y", "function(x,y) x > y", "function(x) x", "function(x,y) null", "null"]
DATE_TEXT = ['"2012-12-25"', '"2012-12-25T11:00:00Z"', '"2012-1-5"', '"2023-02-29"', '"-0001-01-01"', '"999999999-12-31"',
             '"1000000000-01-01"', '"012-12-25"', '"2012-12-25Z"', '"+2012-12-25"', '"12345-01-01"', '"01234-01-01"',
             'date and time("2012-12-25T11:00:00Z")', 'date("2012-12-25")', '""', '"2012-12-25T24:00:00"']
TIME_TEXT = ['"23:59:00z"', '"23:59:00Z"', '"10:20:00@Europe/Paris"', '"10:20:00.123456789"', '"24:00:00"', '"10:20"',
             '"10:20:60"', '"10:20:00+14:00"', '"10:20:00+19:00"', '"10:20:00-00:00"', '"1:20:00"', '"T10:20:00"',
             '"10:20:00@Nowhere/City"', '"10:20:00+02:00@Europe/Paris"', 'time("10:00:00Z")',
             'date and time("2012-12-25T11:00:00Z")', 'date("2012-12-25")', '"10:20:00+05:30"', '"10:20:00.1234567891"']
DATETIME_TEXT = ['"2012-12-24T23:59:00"', '"2012-12-24"', '"2012-12-24T23:59:00Z"', '"2012-12-24T23:59:00@Europe/Paris"',
                 '"2012-12-24T24:00:00"', '"2012-12-24T24:00:01"', '"2012-12-24T23:59:00+02:00"', '"2012-12-24 23:59:00"',
                 '"-2012-12-24T23:59:00"', '"2012-12-24T23:59"', '"99999-12-24T23:59:00Z"', '"2012-13-24T23:59:00"',
                 'date and time("2012-12-24T23:59:00")']
DURATION_TEXT = ['"P1D"', '"P1Y2M"', '"PT1H"', '"P"', '"PT"', '"P1YT1H"', '"-P1D"', '"P26M"', '"PT36H61M"', '"P1W"', '"PT0.5S"',
                 '"P1.5D"', '"+P1D"', '"P-1D"', '"p1d"', '"P0M"', '"PT0S"', '"P1DT"', '""', '"P0D"', '"-PT0.001S"']
NUMBER_TEXT = ['"1"', '"1 000,0"', '"1,000.0"', '"1.000,5"', '"1e3"', '"-1.5"', '".5"', '"5."', '"+1"', '" 1"', '"abc"', '""',
               '"1000"', '"0x1"', '"1 000"', '"--1"', '"1E-3"', "1"]
GROUPING = ['" "', '","', '"."', "null", '"x"', '""']
RANGE_TEXT = ['"[1..3]"', '"(1..3)"', '"]1..3["', '"[3..1]"', '"[\\"a\\"..\\"c\\"]"', '"[1..null]"', '"[1..]"', '"< 5"', '" [ 1 .. 3 ] "',
              '"[date(\\"2020-01-01\\")..date(\\"2020-12-31\\")]"', '"[@\\"2020-01-01\\"..@\\"2020-12-31\\"]"', '"[1..\\"a\\"]"',
              '"[1+1..3]"', '""', '"1..3"', '"[1..1]"', '"(1..1)"', '"[true..false]"']

# Name, and for each form its parameters: name -> values that fit (or mostly fit).
BUILTINS = {
    "date": [[("from", DATE_TEXT)], [("year", ["2024", "-1", "2023.5", "1000000000"]), ("month", ["2", "12", "13", "0"]),
                                     ("day", ["29", "31", "1", "0"])]],
    "time": [[("from", TIME_TEXT)],
             [("hour", ["10", "24", "0", "-1"]), ("minute", ["0", "59", "60"]), ("second", ["0", "59.5", "60", "1"]),
              ("offset?", ['duration("PT0H")', 'duration("PT2H")', 'duration("-PT19H")', "null", 'duration("PT1H30M")'])]],
    "date and time": [[("from", DATETIME_TEXT)], [("date", DATES), ("time", VALUES[TIME])]],
    "number": [[("from", NUMBER_TEXT)],
               [("from", NUMBER_TEXT), ("grouping separator", GROUPING), ("decimal separator", GROUPING)]],
    "string": [[("from", [value for values in VALUES.values() for value in values])]],
    "duration": [[("from", DURATION_TEXT)]],
    "years and months duration": [[("from", DATES), ("to", DATES)]],
    "range": [[("from", RANGE_TEXT)]],
    "not": [[("negand", ["true", "false", "null"])]],
    "substring": [[("string", STRINGS), ("start position", POSITION), ("length?", LENGTH)]],
    "string length": [[("string", STRINGS)]],
    "upper case": [[("string", STRINGS)]],
    "lower case": [[("string", STRINGS)]],
    "substring before": [[("string", STRINGS), ("match", PART)]],
    "substring after": [[("string", STRINGS), ("match", PART)]],
    "contains": [[("string", STRINGS), ("match", PART)]],
    "starts with": [[("string", STRINGS), ("match", PART)]],
    "ends with": [[("string", STRINGS), ("match", PART)]],
    "matches": [[("input", STRINGS), ("pattern", PATTERN), ("flags?", FLAGS)]],
    "replace": [[("input", STRINGS), ("pattern", PATTERN), ("replacement", REPLACEMENT), ("flags?", FLAGS)]],
    "split": [[("string", STRINGS), ("delimiter", PATTERN)]],
    "string join": [[("list", ['["a","b"]', '["a",null,"c"]', "[]", '["a"]', '[1,"a"]', "[null]"]),
                     ("delimiter?", PART + ["null"])]],
    "list contains": [[("list", ANY_LIST), ("element", ITEM)]],
    "count": [[("list", ANY_LIST)]],
    "min": [[("list", NUMBER_LIST + ANY_LIST)], ["c", NUMBERS + STRINGS]],
    "max": [[("list", NUMBER_LIST + ANY_LIST)], ["c", NUMBERS + STRINGS]],
    "sum": [[("list", NUMBER_LIST)], ["n", NUMBERS]],
    "mean": [[("list", NUMBER_LIST)], ["n", NUMBERS]],
    "product": [[("list", NUMBER_LIST)], ["n", NUMBERS]],
    "median": [[("list", NUMBER_LIST)], ["n", NUMBERS]],
    "stddev": [[("list", NUMBER_LIST)], ["n", NUMBERS]],
    "mode": [[("list", NUMBER_LIST)], ["n", NUMBERS]],
    "all": [[("list", BOOLEAN_LIST)], ["b", ["true", "false", "null"]]],
    "any": [[("list", BOOLEAN_LIST)], ["b", ["true", "false", "null"]]],
    "sublist": [[("list", ANY_LIST), ("start position", POSITION), ("length?", LENGTH)]],
    "append": [[("list", ANY_LIST), ("item", ITEM)], [("list", ANY_LIST), ("item", ITEM), ("item", ITEM)]],
    "concatenate": [["list", ANY_LIST]],
    "insert before": [[("list", ANY_LIST), ("position", POSITION), ("newItem", ITEM)]],
    "remove": [[("list", ANY_LIST), ("position", POSITION)]],
    "reverse": [[("list", ANY_LIST)]],
    "index of": [[("list", ANY_LIST), ("match", ITEM)]],
    "union": [["list", ANY_LIST]],
    "distinct values": [[("list", ANY_LIST)]],
    "flatten": [[("list", ANY_LIST)]],
    "list replace": [[("list", ANY_LIST), ("position", POSITION), ("newItem", ITEM)],
                     [("list", ANY_LIST), ("match", ["function(i,n) i = n", "function(i,n) i != null", "function(i) true",
                                                     "function(i,n) null"]), ("newItem", ITEM)]],
    "sort": [[("list", ANY_LIST + NUMBER_LIST), ("precedes", PRECEDES)]],
    "decimal": [[("n", NUMBERS), ("scale", SCALE)]],
    "floor": [[("n", NUMBERS), ("scale?", SCALE)]],
    "ceiling": [[("n", NUMBERS), ("scale?", SCALE)]],
    "round up": [[("n", NUMBERS), ("scale", SCALE)]],
    "round down": [[("n", NUMBERS), ("scale", SCALE)]],
    "round half up": [[("n", NUMBERS), ("scale", SCALE)]],
    "round half down": [[("n", NUMBERS), ("scale", SCALE)]],
    "abs": [[("n", NUMBERS + VALUES[DAYS] + VALUES[MONTHS])]],
    "modulo": [[("dividend", ["12", "-12", "10.1", "-10.1", "0"]), ("divisor", ["5", "-5", "4.5", "-4.5", "0"])]],
    "sqrt": [[("number", NUMBERS)]],
    "log": [[("number", NUMBERS)]],
    "exp": [[("number", ["0", "1", "-1", "2.5", "5", "10", "100000", "-100000"])]],
    "odd": [[("number", NUMBERS)]],
    "even": [[("number", NUMBERS)]],
    "is": [[("value1", [v for vs in VALUES.values() for v in vs]), ("value2", [v for vs in VALUES.values() for v in vs])]],
    "now": [[]],
    "today": [[]],
    "day of year": [[("date", DATES)]],
    "day of week": [[("date", DATES)]],
    "month of year": [[("date", DATES)]],
    "week of year": [[("date", DATES)]],
    "before": [[("point1", POINT), ("point2", POINT)], [("point", POINT), ("range", RANGES)], [("range", RANGES), ("point", POINT)],
               [("range1", RANGES), ("range2", RANGES)]],
    "meets": [[("range1", RANGES), ("range2", RANGES)]],
    "finishes": [[("point", POINT), ("range", RANGES)], [("range1", RANGES), ("range2", RANGES)]],
    "finished by": [[("range", RANGES), ("point", POINT)], [("range1", RANGES), ("range2", RANGES)]],
    "get value": [[("m", CONTEXTS), ("key", KEY)]],
    "get entries": [[("m", CONTEXTS)]],
    "context": [[("entries", ENTRIES)]],
    "context put": [[("context", CONTEXTS), ("key", KEY), ("value", ITEM)], [("context", CONTEXTS), ("keys", KEYS), ("value", ITEM)]],
    "context merge": [[("contexts", CONTEXT_LIST)]],
}
for name, like in [("after", "before"), ("met by", "meets"), ("overlaps", "meets"), ("overlaps before", "meets"),
                   ("overlaps after", "meets"), ("starts", "finishes"), ("during", "finishes"), ("started by", "finished by"),
                   ("includes", "finished by")]:
    BUILTINS[name] = BUILTINS[like]
BUILTINS["coincides"] = [BUILTINS["before"][0], BUILTINS["before"][3]]

OPERATORS = ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"]
TYPES = ["number", "string", "boolean", "date", "time", "date and time", "days and time duration", "years and months duration",
         "Any", "list<number>", "list<Any>", "context<a: number>", "range<number>", "function<number> -> Any"]
PROPERTIES = ["year", "month", "day", "weekday", "hour", "minute", "second", "time offset", "timezone", "years", "months", "days",
              "hours", "minutes", "seconds", "a", "start", "end", "start included", "end included"]
SHAPES = ["if {a} then 1 else 2", "for i in {a} return i", "some i in {a} satisfies i = 1", "every i in {a} satisfies i != null",
          "{a}[1]", "{a}[-1]", "{a}[item = 1]", "{a}[item > 1]", "{a}[true]", "{a}[false]", "{a}[null]", "-({a})", "{a}.a",
          "({a}) between {b} and {c}", "({a}) in ({b}, {c})", "({a}) in [{b}..{c}]", "({a}) in (< {b})", "[{a}..{b}]", "{{a: {a}, b: a}}",
          "for i in {a}, j in {b} return [i, j]", "for i in {a}..{b} return i", "[{a}, {b}][{c}]", "({a})({b})",
          "for i in {a} return count(partial)", "({a}) in (not({b}))", "{a}.b.c", "[{a}] = {a}", "{a} != null and {b} = null"]


def form_of(parameters):
    """A form as a list of (name, values, optional), and whether its last may be repeated."""
    if len(parameters) == 2 and isinstance(parameters[0], str):
        return [(parameters[0], parameters[1], False)], True
    return [(n.rstrip("?"), v, n.endswith("?")) for n, v in parameters], False


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.seen = {}
        # text -> the operands or arguments that it was made of, and whether they are named
        self.given = {}
        # function -> kinds x positions, counts of arguments, nulls, names
        self.kinds = collections.defaultdict(set)
        self.counts = collections.defaultdict(set)
        self.named = collections.Counter()
        self.tally = collections.Counter()

    def add(self, group, text, given=(), named=False):
        if text in self.seen:
            return False
        self.seen[text] = group
        self.given[text] = list(given), named
        self.tally[group] += 1
        return True

    def value(self, kind):
        return self.random.choice(VALUES[kind])

    def calls(self, name, forms):
        """Each number of arguments, and at each position each kind of value beside fitting ones."""
        call = lambda arguments: f"{name}({', '.join(arguments)})"
        self.add(name, call([]))
        self.counts[name].add(0)
        most = 0
        for parameters in forms:
            form, repeats = form_of(parameters)
            # Fewer arguments than are needed, too.
            lengths = range(1, 4) if repeats else range(1, len(form) + 1)
            for length in lengths:
                most = max(most, length)
                pool = (form * 3)[:length] if repeats else form[:length]
                for position in range(length):
                    for kind in KINDS:
                        for _ in range(2):
                            arguments = [self.random.choice(p[1]) for p in pool]
                            arguments[position] = self.value(kind)
                            self.add(name, call(arguments), arguments)
                        self.kinds[name].add((position, kind))
                self.counts[name].add(length)
        # Too many.
        extra = [self.random.choice(form_of(forms[0])[0][0][1]) if forms[0] else "1" for _ in range(most + 1)]
        self.add(name, call(extra), extra)
        self.counts[name].add(most + 1)

    def names(self, name, forms):
        for parameters in forms:
            form, repeats = form_of(parameters)
            if not form:
                continue
            if name == "append":
                continue
            for _ in range(4):
                given = [(n, self.random.choice(v)) for n, v, optional in form if not optional or self.random.random() < .5]
                self.random.shuffle(given)
                text = ", ".join(f"{n}: {v}" for n, v in given)
                self.named[name] += self.add(name, f"{name}({text})", [v for _, v in given], True)
            wrong = ", ".join([f"{n}: {self.random.choice(v)}" for n, v, _ in form[:-1]] + ["nonsense: 1"])
            self.named[name] += self.add(name, f"{name}({wrong})", named=True)
            for position in range(len(form)):
                given = [(n, "null" if i == position else self.random.choice(v)) for i, (n, v, _) in enumerate(form)]
                text = f"{name}({', '.join(f'{n}: {v}' for n, v in given)})"
                self.named[name] += self.add(name, text, [v for _, v in given], True)

    def fitting(self, name, forms):
        form, repeats = form_of(self.random.choice(forms))
        if repeats:
            arguments = [self.random.choice(form[0][1]) for _ in range(self.random.randint(1, 4))]
        else:
            required = sum(1 for p in form if not p[2])
            arguments = [self.random.choice(p[1]) for p in form[:self.random.randint(required, len(form))]]
        return f"{name}({', '.join(arguments)})", arguments

    def operators(self):
        for operator in OPERATORS:
            for left in KINDS:
                for right in KINDS:
                    for _ in range(2):
                        a, b = self.value(left), self.value(right)
                        self.add("operator " + operator, f"({a}) {operator} ({b})", [a, b])
        for kind in KINDS:
            for text in VALUES[kind]:
                for type_name in TYPES:
                    self.add("instance of", f"({text}) instance of {type_name}", [text, type_name])
                for name in PROPERTIES:
                    self.add("property", f"({text}).{name}", [text, name])
        for shape in SHAPES:
            for kind in KINDS:
                for _ in range(4):
                    other = self.random.choice([kind, self.random.choice(KINDS)])
                    a, b, c = self.value(kind), self.value(other), self.value(kind)
                    self.add("shape " + shape, shape.format(a=a, b=b, c=c), [a, b, c])

    def generate(self, count):
        for name, forms in BUILTINS.items():
            self.calls(name, forms)
            self.names(name, forms)
        self.operators()
        names = list(BUILTINS)
        tries = 0
        while len(self.seen) < count and tries < count * 20:
            tries += 1
            name = names[tries % len(names)]
            self.add(name, *self.fitting(name, BUILTINS[name]))
        texts = list(self.seen)
        if len(texts) > count:
            print(f"{len(texts)} expressions were needed for the coverage, more than {count}")
        return texts

    def coverage(self):
        print(f"{'function':28} {'expressions':>11}  arguments    kinds x positions          by name")
        for name in BUILTINS:
            positions = sorted({p for p, _ in self.kinds[name]})
            kinds = "  ".join(f"{p + 1}: {len({k for q, k in self.kinds[name] if q == p})}" for p in positions)
            arguments = ",".join(map(str, sorted(self.counts[name])))
            print(f"{name:28} {self.tally[name]:11}  {arguments:11}  {kinds:25}  {self.named[name]}")
        rest = {g: n for g, n in self.tally.items() if g not in BUILTINS}
        print(f"and {sum(rest.values())} with operators, types, properties and other shapes; of the kinds of value there "
              f"are {len(KINDS)}, null one of them")


def duration_seconds(text):
    match = re.fullmatch(r"(-?)P(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?)?", text)
    if not match:
        return text
    sign, *parts = match.groups()
    total = sum(decimal.Decimal(p or 0) * w for p, w in zip(parts, (86400, 3600, 60, 1)))
    return str((-total if sign else total).normalize() + 0)


def clock(text):
    """A time with seconds, its fraction without zeros at the end."""
    match = re.fullmatch(r"(.*?)(\d\d:\d\d)(:\d\d)?(\.\d+)?(.*)", text)
    if not match:
        return text
    day, minutes, seconds, fraction, zone = match.groups()
    zone = re.sub(r"^\[(.*)\]$", r"@\1", re.sub(r"^[+-]\d\d:\d\d(?::\d\d)?\[(.*)\]$", r"@\1", zone))
    fraction = (fraction or "").rstrip("0").rstrip(".")
    return day + minutes + (seconds or ":00") + fraction + zone


def normal(value):
    if isinstance(value, list):
        return [normal(item) for item in value]
    if not isinstance(value, dict):
        return value
    (kind, inner), = value.items()
    if kind == "number":
        number = decimal.Decimal(inner)
        return ("number", str(number.normalize()) if number else "0")
    if kind == "dayTimeDuration":
        return ("days", duration_seconds(inner))
    if kind == "yearMonthDuration":
        return ("months", inner)
    if kind == "date":
        return (kind, inner.lstrip("+"))
    if kind in ("temporal", "time", "dateTime"):
        return ("dateTime" if "T" in inner else "time", clock(inner.lstrip("+")))
    if kind == "context":
        return ("context", sorted((k, normal(v)) for k, v in inner.items()))
    if kind == "range":
        edge = lambda v: None if isinstance(v, dict) and "other" in v else normal(v)
        return ("range", edge(inner["low"]), inner["lowClosed"], edge(inner["high"]), inner["highClosed"])
    if kind == "other":
        return ("function",) if "unction" in inner else (kind, inner)
    return (kind, inner)


def number_of(value):
    if isinstance(value, dict) and "number" in value:
        return decimal.Decimal(value["number"])
    return None


def is_rounding(case):
    """Numbers that differ in or behind the 33rd digit."""
    a, b = number_of(case.ours), number_of(case.theirs)
    return a is not None and b is not None and abs(a - b) <= max(abs(a), abs(b)) * decimal.Decimal("1e-32")


def is_out_of_range(case):
    number = number_of(case.theirs)
    if number is None:
        return False
    return (case.ours is None and abs(number) >= decimal.Decimal("9.999999999999999999999999999999999e6144")
            or number_of(case.ours) == 0 and abs(number) < decimal.Decimal("1e-6176"))


class Case(collections.namedtuple("Case", "text group given named ours theirs")):
    """A difference, with the operands or arguments that the expression was made of."""

    def kind(self, index):
        return kind_of(self.given[index]) if index < len(self.given) else None

    def kinds(self):
        return [kind_of(text) for text in self.given]

    def among(self, *groups):
        return self.group in groups

    def answers(self, ours, theirs):
        """Both sides' answers: None, True, False, or a type."""
        fits = lambda value, wanted: (isinstance(value, wanted) if isinstance(wanted, type) else value is wanted)
        return fits(self.ours, ours) and fits(self.theirs, theirs)

    @property
    def only_theirs(self):
        return self.ours is None and self.theirs is not None


CALLS = {"date": DATE, "time": TIME, "date and time": DATETIME}


def kind_of(text):
    """What kind of value an operand is, from the text that was drawn."""
    for kind, texts in VALUES.items():
        if text in texts:
            return kind
    if text.startswith('"'):
        return STRING
    if re.fullmatch(r"[-\d.e/]+", text):
        return NUMBER
    if text.startswith("duration("):
        return MONTHS if re.search(r"\d[YM]\"", text) and "T" not in text else DAYS
    if "(" in text and text.split("(")[0] in CALLS:
        return CALLS[text.split("(")[0]]
    if ".." in text and text[0] in "[(":
        return RANGE
    return {"[": LIST, "{": CONTEXT, "f": "function"}[text[0]]


def ordered(kind):
    return kind in (NUMBER, STRING, DATE, TIME, DATETIME, DAYS, MONTHS)


def point_kind(text):
    """The kind of the ends of a range."""
    return kind_of(re.match(r"\(?[<>]=? ?([^)]+)|[\[(](.+)\.\.", text).expand(r"\1\2").strip())


def comparable(tested, test):
    """Whether the one can be equal to the other or lie in it, so that the answer is no null (Table 55)."""
    a, b = kind_of(tested), kind_of(test)
    if "null" in (a, b):
        return b != RANGE
    if b == RANGE and a != RANGE:
        return a == point_kind(test)
    return a == b and a not in (LIST,)


def any_list_holds(case, unfit):
    """Whether an argument, or an item of one list, is of a kind that is asked for."""
    return any(kind in unfit for kind in case.kinds())


UNARY = ("operator in", "shape ({a}) in ({b}, {c})")
SCALAR = ("boolean", NUMBER, STRING, DATE, TIME, DATETIME, DAYS, MONTHS)
AGGREGATES = ("sum", "mean", "product", "median", "stddev")
RANGE_FUNCTIONS = ("starts", "started by", "finishes", "finished by", "overlaps", "overlaps before", "overlaps after",
                   "during", "includes", "meets", "met by", "before", "after", "coincides")
BAD_DURATION = {'"P1W"', '"p1d"', '"P-1D"', '"+P1D"'}
MATCHES_EMPTY = {'""', '"x*"'}

# Name, section of the standard, does it apply? The test of the same name is in
# Tests/FEELTests/ReferenceDifference*.swift.
CLASSES = [
    ("the clock", "10.3.4.13, Table 82", lambda c: c.text in ("now()", "today()")),
    ("34 digits at every step", "10.3.2.3.1", lambda c: c.among(*AGGREGATES) and is_rounding(c)),
    ("roots are rounded once", "10.3.2.3.1", lambda c: c.among("sqrt", "log", "exp", "operator **") and is_rounding(c)),
    ("beyond the range of the scale", "10.3.2.3.1", lambda c: c.among("exp", "operator **") and is_out_of_range(c)),
    ("functions are equal where parameters, body and scope are", "10.3.2.15, Table 53",
     lambda c: c.among("operator =", "operator !=") and c.kinds() == ["function", "function"] and c.answers(bool, None)),
    ("a function is one of the values that are asked for", "10.3.2.15, Tables 53 and 55",
     lambda c: c.among(*UNARY) and c.kind(0) == "function" and c.answers(True, False) and c.given[0] in c.given[1:]),
    ("in is equality with each of the tests, which is null between kinds", "10.3.2.15, Tables 52 and 55",
     lambda c: c.among(*UNARY) and c.answers(None, False)
     and not all(comparable(c.given[0], test) for test in c.given[1:2 if c.group == UNARY[0] else 3])),
    ("a list is not its only item in a comparison", "10.3.2.15, Table 52",
     lambda c: c.among("shape [{a}] = {a}") and c.ours is None and isinstance(c.theirs, bool)
     or c.among("operator =", "operator !=", "operator in") and LIST in c.kinds() and len(set(c.kinds())) == 2
     and c.ours is None and isinstance(c.theirs, bool)),
    ("values without an order do not compare", "10.3.2.15, Tables 54 and 55",
     lambda c: c.among("operator <", "operator <=", "operator >", "operator >=", "shape ({a}) in (< {b})",
                       "shape ({a}) between {b} and {c}", "shape ({a}) in [{b}..{c}]")
     and c.only_theirs and isinstance(c.theirs, bool)
     and not (all(map(ordered, c.kinds()[:bounds(c) + 1])) and len(set(c.kinds()[:bounds(c) + 1])) == 1)),
    ("times with and without zones have an order", "10.3.2.15, Table 54",
     lambda c: c.among("shape ({a}) in [{b}..{c}]", "shape [{a}..{b}]") and c.theirs is None and c.ours is not None
     and c.kinds() in ([TIME] * 3, [DATETIME] * 3)),
    ("a range is one of the values that are asked for", "10.3.2.15, Tables 53 and 55",
     lambda c: c.among(*UNARY) and c.kind(0) == RANGE and c.answers(True, False) and c.given[0] in c.given[1:]),
    ("a list in parentheses is looked into", "10.3.2.15, Table 55",
     lambda c: c.among(*UNARY) and c.answers(True, False) and any(
         c.given[0] in test for test in c.given[1:] if kind_of(test) == LIST)),
    ("what is not true does not negate", "10.3.2.15, Table 51",
     lambda c: c.among("shape ({a}) in (not({b}))") and c.answers(None, False)
     and c.kind(0) not in ("boolean", "null")),
    ("some and every follow the logic of three values", "10.3.2.15, Tables 49 and 50",
     lambda c: c.group.startswith("shape some") and c.answers(None, False) and c.kind(0) not in (NUMBER, "null")),
    ("null is no list to go through", "10.3.2.14",
     lambda c: c.group.startswith(("shape some", "shape every")) and c.answers(None, False) and c.kind(0) == "null"),
    ("times with and without zones are subtracted", "10.3.2.15, Table 57",
     lambda c: c.among("operator -") and c.kinds() == [TIME, TIME] and c.theirs is None and c.ours is not None
     and ("@Europe/Amsterdam" in c.text or 'time("10:11:12")' in c.given)),
    ("string takes one value", "10.3.4.1, Table 72", lambda c: c.among("string") and c.only_theirs and len(c.given) == 2),
    ("a range is gone through", "10.3.2.14",
     lambda c: c.group.startswith(("shape some", "shape every")) and c.kind(0) == RANGE and c.answers(True, False)),
    ("a function and a range are themselves", "10.3.4.6, Table 77",
     lambda c: c.among("is") and c.answers(True, False) and c.kind(0) in ("function", RANGE) and c.given[0] == c.given[1]),
    ("is tells a list from its item", "10.3.4.6, Table 77",
     lambda c: c.among("is") and c.answers(False, True) and LIST in c.kinds() and len(set(c.kinds())) == 2),
    ("a range is no function", "10.3.2.15, Table 63",
     lambda c: c.among("shape ({a})({b})") and c.kind(0) == RANGE and c.only_theirs),
    ("a range without an end, or not of numbers or days, cannot be gone through", "10.3.2.14",
     lambda c: c.group.startswith(("shape some", "shape every", "shape for")) and c.ours is None
     and c.given[0] in ("(< 5)", "(>= 2)", '["a".."c"]')),
    ("many items by name are named with their numbers", "10.3.4.4, Table 75",
     lambda c: c.named and c.among("mode", "all", "any") and re.search(r"\([bn]: ", c.text) and c.ours is None),
    ("one list by name is the list", "10.3.4.4, Table 75",
     lambda c: c.named and c.among("concatenate", "union") and c.text.startswith(c.group + "(list: ") and c.theirs == []),
    ("sort needs a function that decides every pair", "10.3.4.11, Table 80",
     lambda c: c.among("sort") and c.only_theirs
     and ("function(x) x" in c.text or "function() 1" in c.text or "function(x,y) null" in c.text or "abs" in c.text
          or re.search(r"null|\[\[|\{|\"1\"|\"a\"\]|true", c.text))),
    ("the text of lists, contexts, ranges and functions is ours", "10.3.4.1, Table 72",
     lambda c: c.among("string") and c.answers(str, str) and c.kind(0) in (LIST, CONTEXT, RANGE, "function")),
    ("numbers are written without an exponent", "10.3.2.3.1", lambda c: c.text in ("string(1e3)", "string(from: 1e3)")),
    ("union takes lists", "10.3.4.4, Table 75", lambda c: c.among("union") and c.only_theirs and "null" in c.given),
    ("min and max take items with an order", "10.3.4.4, Table 75",
     lambda c: c.among("min", "max") and c.only_theirs and len(c.given) <= 3
     and (all(kind in ("boolean", CONTEXT, RANGE, "function") for kind in c.kinds())
          or c.given in (["[true]"], ["[true,false]"], ["[{a:1},{a:2}]"], ["[{a:1},{a:1}]"]))),
    ("text is no number", "10.3.4.4, Table 75",
     lambda c: c.among("stddev", "mode") and c.only_theirs and '"1"' in c.given),
    ("a pattern that matches nothing splits nothing", "10.3.4.3; XPath 2.0 Functions 7.6.4",
     lambda c: c.among("split", "replace") and c.only_theirs and MATCHES_EMPTY & {
         c.given[0], c.given[1]} and ("delimiter: " in c.text or "pattern: " in c.text or c.given[1] in MATCHES_EMPTY)),
    ("the flag q is of a later dialect", "10.3.4.3; XPath 2.0 Functions 7.6.1",
     lambda c: c.among("matches", "replace") and c.only_theirs and '"q"' in c.given),
    ("selection goes into lists of lists", "10.3.1.4",
     lambda c: c.among("property", "shape {a}.a", "shape {a}.b.c") and c.given[0] == "[[1,2],[3]]"),
    ("selection from a list answers for each item", "10.3.2.5",
     lambda c: c.among("property") and c.kind(0) == LIST and c.ours == [None] and c.theirs is None),
    ("an offset is no time zone's name", "10.3.2.15, Table 66",
     lambda c: c.among("property") and c.given[1] == "timezone" and c.ours is None and c.theirs == "UTC"),
    ("the ends of a range have an order", "10.3.2.7",
     lambda c: c.among("shape [{a}..{b}]") and c.only_theirs and not ordered(c.kind(0))),
    ("a range begins before it ends", "10.3.2.7", lambda c: c.among("range") and c.only_theirs and c.given == ['"[3..1]"']),
    ("durations are read from text as XML Schema has it", "10.3.4.1, Table 72",
     lambda c: c.among("duration") and c.only_theirs and c.given[0] in BAD_DURATION),
    ("duration reads text alone", "10.3.4.1, Table 72",
     lambda c: c.among("duration") and c.only_theirs and c.kind(0) in (DAYS, MONTHS)),
    ("times have seconds", "10.3.4.1, Table 72",
     lambda c: c.among("time", "date and time") and c.only_theirs and c.given[0] in ('"10:20"', '"2012-12-24T23:59"')),
    ("a time is taken as it is", "10.3.4.1, Table 72",
     lambda c: c.among("time") and c.theirs is None and c.kinds() == [TIME]),
    ("digits beyond the nanosecond are cut off", "10.3.4.1, Table 72",
     lambda c: c.among("time") and c.theirs is None and c.given == ['"10:20:00.1234567891"']),
    ("dates and times are made of a date and a time", "10.3.4.1, Table 72",
     lambda c: c.among("date and time") and c.only_theirs and c.kind(1) == DATETIME),
    ("years, months, days, hours and minutes are whole", "10.3.4.1, Table 72",
     lambda c: c.among("date", "time") and c.only_theirs and len(c.given) >= 3
     and any(re.search(r"\.\d", g) for g in c.given[:3 if c.group == "date" else 2])),
    ("numbers are read as rule 35 writes them", "10.3.4.1, Table 72",
     lambda c: c.among("number") and c.only_theirs and ('"+1"' in c.given or '"5."' in c.given)),
    ("a list of one is its item where no list is asked for", "10.3.2.9.4",
     lambda c: c.ours is not None and c.theirs is None and c.among("number", "not", "get entries", "get value", "context put",
                                                                    "replace", "matches", "string join", "substring")
     and LIST in c.kinds()),
    ("null conforms to every type", "10.3.2.9.2",
     lambda c: c.among("instance of") and c.answers(True, False) and c.kind(0) == LIST and "null" in c.given[0]),
    ("a range with one end is a range of its type", "10.3.2.9, Table 43",
     lambda c: c.among("instance of") and c.answers(True, False) and c.kind(0) == RANGE and c.given[0][1] in "<>"),
    ("a built-in function is of a function type", "10.3.2.9.2",
     lambda c: c.among("instance of") and c.answers(True, False) and c.given[0] == "abs" and c.given[1].startswith("function<")),
    ("a list is not looked for as its only item", "10.3.4.4, Table 75",
     lambda c: c.among("list contains") and c.answers(False, True) and (c.kind(1) == LIST or "[[" in c.given[0])
     or c.among("list replace") and c.only_theirs and "function(i,n) i = n" in c.given
     and (c.kind(2) == LIST or "[[" in c.text)),
    ("iterations count whole numbers or days", "10.3.2.14",
     lambda c: c.group.startswith("shape for i in {a}..{b}") and c.ours is None and set(c.kinds()[:2]) != {DATE}
     and not (c.kinds()[:2] == [NUMBER, NUMBER] and not re.search(r"\d\.\d", " ".join(c.given[:2])))),
    ("list replace asks a function of two arguments", "10.3.4.4, Table 75",
     lambda c: c.among("list replace") and c.only_theirs
     and any(f in c.given for f in ("function(i) true", "function() 1", "function(x) x", "abs"))),
    ("positions are whole numbers but zero", "10.3.4.4, Table 75",
     lambda c: c.among("sublist", "remove", "insert before") and c.only_theirs
     and any(re.fullmatch(r"-?0\.\d+", g) for g in c.given[1:3])),
    ("rounding names its scale", "10.3.4.5, Table 76",
     lambda c: c.group.startswith("round ") and c.only_theirs and len(c.given) == 1),
    ("count takes one list", "10.3.4.4, Table 75", lambda c: c.among("count") and c.only_theirs and len(c.given) == 2),
    ("a function's body goes on as far as it can", "10.3.1.2, rule 55",
     lambda c: c.group.startswith("shape") and c.answers(None, True) and "function" in c.kinds() and "= null" in c.text),
    ("durations stay exact", "10.3.2.15, Table 59",
     lambda c: c.among("operator *", "operator /") and DAYS in c.kinds() and NUMBER in c.kinds() and c.theirs is not None
     and c.ours is not None and (re.search(r"\.\d", str(c.ours)) or "PT-" in str(c.theirs))),
    ("equal values are one", "10.3.4.4, Table 75",
     lambda c: c.among("distinct values", "union") and isinstance(c.ours, list) and isinstance(c.theirs, list)
     and len(c.ours) < len(c.theirs)),
    ("ranges of different kinds compare as far as their ends decide", "10.3.4.9, Table 78",
     lambda c: c.among(*RANGE_FUNCTIONS) and c.kinds() == [RANGE, RANGE] and (
         c.answers(False, None) or c.answers(None, False) and point_kind(c.given[0]) != point_kind(c.given[1]))),
    ("a range without an end compares as far as the other decides", "10.3.4.9, Table 78",
     lambda c: c.among(*RANGE_FUNCTIONS) and c.answers(False, None) and RANGE in c.kinds()
     and ("(< 5)" in c.given or "(>= 2)" in c.given)),
    ("entries come in their order", "10.3.2.6",
     lambda c: c.among("get entries") and isinstance(c.ours, list) and isinstance(c.theirs, list)
     and sorted(map(str, c.ours)) == sorted(map(str, c.theirs))),
]


def bounds(case):
    """How many values the tested one is compared with."""
    return 2 if "between" in case.group or ".." in case.group else 1


def explained(case):
    for name, section, applies in CLASSES:
        if applies(case):
            return f"{name} ({section})"
    return None


def ask(command, texts):
    lines = "".join(json.dumps({"expression": text, "context": {}}) + "\n" for text in texts)
    done = subprocess.run(shlex.split(command), input=lines, capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(texts):
        sys.exit(f"{command} answered {len(answers)} of {len(texts)} lines: {done.stderr[-2000:]}")
    for answer in answers:
        # What cannot be evaluated at all has no value either.
        answer.setdefault("value", None)
    return answers


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("ours")
    arguments.add_argument("reference")
    arguments.add_argument("--count", type=int, default=20_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--examples", type=int, default=3)
    arguments.add_argument("--save", help="writes each difference as a line of JSON to this file")
    options = arguments.parse_args()
    folder = pathlib.Path(__file__).parent.parent / "Tests/FEELTests"
    tests = "".join(path.read_text() for path in folder.glob("ReferenceDifference*.swift"))
    untested = [name for name, *_ in CLASSES if f'"{name}"' not in tests]
    if untested:
        sys.exit(f"no test of this name: {untested}")
    generator = Generator(options.seed)
    texts = generator.generate(options.count)
    generator.coverage()
    ours, theirs = ask(options.ours, texts), ask(options.reference, texts)
    classes = collections.defaultdict(list)
    equal = 0
    saved = open(options.save, "w") if options.save else None
    for text, mine, other in zip(texts, ours, theirs):
        if normal(mine["value"]) == normal(other["value"]):
            equal += 1
            continue
        group = generator.seen[text]
        case = Case(text, group, *generator.given[text], mine["value"], other["value"])
        reason = explained(case)
        classes[reason or f"UNEXPLAINED {group}"].append((text, mine["value"], other["value"]))
        if saved:
            line = {"class": reason, "group": group, "expression": text, "ours": mine["value"], "theirs": other["value"]}
            print(json.dumps(line), file=saved)
    print(f"\n{len(texts)} expressions, {equal} equal, {len(texts) - equal} different")
    left = 0
    for name, cases in sorted(classes.items(), key=lambda item: -len(item[1])):
        print(f"{len(cases):6}  {name}")
        if name.startswith("UNEXPLAINED"):
            left += len(cases)
            for text, mine, other in cases[:options.examples]:
                print(f"        {text}\n          ours {json.dumps(mine)}   reference {json.dumps(other)}")
    print(f"{left} differences without an explanation")
    sys.exit(1 if left else 0)


if __name__ == "__main__":
    main()
