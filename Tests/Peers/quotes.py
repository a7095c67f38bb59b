#!/usr/bin/env python3
"""Quotes against gold that settles things otherwise than our guidelines: each figure as it is, and with the difference taken out.

LitBank keeps the pieces of a split quotation apart, so the second figure counts each piece of ours as a quotation of its own.
PolNeAR's contents hold the complementiser `that`, its cues auxiliaries, adverbs and weekdays; the second figure's gold does not."""

import json
import re
import subprocess
import sys

from common import SHARED, data, program

DIPLE = program(sys.argv[1:])
sys.path.insert(0, str(SHARED / "eval"))

AUXILIARIES = set(
    "have has had having is are was were be been being am will would could can may might must shall should did do does "
    "not also then now still even just already never ever often later once again".split())
DAY = re.compile(r"(mon|tues|wednes|thurs|fri|satur|sun)day$|yesterday$|today$", re.I)


def annotated(gold):
    text = "".join(json.dumps({k: d.get(k) for k in ("id", "text", "date")}) + "\n" for d in gold)
    out = subprocess.run([str(DIPLE.resolve()), "annotate", "--only", "quotes", "--input", "jsonl", "--format", "jsonl", "-"],
                         input=text.encode(), stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def apart(system):
    """Each piece an annotation of its own."""
    return [d | {"annotations": [{**a, **p, "pieces": [p]} for a in d["annotations"] for p in a.get("pieces", [a])]}
            for d in system]


def by_guidelines(gold):
    """The gold without a leading `that` in contents, and with the bare cue."""
    docs = json.loads(json.dumps(gold))
    for d in docs:
        for a in d["annotations"]:
            if a["kind"] != "quote":
                continue
            start, end = a["spans"][0]
            that = re.match(r"\W*that\b[\s,]*", d["text"][start:end], re.I)
            if that and start + that.end() < end:
                a["start"] = start + that.end()
                a["spans"][0] = [a["start"], end]
            if a.get("cue"):
                a["cue"]["spans"] = [bare(d["text"], s) for s in a["cue"]["spans"]]
    return docs


def bare(text, span):
    words = [(m.start() + span[0], m.end() + span[0]) for m in re.finditer(r"[\w']+", text[span[0]:span[1]])]
    word = lambda w: text[w[0]:w[1]].lower()
    while len(words) > 1 and (word(words[0]) in AUXILIARIES or word(words[0]).endswith(("ly", "n't"))):
        words.pop(0)
    while len(words) > 1 and DAY.match(word(words[-1])):
        words.pop()
    return [words[0][0], words[-1][1]] if words else span


def show(label, gold, system):
    import score  # from ../shared, once it is known to be there
    figures = score.REPORT["quote"](score.total(score.evaluate("quote", gold, system)[0]))
    f1 = lambda name: f"{100 * figures[name]['f1']:5.1f}" if name in figures else "    –"
    print(f"{label:34} exact {f1('exact')}  tokens {f1('tokens')}  jaccard80 {f1('jaccard80')}  cue_exact {f1('cue_exact')}")


def main():
    data("polnear", "dev.jsonl")
    for name, file, change in (("PolNeAR dev", ("polnear", "dev.jsonl"), "gold"), ("LitBank", ("litbank", "all.jsonl"), "pieces")):
        gold = [json.loads(line) for line in data(*file).open(encoding="utf8")]
        system = annotated(gold)
        show(name, gold, system)
        if change == "gold":
            show(name + ", gold by our guidelines", by_guidelines(gold), system)
        else:
            show(name + ", pieces apart", gold, apart(system))


if __name__ == "__main__":
    main()
