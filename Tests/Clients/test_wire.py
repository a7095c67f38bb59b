"""The tests' own eyes: what each editor negotiates, and that mistakes are seen."""

import pytest
from lsprotocol import types

from capabilities import ROWS, announced
from conftest import capabilities
from text import Text
from wire import problems

RANGE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 3}}


@pytest.mark.parametrize("editor, encoding", [("visual-studio-code", "utf-16"), ("neovim", "utf-8"), ("emacs", "utf-32")])
async def test_columns_count_as_the_editor_likes_best(raw_client, editor, encoding):
    await raw_client.begin(capabilities(editor))
    assert raw_client.encoding == encoding
    await raw_client.end()


async def test_off_by_default_is_not_announced(raw_client):
    await raw_client.begin(capabilities("neovim"))
    assert "semanticTokensProvider" not in raw_client.announced
    await raw_client.end()


def answer(result):
    return {"jsonrpc": "2.0", "id": 1, "result": result}


def notification(method, params):
    return {"jsonrpc": "2.0", "method": method, "params": params}


DIAGNOSTIC = {"range": RANGE, "message": "a name"}
ANNOTATION = {
    "id": "entity-1", "kind": "entity", "range": RANGE, "text": "Ana", "confidence": 0.9, "source": "a/b", "reason": "c",
}  # fmt: skip


def published(diagnostic):
    return notification("textDocument/publishDiagnostics", {"uri": "file:///a", "diagnostics": [diagnostic]})


def annotated(**more):
    return notification("diple/publishAnnotations", {"uri": "file:///a", "version": 1, **more})


@pytest.mark.parametrize(
    "method, message",
    [
        ("textDocument/hover", answer({"contents": {"kind": "markdown", "value": "a"}, "range": RANGE})),
        ("textDocument/hover", answer(None)),
        ("textDocument/publishDiagnostics", published(DIAGNOSTIC)),
        ("diple/publishAnnotations", annotated(annotations=[ANNOTATION])),
        ("diple/publishAnnotations", annotated(added=[], changed=[{**ANNOTATION, "type": "person"}], removed=["date-2"])),
    ],
)
def test_good_messages_are_good(method, message):
    assert problems(message, method) == []


@pytest.mark.parametrize(
    "method, message",
    [
        ("textDocument/hover", answer({"contents": {"kind": "markdown"}})),
        ("textDocument/hover", answer({"contents": {"kind": "html", "value": "a"}})),
        ("textDocument/hover", answer({"contents": {"kind": "markdown", "value": "a"}, "colour": "red"})),
        ("textDocument/publishDiagnostics", published({"message": "no range"})),
        ("textDocument/publishDiagnostics", published({**DIAGNOSTIC, "severity": 9})),
        ("textDocument/publishDiagnostics", published({**DIAGNOSTIC, "severity": "2"})),
        ("textDocument/publishDiagnostics", published({**DIAGNOSTIC, "kind": 3})),
        ("textDocument/mood", answer({})),
        ("diple/publishAnnotations", annotated()),
        ("diple/publishAnnotations", annotated(annotations=[], mood="good")),
        ("diple/publishAnnotations", annotated(annotations=[{**ANNOTATION, "range": None}])),
        ("diple/publishAnnotations", annotated(annotations=[{**ANNOTATION, "role": {"text": "Mayor"}}])),
        ("diple/publishAnnotations", annotated(annotations=[], removed=[])),
        ("diple/nothing", answer({})),
    ],
)
def test_bad_messages_are_seen(method, message):
    assert problems(message, method)


def test_a_capability_without_a_row_is_seen():
    assert [path for path in announced({"monikerProvider": True, "hoverProvider": True, "x": False}) if path not in ROWS] == [
        "monikerProvider"
    ]


@pytest.mark.parametrize(
    "encoding, columns", [("utf-8", (5, 14)), ("utf-16", (3, 10)), ("utf-32", (2, 9))]
)
def test_the_reference_counts_as_lsp_says(encoding, columns):
    # By hand: an emoji is 4 bytes, 2 UTF-16 units, 1 code point; `é` of two characters is 3 bytes, 2, 2.
    text = Text("one\r\n😀 Zoe\u0301 is\rhere", encoding)
    assert text.find("Zoe\u0301 i") == {
        "start": {"line": 1, "character": columns[0]},
        "end": {"line": 1, "character": columns[0] + {"utf-8": 7, "utf-16": 6, "utf-32": 6}[encoding]},
    }
    assert text.find("here")["start"] == {"line": 2, "character": 0}
    assert text.words(text.find("😀")) == "😀"
    with pytest.raises(ValueError):
        text.offset({"line": 3, "character": 0})
    if encoding != "utf-32":
        with pytest.raises(ValueError):
            text.offset({"line": 1, "character": 1})
