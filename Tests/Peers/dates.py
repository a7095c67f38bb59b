#!/usr/bin/env python3
"""Dates: this build and other tools on the same texts in one run, scored by ../shared/eval/score.py.

    Tests/Peers/dates.py [DIPLE]

Peers are used where they are installed, and named as missing where not:

    python3 -m venv .build/peers && .build/peers/bin/pip install dateparser recognizers-text-date-time 'emoji<2'
    .build/peers/bin/python Tests/Peers/dates.py

(recognizers-text imports a name that emoji 2 dropped; Duckling's Python build is `pyduckling-native`.)

Times are of one process and one core, start-up of the tool not counted; for this build, a run over all texts with start-up.
"""

import datetime
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import SHARED, data, dates, program

SETS = {
    "TimeBank and AQUAINT (tune only)": ["timebank_aquaint"],
    "MEANTIME": ["meantime"],
}


def dateparser_():
    from dateparser.search import search_dates

    def run(text, day):
        found, at = [], 0
        base = datetime.datetime.fromisoformat(day) if day else datetime.datetime.now()
        for words, moment in search_dates(text, languages=["en"], settings={"RELATIVE_BASE": base}) or []:
            # It gives no offsets, but its expressions come in order.
            start = text.find(words, at)
            if start >= 0:
                at = start + len(words)
                found.append((start, at, "DATE", moment.date().isoformat()))
        return found
    return run


def recognizers():
    from recognizers_date_time import Culture, recognize_datetime
    types = {"duration": "DURATION", "set": "SET", "time": "TIME", "datetime": "TIME"}

    def run(text, day):
        base = datetime.datetime.fromisoformat(day) if day else datetime.datetime.now()
        found = []
        for match in recognize_datetime(text, Culture.English, reference=base):
            values = (match.resolution or {}).get("values") or [{}]
            # Of the readings of an open date, the last one past: news speaks of it mostly.
            value = next((v.get("value") for v in values if v.get("value")), None) or values[0].get("timex")
            timex = values[0].get("timex", "")
            value = timex if timex and "XXXX" not in timex and not timex.startswith("(") else value
            kind = types.get(match.type_name.split(".")[-1], "DATE")
            found.append((match.start, match.end + 1, kind, value))
        return found
    return run


def duckling_():
    import duckling
    from duckling import Context, load_time_zones, parse, parse_dimensions, parse_lang, parse_ref_time
    zones = load_time_zones("/usr/share/zoneinfo")
    wanted = parse_dimensions(["time", "duration"])

    def run(text, day):
        base = datetime.datetime.fromisoformat(day) if day else datetime.datetime.now()
        context = Context(parse_ref_time(zones, "UTC", int(base.timestamp())), parse_lang("EN"))
        found = []
        for match in parse(text, context, wanted, False):
            value = match["value"]
            if match["dim"] == "duration":
                found.append((match["start"], match["end"], "DURATION", None))
                continue
            moment = value.get("value") or (value.get("from") or value.get("to") or {}).get("value", "")
            grain = value.get("grain", "day")
            width = {"year": 4, "month": 7}.get(grain, 10)
            found.append((match["start"], match["end"], "DATE", moment[:width]))
        return found
    return run


PEERS = {"dateparser": dateparser_, "ms-recognizers-text": recognizers, "Duckling": duckling_}


def documents(folders):
    for folder in folders:
        for path in sorted(data(folder).glob("*.jsonl")):
            for line in path.open(encoding="utf8"):
                yield json.loads(line)


def annotation(start, end, kind, value):
    made = {"kind": "date", "start": start, "end": end, "type": kind}
    if value:
        made["value"] = value
    return made


def score(gold, system):
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("gold.jsonl", "system.jsonl")]
        for path, lines in zip(paths, (gold, system)):
            path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf8")
        output = subprocess.run(
            [sys.executable, str(SHARED / "eval/score.py"), "--kind", "date", "--json", *map(str, paths)],
            capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def day_of(document):
    try:
        return datetime.date.fromisoformat(document["date"] or "").isoformat()
    except ValueError:
        return None


def main():
    diple = program(sys.argv[1:])
    if not (SHARED / "eval/score.py").exists():
        print("skipped: no ../shared/eval/score.py")
        return
    for name, folders in SETS.items():
        gold = list(documents(folders))
        size = sum(len(d["text"].encode()) for d in gold)
        print(f"{name}: {len(gold)} documents, {size / 1000:.0f} KB")
        print(f"  {'':22} strict relaxed  value      KB/s")
        started = time.perf_counter()
        found = dates(diple, [(d["text"], day_of(d)) for d in gold])
        seconds = time.perf_counter() - started
        system = [{"id": d["id"], "annotations": [
            annotation(f["start"], f["end"], f["type"], f["value"]) for f in items]} for d, items in zip(gold, found)]
        row("Diple", score(gold, system), size, seconds)
        for peer, load in PEERS.items():
            try:
                run = load()
            except ImportError as error:
                print(f"  {peer:22} not installed ({error})")
                continue
            started = time.perf_counter()
            system = [{"id": d["id"], "annotations": [annotation(*f) for f in run(d["text"], day_of(d))]} for d in gold]
            row(peer, score(gold, system), size, time.perf_counter() - started)


def row(name, result, size, seconds):
    result = result["result"]
    figures = [result["strict"]["f1"], result["relaxed"]["f1"], result["value_f1"]]
    print(f"  {name:22} {' '.join(f'{100 * f:6.2f}' for f in figures)} {size / 1000 / seconds:9.0f}")


main()
