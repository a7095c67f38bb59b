"""Everything that the server announces is asked for, in every editor's name and every encoding. All messages are held to LSP
(wire.py), and every range to the text: it lies between characters, and where an answer says which words it means, it covers
those."""

from dataclasses import dataclass, field

import documents
from capabilities import MISSING, ROWS, announced
from text import Text


@dataclass
class Opened:
    """A document as the rows of capabilities.py see it."""

    uri: str
    text: Text
    annotations: list
    diagnostics: list = field(default_factory=list)

    @property
    def places(self):
        spans = [self.text.range(0, 0)]
        for annotation in self.annotations:
            spans += [annotation["range"], *annotation.get("pieces", [])]
            spans += [value["range"] for value in annotation.values() if isinstance(value, dict) and "range" in value]
        ends = {(end["line"], end["character"]) for span in spans for end in (span["start"], span["end"])}
        return [{"line": line, "character": character} for line, character in sorted(ends)]


def range_problems(value, client, text, path="$"):
    """What is wrong with the ranges and positions in a result. Those beside a URI are of that document."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from range_problems(item, client, text, f"{path}[{index}]")
    elif isinstance(value, dict):
        uri = value.get("uri") or value.get("targetUri")
        if uri in client.versions:
            text = client.text(uri)
        try:
            if value.keys() == {"line", "character"}:
                text.offset(value)
            elif value.keys() == {"start", "end"}:
                text.words(value)
            elif "range" in value and "text" in value and "newText" not in value:
                if text.words(value["range"]) != value["text"]:
                    yield f"{path}: covers {text.words(value['range'])!r}, says {value['text']!r}"
        except ValueError as error:
            yield f"{path}: {error}"
        for name, member in value.items():
            # A link says where it starts in the document that was asked about.
            own = client.text(client.asked) if name == "originSelectionRange" else text
            yield from range_problems(member, client, own, f"{path}.{name}")


async def follow(client, document, row):
    """Sends all requests of a row; returns how many."""
    requests = iter(row(document))
    result, count = None, 0
    while True:
        try:
            method, params = requests.send(result) if count else next(requests)
        except StopIteration:
            return count
        result = await client.ask(method, params)
        problems = list(range_problems(result, client, document.text))
        assert not problems, f"{method} {params}: " + "\n".join(problems)
        count += 1


async def test_all_that_is_announced_is_kept(client):
    paths = list(announced(client.announced))
    missing = [MISSING.format(path=path) for path in paths if path not in ROWS]
    assert not missing, "\n".join(missing)
    asked = 0
    for name in ("REPORT", "DOUBTFUL", "LONG"):
        uri, text = await client.open(getattr(documents, name), "markdown")
        client.asked = uri
        (published,) = client.notified("diple/publishAnnotations", uri)
        assert published["annotations"]
        pushed = client.notified("textDocument/publishDiagnostics", uri)
        for params in [published, *pushed]:
            problems = list(range_problems(params, client, text))
            assert not problems, "\n".join(problems)
        document = Opened(uri, text, published["annotations"], pushed[-1]["diagnostics"] if pushed else [])
        for path in paths:
            asked += await follow(client, document, ROWS[path])
    assert asked > 100
