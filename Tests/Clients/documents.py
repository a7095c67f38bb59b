"""Our own texts: what is found in them, and characters that are counted differently by different people."""

# Emoji of two and of several characters, an accent that is a character of its own, a quote in two pieces, lines that are wrapped.
REPORT = """\
KOSTEL, 2 May 2024 — Mayor Ana Ruiz 🚧 closed the quay.

“We 🚧 wait for the boats that cross the water from all of the many
islands 👩‍👩‍👧,” Ruiz told Zoe\u0301 Keller, “and wait too.”

😀 The union of dockers opposes the plan. 🏗️ It meets a week later.
"""

# What is found in it, in order, as kind and pieces.
FOUND = [
    ("date", ["2 May 2024"]),
    ("entity", ["Ana Ruiz"]),
    ("quote", ["“We 🚧 wait for the boats that cross the water from all of the many\nislands 👩‍👩‍👧,”", "“and wait too.”"]),
    ("entity", ["Ruiz"]),
    ("entity", ["Zoe\u0301 Keller"]),
    ("stance", ["opposes"]),
    ("date", ["a week later"]),
]

# What a writer should act on: two names that are one letter apart.
DOUBTFUL = "😀 Mr Jonas Keller left. 😀 Mr Jonas Kellar stayed.\n"

# Much to see in a few lines: front matter to fold, and a long quote.
LONG = """\
---
date: 2024-05-02
---

“We wait for the boats that cross the water from the islands, and for
all that they bring to us in the mornings of the winter, and for the
letters that come with them when the wind is not too strong for the
small ones, and for whoever stands at their rails and waves to those on
the quay who have waited through the night for them, and have not slept
🚧,” Ana Ruiz said.
"""

LINE_ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
