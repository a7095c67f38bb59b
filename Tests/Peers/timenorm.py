#!/usr/bin/env python3
"""The values of timenorm's expressions (Bethard 2013): each expression alone with its anchor, as timenorm itself is given them.

    Tests/Peers/timenorm.py [DIPLE] [--errors]

timenorm is told what the expression is; a tagger must find it. So each stands alone, else behind a preposition; the first place
counts where an annotation has its whole extent, else the first where one covers most of it. A value is right to the letter,
but that a decade or century may be written with its Xs (`199X`) or without them (`199`), as the corpus does both. Many values
cannot be told without the text around. What compares or points by itself (`a year earlier`, `the quarter`, `that year`), whatever
its value, and weeks that the corpus leaves open (`1989-WXX`), are counted once with the others and once without.
"""

import re
import sys
from collections import Counter

from common import data, dates, percent, program

PLACES = (("", ""), ("It lasted for ", "."), ("It was found in ", "."), ("The board met on ", "."))


def blocks(path):
    anchor = None
    for line in path.read_text(encoding="utf8").splitlines():
        if not line.strip():
            anchor = None
            continue
        text, kind, value = line.split("\t")
        if anchor is None:
            anchor = value[:10]
            continue
        yield text, kind, value, anchor


POINTS = re.compile(
    r"\byear.(ago|earlier)\b|^(the |that |this |a )?((latest|same|comparable|corresponding|current|fiscal|full) )*"
    r"(time|day|week|month|quarter|period|year)s?$|^the (19\d\d|latest|year-ago|same) (quarter|period)", re.I)


def chosen(text, places):
    """The annotation of the first place that has the expression whole, else of the first that has most of it."""
    most = None
    for (left, _), found in zip(PLACES, places):
        start, end = len(left), len(left) + len(text)
        for annotation in found:
            if (annotation["start"], annotation["end"]) == (start, end):
                return annotation
            if most is None and 2 * (min(annotation["end"], end) - max(annotation["start"], start)) > end - start:
                most = annotation
    return most


def same(ours, value):
    return ours is not None and (ours == value or len(value) < 4 and ours.rstrip("X") == value)


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    diple = program(arguments)
    rows = list(blocks(data("timenorm", "train.tsv")))
    system = [dates(diple, [(left + text + right, anchor) for text, _, _, anchor in rows]) for left, right in PLACES]
    right, by_kind, found_any, plain = 0, {}, 0, Counter()
    for number, (text, kind, value, anchor) in enumerate(rows):
        best = chosen(text, [found[number] for found in system])
        hit = best is not None
        found_any += hit
        ok = hit and same(best["value"], value)
        right += ok
        count = by_kind.setdefault(kind, Counter())
        if not POINTS.search(text) and "WXX" not in value:
            plain["right"] += ok
            plain["all"] += 1
        count["right"] += ok
        count["all"] += 1
        if not ok and "--errors" in sys.argv:
            print(f"{kind} | {text} | {value} | {best['value'] if hit else 'not found'} | {anchor}")
    print(f"timenorm: {len(rows)} expressions: value {percent(right, len(rows))}   found {percent(found_any, len(rows))}")
    print(f"  without what points into the text: value {percent(plain['right'], plain['all'])} of {plain['all']}")
    for kind, count in sorted(by_kind.items()):
        print(f"  {kind:9} {percent(count['right'], count['all'])} of {count['all']}")


main()
