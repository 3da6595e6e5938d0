#!/usr/bin/env python3
"""Compares our FEEL with a reference implementation on generated expressions.

    compare_feel.py OURS REFERENCE [--count N] [--seed N] [--examples N] [--save FOLDER]

OURS and REFERENCE are commands that read `{"expression": …}` lines and answer `{"value": …}` lines. The
expressions cover every built-in function x kind of value x null x number of arguments, by position and by
name, and the operators x kinds; the coverage is printed. Every difference must fall in a class of CLASSES
below, each of which names the section of DMN 1.4/1.5 and the test that shows our side; what is left over is
printed as unexplained and ends the run with 1.
"""
import argparse
import collections
import decimal
import json
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
        # function -> kinds x positions, counts of arguments, nulls, names
        self.kinds = collections.defaultdict(set)
        self.counts = collections.defaultdict(set)
        self.named = collections.Counter()
        self.tally = collections.Counter()

    def add(self, group, text):
        if text in self.seen:
            return False
        self.seen[text] = group
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
                            self.add(name, call(arguments))
                        self.kinds[name].add((position, kind))
                self.counts[name].add(length)
        # Too many.
        extra = [self.random.choice(form_of(forms[0])[0][0][1]) if forms[0] else "1" for _ in range(most + 1)]
        self.add(name, call(extra))
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
                self.named[name] += self.add(name, f"{name}({text})")
            wrong = ", ".join([f"{n}: {self.random.choice(v)}" for n, v, _ in form[:-1]] + ["nonsense: 1"])
            self.named[name] += self.add(name, f"{name}({wrong})")
            for position in range(len(form)):
                given = [(n, "null" if i == position else self.random.choice(v)) for i, (n, v, _) in enumerate(form)]
                self.named[name] += self.add(name, f"{name}({', '.join(f'{n}: {v}' for n, v in given)})")

    def fitting(self, name, forms):
        form, repeats = form_of(self.random.choice(forms))
        if repeats:
            arguments = [self.random.choice(form[0][1]) for _ in range(self.random.randint(1, 4))]
        else:
            required = sum(1 for p in form if not p[2])
            arguments = [self.random.choice(p[1]) for p in form[:self.random.randint(required, len(form))]]
        return f"{name}({', '.join(arguments)})"

    def operators(self):
        for operator in OPERATORS:
            for left in KINDS:
                for right in KINDS:
                    for _ in range(2):
                        self.add("operator " + operator, f"({self.value(left)}) {operator} ({self.value(right)})")
        for kind in KINDS:
            for text in VALUES[kind]:
                for type_name in TYPES:
                    self.add("instance of", f"({text}) instance of {type_name}")
                for name in PROPERTIES:
                    self.add("property", f"({text}).{name}")
        for shape in SHAPES:
            for kind in KINDS:
                for _ in range(4):
                    other = self.random.choice([kind, self.random.choice(KINDS)])
                    self.add("shape " + shape, shape.format(a=self.value(kind), b=self.value(other), c=self.value(kind)))

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
            self.add(name, self.fitting(name, BUILTINS[name]))
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


def is_rounding(text, group, ours, theirs):
    """Numbers that differ in or behind the 33rd digit, in lists too."""
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return all(normal(a) == normal(b) or is_rounding(text, group, a, b) for a, b in zip(ours, theirs))
    a, b = number_of(ours), number_of(theirs)
    return a is not None and b is not None and abs(a - b) <= max(abs(a), abs(b)) * decimal.Decimal("1e-32")


def is_out_of_range(text, group, ours, theirs):
    number = number_of(theirs)
    if number is None:
        return False
    return (ours is None and abs(number) >= decimal.Decimal("9.999999999999999999999999999999999e6144")
            or number_of(ours) == 0 and abs(number) < decimal.Decimal("1e-6176"))


COMPARISONS = {"operator " + o for o in ("=", "!=", "<", "<=", ">", ">=", "in")} | {
    "shape ({a}) between {b} and {c}", "shape ({a}) in ({b}, {c})", "shape ({a}) in [{b}..{c}]", "shape ({a}) in (< {b})",
    "shape ({a}) in (not({b}))"}
VARIADIC = {"min", "max", "sum", "mean", "product", "median", "stddev", "mode", "all", "any", "concatenate", "union", "append"}
no_value = lambda ours, theirs: ours is None and theirs is not None

# Name, section of the standard, does it apply? The test of the same name is in
# Tests/FEELTests/ReferenceDifferenceTests.swift.
CLASSES = [
    ("the clock", "10.3.4.13, Table 82", lambda t, g, o, r: g in ("now", "today")),
    ("34 digits at every step", "10.3.2.3.1", is_rounding),
    ("beyond the range of the scale", "10.3.2.3.1", is_out_of_range),
    ("functions are equal where they are the same one", "10.3.2.15, Table 53",
     lambda t, g, o, r: g in ("operator =", "operator !=") and isinstance(o, bool) and r is None and ("function(" in t or "abs" in t)),
    ("values of different kinds, or of a kind without order, do not compare", "10.3.2.15, Tables 52 to 55",
     lambda t, g, o, r: g in COMPARISONS and (no_value(o, r) or r is None)),
    ("a range is one of the values that are asked for", "10.3.2.15, Table 55",
     lambda t, g, o, r: g in COMPARISONS and isinstance(o, bool) and isinstance(r, bool) and re.search(r"\.\.|\((<|>)", t)),
    ("a list is not its only item in a comparison", "10.3.2.9.4",
     lambda t, g, o, r: g == "shape [{a}] = {a}" and o is None),
    ("some and every follow the logic of three values", "10.3.2.15, Tables 49 and 50",
     lambda t, g, o, r: g.startswith(("shape some", "shape every")) and o is None),
    ("any and all are decided by one item", "10.3.4.4, Table 75",
     lambda t, g, o, r: g in ("any", "all") and isinstance(o, bool) and r is None),
    ("many items by name are named with their numbers", "10.3.4.4, Table 75",
     lambda t, g, o, r: g in VARIADIC and re.search(r"\((list|[bcn]|item): ", t)),
    ("sort needs a function that decides every pair", "10.3.4.11, Table 80", lambda t, g, o, r: g == "sort" and no_value(o, r)),
    ("the text of lists, contexts, ranges and functions is ours", "10.3.4.1, Table 72",
     lambda t, g, o, r: g == "string" and isinstance(o, str) and isinstance(r, str)),
    ("union takes lists", "10.3.4.4, Table 75", lambda t, g, o, r: g == "union" and no_value(o, r) and "null" in t),
    ("min and max take items with an order", "10.3.4.4, Table 75", lambda t, g, o, r: g in ("min", "max") and no_value(o, r)),
    ("text is no number", "10.3.4.4, Table 75",
     lambda t, g, o, r: g in ("stddev", "median", "mode", "mean") and no_value(o, r) and '"' in t),
    ("patterns that match nothing, and the flag q", "10.3.4.3; XPath 2.0 Functions 7.6.1 and 7.6.4",
     lambda t, g, o, r: g in ("split", "replace", "matches") and no_value(o, r)),
    ("selection goes into lists of lists", "10.3.2.5",
     lambda t, g, o, r: (g == "property" or g == "shape {a}.b.c") and t.lstrip("(").startswith("[[")),
    ("an offset is no time zone's name", "10.3.2.15, Table 65",
     lambda t, g, o, r: g == "property" and t.endswith(".timezone") and no_value(o, r)),
    ("the ends of a range have an order", "10.3.2.7",
     lambda t, g, o, r: g in ("shape [{a}..{b}]", "range", "shape ({a}) in [{b}..{c}]") and no_value(o, r)),
    ("durations are read from text as XML Schema has it", "10.3.4.1, Table 72", lambda t, g, o, r: g == "duration" and no_value(o, r)),
    ("times have seconds, a time is taken as it is", "10.3.4.1, Table 72",
     lambda t, g, o, r: g == "time" and ("time(time(" in t or "1234567891" in t or '"10:20"' in t)),
    ("dates and times are made of a date and a time", "10.3.4.1, Table 72",
     lambda t, g, o, r: g in ("date and time", "date") and no_value(o, r)),
    ("numbers are read as rule 37 writes them", "10.3.4.1, Table 72",
     lambda t, g, o, r: g == "number" and (no_value(o, r) or t == "number([1])")),
    ("null conforms to every type", "10.3.2.9.2",
     lambda t, g, o, r: g == "instance of" and o is True and ("null" in t or "(<" in t or "(>" in t)),
    ("a list is not looked for as its only item", "10.3.4.4, Table 75",
     lambda t, g, o, r: g == "list contains" and o is False and r is True),
    ("iterations count whole numbers or days", "10.3.2.14", lambda t, g, o, r: g.startswith("shape for i in {a}..{b}") and o is None),
    ("list replace asks a function of two arguments", "10.3.4.4 of 1.4", lambda t, g, o, r: g == "list replace" and o is None),
    ("rounding names its scale", "10.3.4.5, Table 76", lambda t, g, o, r: g.startswith("round ") and o is None),
    ("count takes one list", "10.3.4.4, Table 75", lambda t, g, o, r: g == "count" and o is None),
    ("a function's body goes on as far as it can", "10.3.1.2, rule 55", lambda t, g, o, r: "function(" in t and o is None and r is True),
    ("long durations stay exact", "10.3.2.3.7", lambda t, g, o, r: g == "operator *" and isinstance(r, dict) and "PT-" in str(r)),
    ("equal values are one", "10.3.4.4, Table 75", lambda t, g, o, r: g == "distinct values"),
    ("ranges compare as far as their ends are known", "10.3.4.9, Table 78",
     lambda t, g, o, r: g in BUILTINS and "range" in str(BUILTINS[g][0]) and isinstance(o, bool) != isinstance(r, bool)),
]


def explained(text, group, ours, theirs):
    for name, section, applies in CLASSES:
        if applies(text, group, ours, theirs):
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
        reason = explained(text, group, mine["value"], other["value"])
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
