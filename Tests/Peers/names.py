#!/usr/bin/env python3
"""names.py GOLD.jsonl... SYSTEM.jsonl: what `diple` says of names, held against gold.

SYSTEM is what `diple annotate --input jsonl --format jsonl` writes. Prints, for persons, organizations and places:
the confusion of types, how often what is said with some confidence is right, and B3 of the clusters on named mentions that
both have (Bagga and Baldwin 1998), so that names that are not found count in F1 and not here.
"""
import json
import sys
from collections import Counter, defaultdict

TYPES = ("person", "organization", "place")
EDGES = (0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def read(path):
    with open(path, encoding="utf8") as lines:
        return {d["id"]: d for d in map(json.loads, lines)}


def in_scope(start, gold):
    scope = gold.get("scope")
    return scope is None or any(s[0] <= start < s[1] if isinstance(s, list) else s["start"] <= start < s["end"] for s in scope)


def pair(gold, found):
    """Names of both, found ones beside the gold name that they equal, else overlap."""
    left = list(gold)
    pairs = []
    for exact in (True, False):
        for f in found:
            if f["_taken"]:
                continue
            for g in left:
                same = (f["start"], f["end"]) == (g["start"], g["end"])
                if same if exact else f["start"] < g["end"] and g["start"] < f["end"]:
                    pairs.append((g, f, same))
                    f["_taken"] = True
                    left.remove(g)
                    break
    return pairs, left


def main():
    gold = {}
    for path in sys.argv[1:-1]:
        gold.update(read(path))
    system = read(sys.argv[-1])
    confusion = Counter()
    bins = defaultdict(list)
    precision, recall = [], []
    for name, document in gold.items():
        marks = [a for a in document["annotations"] if a["kind"] == "entity"]
        names = [a for a in marks if a["type"] in TYPES and not a.get("optional")]
        free = {(a["start"], a["end"]) for a in marks if a.get("optional")}
        found = [a for a in system.get(name, {"annotations": []})["annotations"] if a["kind"] == "entity"]
        ours = [dict(a, _taken=False) for a in found if a["type"] in TYPES and in_scope(a["start"], document)]
        ours = [a for a in ours if (a["start"], a["end"]) not in free]
        pairs, missed = pair(names, ours)
        for g, f, same in pairs:
            confusion[g["type"], f["type"] if same else "other span"] += 1
        for g in missed:
            confusion[g["type"], "nothing"] += 1
        for f in ours:
            if not f["_taken"]:
                confusion["nothing", f["type"]] += 1
        right = {id(f) for g, f, same in pairs if same and g["type"] == f["type"]}
        for f in ours:
            at = max(i for i, edge in enumerate(EDGES) if f["confidence"] >= edge)
            bins[at].append((f["confidence"], id(f) in right))
        golden = {(a["start"], a["end"]): a["cluster"] for a in marks if a.get("cluster") is not None}
        things = {(a["start"], a["end"]): a["entity"] for a in found if "entity" in a}
        both = golden.keys() & things.keys()
        by_gold, by_thing = defaultdict(set), defaultdict(set)
        for span in both:
            by_gold[golden[span]].add(span)
            by_thing[things[span]].add(span)
        for span in both:
            shared = len(by_gold[golden[span]] & by_thing[things[span]])
            precision.append(shared / len(by_thing[things[span]]))
            recall.append(shared / len(by_gold[golden[span]]))
    columns = TYPES + ("other span", "nothing")
    print("| |", " | ".join(columns), "|")
    for row in TYPES + ("nothing",):
        print("|", row, "|", " | ".join(str(confusion[row, c]) if confusion[row, c] else "" for c in columns), "|")
    print("\n| says | names | mean | right |")
    for at in sorted(bins):
        said = [c for c, _ in bins[at]]
        share = sum(r for _, r in bins[at]) / len(said)
        print(f"| {EDGES[at]}–{min(1, EDGES[at + 1])} | {len(said)} | {sum(said) / len(said):.2f} | {share:.2f} |")
    all_said = [x for b in bins.values() for x in b]
    if all_said:
        error = sum(abs(sum(c - r for c, r in b)) for b in bins.values()) / len(all_said)
        print(f"expected calibration error: {error:.3f} of {len(all_said)} names")
    if precision:
        p, r = sum(precision) / len(precision), sum(recall) / len(recall)
        print(f"B3 on {len(precision)} mentions: P {100 * p:.1f} R {100 * r:.1f} F1 {200 * p * r / (p + r):.1f}")


if __name__ == "__main__":
    main()
