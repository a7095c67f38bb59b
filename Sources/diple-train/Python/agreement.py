"""agreement.py THRESHOLD TEACHER.jsonl OWN.jsonl OUT.jsonl: keeps what the teacher and the recogniser agree on.

A name that the recogniser does not find likewise stays only where the teacher is surer than THRESHOLD (0.98 for web text, on
which the teacher is weak, 0.95 for sentences of news, 0.9 for encyclopedias and news); all else where they differ is marked
`unsure`, and training looks away. OWN is what `diple annotate --format jsonl` or `diple-train` says of the same texts.
"""
import json, sys

TYPES = ("person", "organization", "place")


def agrees(name, own):
    return own is not None and (own["type"] == name["type"] or name["type"] == "other" and own["type"] not in TYPES)


def main(threshold, teacher, own, out):
    found = {}
    for line in open(own, encoding="utf8"):
        document = json.loads(line)
        found[document["id"]] = [x for x in document["annotations"] if x["kind"] == "entity"]
    with open(out, "w", encoding="utf8") as lines:
        for line in open(teacher, encoding="utf8"):
            document = json.loads(line)
            mine = found[document["id"]]
            at = {(x["start"], x["end"]): x for x in mine}
            names = [x for x in document["annotations"] if x["kind"] == "entity"]
            for name in names:
                same = agrees(name, at.get((name["start"], name["end"]))) and name["p"] > 0.4
                if not same and name["p"] < threshold:
                    name["kind"] = "unsure"
            for x in mine:
                confidence = x.get("confidence", x.get("p", 0))
                if confidence >= 0.6 and not any(y["start"] < x["end"] and x["start"] < y["end"] for y in names):
                    document["annotations"].append({"kind": "unsure", "start": x["start"], "end": x["end"]})
            lines.write(json.dumps(document, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(float(sys.argv[1]), *sys.argv[2:])
