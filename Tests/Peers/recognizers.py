#!/usr/bin/env python3
"""The English specs of Recognizers-Text (MIT, Microsoft), as far as TIMEX3 can say what they expect.

    Tests/Peers/recognizers.py [DIPLE] [--errors]

A case counts as right where one annotation has the expected extent and the expected value. Two differences of convention are
bridged: the specs count a preposition in (`in 3 weeks`, `on Friday`), TIMEX3 does not; and a spec gives the last and the next
day of a name (`Friday`), of which either is right. What is left out is counted by reason.
"""

import json
import re
import sys
from collections import Counter

from common import clock, data, dates, percent, program, stretch

# The parsers, and the model with its default options. Extractors repeat the texts of the parsers without values.
SPECS = {
    "DateParser", "DatePeriodParser", "DateTimeParser", "DateTimePeriodParser", "TimeParser", "TimePeriodParser",
    "DurationParser", "SetParser", "HolidayParser", "DateTimeModel"}

# What a TIMEX3 extent leaves out at its beginning.
OUTSIDE = {
    "on", "in", "at", "by", "within", "since", "before", "after", "until", "till", "during", "for", "from", "of", "to",
    "as", "than", "later", "earlier", "no", "any", "time", "between", "through", "throughout", "starting", "beginning",
    "end", "with", "up", "prior", "back", "or", "not", "the", ",", "anytime", "sometime", "around", "about", "circa"}


# Spelled as in a chat, a table or a file name: `Oct2`, `9p`, `3day`, `2016 - 11`, `report-20170302.html`.
UNLIKE_PROSE = re.compile(
    r"\d(a|p|h|d|w|y|ish|ampm|days?|years)\b|[a-z]{3}\d|\d [ap] ?\.? ?m\b|p \. m|tmrw|tonite|noonish|www|html|xlsx|w/c|\bcy|"
    r"^\d{1,2} ?[-/] ?\d{4}$|^\d{4} ?[-/,.] ?\w+$|^\d{8}$|\d{4}[-/][a-z]+[-/]|^\d+[.-]\d+$|[a-z]{3}/\d|\d,\d|"
    r"^(on |the )?\d\d?$|\d (at|on) (the )?\d|on (the )?\d\d?$|-\d{4}-|[a-z]/\d{4}|\d/[a-z]", re.I)


def reference(case):
    return case["date"][:10]


def resolutions(expected):
    """The resolved readings of an expectation: dictionaries of `date`, `startDate`, `duration` and so on."""
    values = expected.get("values")
    if isinstance(values, dict):
        return [v for k, v in values.items() if k.endswith("Resolution") and isinstance(v, dict)]
    return [v for v in values or [] if isinstance(v, dict)]


UNITS = {"day", "week", "month", "year", "weekend", "hour", "minute", "date", "time"}
MEALS = re.compile(r"T(ME[BLD]?|BH|NT)")
CLOCK = r"(h(ou)?rs?|min(ute)?s?|sec(ond)?s?|h)"


def left_out(case):
    """Why TIMEX3 cannot say it in one expression, or says it otherwise; None where it can."""
    spec = case["spec"].split("/")[1]
    if case["spec"].startswith("EnglishOthers/"):
        return "written for another setting (day before month); measured on the American ones"
    if "Extractor" in spec:
        return "extractor: the same texts without values"
    if spec == "MergedParser":
        return "merged parser: no values"
    if spec not in SPECS and spec != "TimeZoneParser":
        return "another mode of the program reads the same text otherwise"
    if not case["date"]:
        return "no reference day"
    if len(case["expected"]) != 1:
        return "not one expression"
    expected = case["expected"][0]
    text = expected["text"].lower()
    kind = kind_name(expected)
    timexes = listed(expected.get("timex"))
    if kind == "timezone":
        return "a time zone alone is no time"
    if kind == "datetimealt":
        return "alternatives in one result"
    if not timexes or not resolutions(expected) or any(v.get("value") == "not resolved" for v in resolutions(expected)):
        return "no value in the spec"
    timex = timexes[0]
    if re.match(r"as (early|late) as", text):
        return "open at one end (`Thursday before 5pm`, `2012 or later`): TIMEX3 has the times in it"
    if timex.startswith("("):
        if named(expected):
            return None
        return "an interval of two times: TIMEX3 has two expressions"
    words = text.split()
    if words[-1] in UNITS and all(w in OUTSIDE or w in ("my", "end", "this", "last", "past", "next") for w in words[:-1]):
        if not (words[-1] in ("week", "month", "year", "weekend") and set(words) & {"this", "last", "past", "next"}):
            return "a bare unit (`partner of the week`, `my day`, `to date`): no time of its own"
    if re.search(r"xlsx|www\.", case["text"]):
        return "inside an address or the name of a file"
    if re.fullmatch(r"15(,| at) \d[\d:]*( ?pm)?|seven on 15", text):
        return "a bare number (`the 27`, `on 15`, `week 10`)"
    if re.fullmatch(r"(on |the )*(\d+|second|thirty|twenty second)", text) or re.match(r"(week|year) \d{1,3}$", text):
        return "a bare number (`the 27`, `on 15`, `week 10`)"
    if re.fullmatch(r"(morning|afternoon|evening|night)", text) and re.search(
            rf"{text} (sessions|classes|markets)|(1|one|\d) {text}", case["text"]):
        return "a part of the day that names or counts something else (`night markets`)"
    if "BD" in timex or timex.startswith(("SY", "FY")):
        return "business days and school years have no value in TIMEX3"
    if MEALS.search(timex):
        return "meals and business hours are no parts of the day in TIMEX3"
    if re.search(r"-\d\d-W\d\d$|^XXXX-\d\d-W", timex) and "-WXX" not in timex:
        return "a week of a month has no value in TIMEX3"
    if re.search(r"\b(few|several|some)\b", text):
        return "a number for what no number tells (TIMEX3: X)"
    if kind == "datetime" and re.match(r"[\d:.]+ ?([ap]\.?m\.?)? on ", text):
        return "an hour `on` a day: TIMEX3 has two expressions"
    if kind == "set" and "other" in text:
        return "the spec drops `other`"
    if re.search(r"\b(before|after|since|from)\b", text) and re.search(
            r"\b(days?|weeks?|months?|years?|hours?|fortnight)\s+(before|after|since)\s+\w|\d+ days from \d", text
    ) and not re.search(r"^(the )?day (after|before) |(after|before) (the )?next$", text):
        return "counts from another expression: TIMEX3 has two, one anchored on the other"
    if re.search(
            r"\w.*\b(before|after|by|later than|or later|and later|and after|greater)\b|^(later|greater) than|^year greater|"
            r"^as (early|late) as", text) and not re.search(r"\bday (after|before)\b|after (the )?next$", text):
        return "open at one end (`Thursday before 5pm`, `2012 or later`): TIMEX3 has the times in it"
    if re.match(r"(in|within|in less than|less than)\s", text) and re.search(
            rf"\b(days?|weeks?|months?|years?|fortnight|{CLOCK})\b", text) and kind != "duration":
        return "`in` and an amount: TIMEX3 has a duration"
    if re.search(rf"\b{CLOCK}\b.*\b(ago|later|from now)\b", text):
        return "counts from the hour of writing, which a document does not have"
    if "23:59:59" in timex or re.search(r"\b(eod|eoy|eom|otd)\b", text):
        return "the last second of a day: TIMEX3 has the day with mod END"
    if re.fullmatch(r"XXXX(-XX|-WXX)?(-WE)?", timex):
        return "no value in the spec"
    if (m := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", timex)) and stretch(timex) is None or re.search(
            r"-(02-30|02-31|04-31|06-31|09-31|11-31)$", timex):
        return "a day that does not exist: Diple gives the reason instead of a value"
    return None


def listed(value):
    return value if isinstance(value, list) else [value] if value else []


def named(expected):
    """True for an interval that one name of the calendar tells: a quarter, a half, a decade."""
    text = expected["text"].lower()
    return re.search(r"quarter|half|decade|century|\b[qh][1-4]\b|\d0'?s\b|ties\b", text) is not None and not re.search(
        r"\b(from|between|to|until|till)\b", text)


def trimmed(text, start, end):
    """An extent without what stands outside in TIMEX3, and without a comma at its end."""
    while True:
        m = re.match(r"\s*([\w']+|[,<>=]+)\s*", text[start:end])
        if not m or m.end() >= end - start or m[1].lower() not in OUTSIDE and not m[1][0] in "<>=,":
            return start, end
        start += m.end()


def extent(text, start, end):
    return trimmed(text, start, end)


def seconds(value):
    """The length of a duration; None where it is none, or has no number."""
    m = re.fullmatch(
        r"P(?:([\d.]+)Y)?(?:([\d.]+)Q)?(?:([\d.]+)M)?(?:([\d.]+)WE?)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?",
        value)
    if not m or not any(m.groups()):
        return None
    return sum(float(n) * size for n, size in zip(m.groups(), (365 * 86400, 365 * 21600, 365 * 7200, 604800, 86400, 3600, 60, 1)) if n)


def days_of(expected):
    """Every day that a reading of the expectation names."""
    days = set()
    for resolution in resolutions(expected):
        for value in resolution.values():
            if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
                days.add(value[:10])
    return days


def filled(timex, day):
    """A timex with what it leaves open taken from a day: `XXXX-10-14T08` of 2016 is `2016-10-14T08`."""
    head, mark, tail = timex.partition("T") if not timex.startswith("P") else (timex, "", "")
    if head.startswith("XX") and not head.startswith("XXXX"):
        head = day
    if head == "" or "WXX" in head or head.startswith("XXXX-XX-"):
        head = day
    return head.replace("XXXX", day[:4]) + mark + tail


def right_value(found, expected):
    value = found["value"]
    if value is None:
        return False
    timexes = listed(expected["timex"])
    if value in timexes:
        return True
    if kind_name(expected) == "set":
        return same_set(value, timexes)
    if kind_name(expected) == "duration":
        return seconds(value) is not None and seconds(value) in [seconds(timex) for timex in timexes]
    if value.startswith("P") and timexes[0].startswith("("):
        # `the last two quarters`: the spec names the stretch, TIMEX3 its length.
        return seconds(value) == seconds(timexes[0].rstrip(")").split(",")[2])
    hour = clock(value)
    for timex in timexes:
        if timex.startswith("T") and hour == clock(timex):
            return True
        for day in days_of(expected):
            whole = filled(timex, day)
            if whole.partition("T")[0] == value.partition("T")[0] and clock(whole) == hour:
                return True
    if "T" in value:
        return False
    ours = stretch(value)
    # `two years ago`: the day there, the year in TIMEX3.
    if re.search(r"\b(ago|from now|later|hence|from today)\b", expected["text"].lower()) and ours:
        return any(ours[0].isoformat() <= day < ours[1].isoformat() for day in days_of(expected))
    for resolution in resolutions(expected):
        start = resolution.get("startDate") or resolution.get("start")
        end = resolution.get("endDate") or resolution.get("end")
        if start and end and ours and (ours[0].isoformat(), ours[1].isoformat()) == (start[:10], end[:10]):
            return True
    return False


def same_set(value, timexes):
    """A time of day that comes back is `T09` there and `XXXX-XX-XXT09:00` in TIMEX3."""
    for timex in timexes:
        if seconds(value) and seconds(value) == seconds(timex):
            return True
        if timex == value or clock(timex) == clock(value) and timex.split("T")[0] in ("", value.split("T")[0]):
            return True
        if m := re.fullmatch(r"(T[A-Z0-9:]+?)P1D", timex):
            if clock(m[1]) == clock(value):
                return True
    return False


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    diple = program(arguments)
    cases = [json.loads(line) for line in data("recognizers_text", "datetime_en.jsonl").open(encoding="utf8")]
    reasons = Counter(left_out(case) for case in cases)
    # The same text stands in several specs.
    asked = {}
    for case in cases:
        if left_out(case) is None:
            asked.setdefault((case["text"], reference(case), case["expected"][0]["text"]), case)
    asked = list(asked.values())
    # The specs are written for American English, the others say so.
    system = dates(diple, [(case["text"], reference(case)) for case in asked], "--set", "dates.dateOrder=month")
    spans, values, both, by_kind, prose = 0, 0, 0, {}, [0, 0]
    for case, found in zip(asked, system):
        expected = case["expected"][0]
        want = extent(case["text"], expected["start"], expected["end"])
        pairs = [f for f in found if f["start"] < want[1] and want[0] < f["end"]]
        same = [f for f in pairs if extent(case["text"], f["start"], f["end"]) == want]
        spans += bool(same)
        values += any(right_value(f, expected) for f in pairs)
        right = any(right_value(f, expected) for f in same)
        both += right
        kind = by_kind.setdefault((expected["type"] or "").split(".")[-1], [0, 0])
        if not UNLIKE_PROSE.search(expected["text"]):
            prose[0] += right
            prose[1] += 1
        kind[0] += right
        kind[1] += 1
        if not right and "--errors" in sys.argv:
            spelling = "" if not UNLIKE_PROSE.search(expected["text"]) else "unlike prose "
            ours = "; ".join(f"{case['text'][f['start']:f['end']]} {f['type']} {f['value']}" for f in found) or "-"
            print(f"{spelling}{kind_name(expected)} | {case['text']} | {case['text'][want[0]:want[1]]} | {expected['timex']} | "
                  f"{ours} | {reference(case)}")
    print(f"Recognizers-Text English: {len(asked)} expressions (of {len(cases)} cases, the same text once)")
    print(f"  span and value right {percent(both, len(asked))}   span {percent(spans, len(asked))}   "
          f"value {percent(values, len(asked))}")
    print(f"  of those spelled as prose spells them: span and value right {percent(*prose)} of {prose[1]}")
    for kind, (right, all_) in sorted(by_kind.items()):
        print(f"  {kind:14} {percent(right, all_)} of {all_}")
    print("left out:")
    for reason, count in reasons.most_common():
        if reason:
            print(f"  {count:5} {reason}")


def kind_name(expected):
    return (expected["type"] or "").split(".")[-1]


main()
