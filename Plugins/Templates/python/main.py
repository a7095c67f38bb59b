"""Marks words that only make the next one louder: “really old”."""

from diple_plugin import annotator, run

INTENSIFIERS = {"really", "extremely", "incredibly"}


@annotator
def annotate(doc):
    words = [doc.text[start:end] for start, end in doc.tokens]
    for i in range(len(words) - 1):
        if words[i].lower() in INTENSIFIERS and doc.tags[i + 1] == "JJ":
            start, end = doc.tokens[i][0], doc.tokens[i + 1][1]
            reason = f"“{words[i]}” before the adjective “{words[i + 1]}”"
            yield doc.annotation(
                "starter", start, end, confidence=0.8, reason=reason, rule="intensifier", word=words[i + 1])


run()
