"""Edits in each encoding: the text stays in step, and a client that follows the differences has what the server has."""

import random

from lsprotocol import types

import documents

SNIPPETS = [
    "Mr Holt 🚧 ", "“", "”", " said Zoe\u0301 Keller. ", "\n", "\n\n", "e\u0301", "👩‍👩‍👧", " on 3 May 2024", "they said that ", "x",
]  # fmt: skip


def moved(span, start, end, new):
    """Where a span stands after an edit. Text that is inserted at its edge stays outside."""
    shift = len(new) - (end - start)
    first, last = span
    first = first if first < start else first + shift if first >= end else start + len(new)
    last = last if last <= start else last + shift if last >= end else start
    return first, max(first, last)


class Follower:
    """The spans of all pieces by id, as protocol.md tells clients to keep them: by their own edits and by what is published."""

    def __init__(self, client):
        self.client, self.spans = client, {}

    def edit(self, start, end, new):
        for id, spans in self.spans.items():
            self.spans[id] = [moved(span, start, end, new) for span in spans]

    def read(self, publication):
        text = self.client.texts[publication["uri"], publication["version"]]
        if "annotations" in publication:
            self.spans = {}
        for annotation in publication.get("annotations", []) + publication.get("added", []):
            assert annotation["id"] not in self.spans, "added twice"
            self.spans[annotation["id"]] = spans_of(annotation, text)
        for annotation in publication.get("changed", []):
            assert annotation["id"] in self.spans, "changed, but never added"
            self.spans[annotation["id"]] = spans_of(annotation, text)
        for id in publication.get("removed", []):
            del self.spans[id]


def spans_of(annotation, text):
    pieces = annotation.get("pieces", [annotation["range"]])
    return [(text.offset(piece["start"]), text.offset(piece["end"])) for piece in pieces]


def random_edit(chance, string):
    start = chance.randrange(len(string) + 1)
    length = chance.choice((0, 0, 1, 1, 5, 40))
    return start, min(len(string), start + length), chance.choice(SNIPPETS) if length == 0 else chance.choice(("", "He ", "\n"))


def whole_lines(string, ending, edit):
    """The edit, kept from parting `\\r` and `\\n`, which no editor does; and with the line ends of the text."""
    start, end, new = edit
    for place in (start, end):
        if string[place - 1 : place + 1] == "\r\n":
            start, end = min(start, place - 1), max(end, place + 1)
    return start, end, new.replace("\n", ending)


async def test_a_client_that_follows_the_differences_has_all(client):
    chance = random.Random(f"{client.encoding} {client.ending!r}")
    uri, _ = await client.open(documents.REPORT + "\n" + documents.DOUBTFUL)
    follower = Follower(client)
    taken = 0

    def read_news():
        nonlocal taken
        published = client.notified("diple/publishAnnotations", uri)
        for publication in published[taken:]:
            follower.read(publication)
        taken = len(published)

    read_news()
    assert follower.spans
    for _ in range(40):
        # Some edits go together in one message, as editors send them.
        edits = []
        string = client.text(uri).string
        for _ in range(chance.choice((1, 1, 3))):
            edit = whole_lines(string, client.ending, random_edit(chance, string))
            edits.append(edit)
            start, end, new = edit
            string = string[:start] + new + string[end:]
            follower.edit(*edit)
        client.change(uri, edits)
        await client.ask("diple/synchronize")
        read_news()
    assert not client.log_messages, client.log_messages

    text = client.text(uri)
    answer = await client.ask("diple/annotations", {"textDocument": {"uri": uri}})
    assert answer["version"] == client.versions[uri]
    assert follower.spans == {each["id"]: spans_of(each, text) for each in answer["annotations"]}

    # And that is what a fresh reading of the text finds, ids apart.
    fresh, _ = await client.open(text.string, ended=True)
    again = await client.ask("diple/annotations", {"textDocument": {"uri": fresh}})

    def told(annotations):
        return [(each["kind"], each["source"], spans_of(each, text)) for each in annotations]

    assert told(answer["annotations"]) == told(again["annotations"])


async def test_a_closed_document_has_nothing(client):
    uri, _ = await client.open(documents.REPORT)
    client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
    await client.ask("diple/synchronize")
    assert client.notified("diple/publishAnnotations", uri)[-1] == {"uri": uri, "annotations": []}
