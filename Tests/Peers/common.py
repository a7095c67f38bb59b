"""What the measuring scripts share: where the data lies, a run of `diple annotate`, and TIMEX3 values as stretches of time."""

import json
import os
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("DIPLE_SHARED", ROOT.parent / "shared"))


def data(*parts):
    """A file of the shared data; without it, the script says so and ends well."""
    path = SHARED.joinpath("data", *parts)
    if not path.exists():
        print(f"skipped: no {'/'.join(('..', 'shared', 'data') + parts)}")
        sys.exit(0)
    return path


def program(arguments):
    """The build to measure: the first argument, or the release build."""
    path = Path(arguments[0]) if arguments else ROOT / ".build/release/diple"
    if not path.exists():
        print(f"skipped: no build at {path}")
        sys.exit(0)
    return path


def dates(diple, documents, *options):
    """For each `(text, date or None)` the dates that a build finds: dictionaries of start and end (code points), type, value."""
    lines = [json.dumps({"id": str(i), "text": text, "date": day}) for i, (text, day) in enumerate(documents)]
    run = subprocess.run(
        [str(diple), "annotate", "--input", "jsonl", "--format", "jsonl", "--only", "dates", *options, "-"],
        input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    result = [[] for _ in documents]
    for line in run.stdout.splitlines():
        found = json.loads(line)
        result[int(found["id"])] = [read(a) for a in found["annotations"] if a["kind"] == "date"]
    return result


def read(annotation):
    attributes = annotation.get("attributes", annotation)
    return {
        "start": annotation["start"], "end": annotation["end"], "type": attributes.get("type"),
        "value": attributes.get("value"), "mod": attributes.get("mod")}


MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def stretch(value):
    """The first day and the day after the last that a TIMEX3 date names; None where it is no date of the calendar."""
    def month(year, number):
        return date(year + (number - 1) // 12, (number - 1) % 12 + 1, 1)

    try:
        if m := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
            day = date(int(m[1]), int(m[2]), int(m[3]))
            return day, day + timedelta(1)
        if m := re.fullmatch(r"(\d{4})-(\d\d)", value):
            return month(int(m[1]), int(m[2])), month(int(m[1]), int(m[2]) + 1)
        if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
            monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
            return (monday + timedelta(5 if m[3] else 0)), monday + timedelta(7)
        if m := re.fullmatch(r"(\d{4})-Q(\d)", value):
            return month(int(m[1]), int(m[2]) * 3 - 2), month(int(m[1]), int(m[2]) * 3 + 1)
        if m := re.fullmatch(r"(\d{4})-H(\d)", value):
            return month(int(m[1]), int(m[2]) * 6 - 5), month(int(m[1]), int(m[2]) * 6 + 1)
        if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
            return month(int(m[1]), MONTHS[m[2]]), month(int(m[1]), MONTHS[m[2]] + 3)
        if m := re.fullmatch(r"(\d{2,4})(X{0,2})", value):
            if len(value) == 4:
                width = 10 ** len(m[2])
                return date(int(m[1]) * width, 1, 1), date((int(m[1]) + 1) * width, 1, 1)
    except ValueError:
        return None
    return None


def clock(value):
    """The time of day of a value, hours and minutes written out: `T07` and `T07:00:00` are `T07:00`."""
    m = re.search(r"T(\d\d)(?::(\d\d))?(?::(\d\d))?$", value)
    if not m:
        return value[value.index("T"):] if "T" in value else ""
    seconds = f":{m[3]}" if m[3] and m[3] != "00" else ""
    return f"T{m[1]}:{m[2] or '00'}{seconds}"


def percent(part, whole):
    return f"{100 * part / whole:5.1f} %" if whole else "    -"
