"""What the faces of the annotations cover, word for word."""

import json
import subprocess

import pytest
from lsprotocol import types

import documents
from conftest import DIPLE, EDITORS, capabilities
from wire import schema_problems


def found(client):
    """What is in the report, with this session's line ends."""
    return [(kind, [piece.replace("\n", client.ending) for piece in pieces]) for kind, pieces in documents.FOUND]


def pieces(annotation):
    return annotation.get("pieces", [annotation["range"]])


async def test_annotations_cover_their_words(client):
    uri, text = await client.open(documents.REPORT)
    (published,) = client.notified("diple/publishAnnotations", uri)
    assert published["date"] == "2024-05-02" and published["dateFrom"] == "option"
    covered = [(each["kind"], [text.words(piece) for piece in pieces(each)]) for each in published["annotations"]]
    assert [one for one in covered if one in found(client)] == found(client)


def with_offsets(value, text):
    """An annotation as `diple annotate` writes it: offsets in the place of ranges."""
    if not isinstance(value, dict):
        return value
    value = {name: with_offsets(member, text) for name, member in value.items()}
    spans = [value.pop("range")] if "range" in value else []
    for span in spans:
        value |= {"start": text.offset(span["start"]), "end": text.offset(span["end"])}
    if "pieces" in value:
        value["pieces"] = [
            {"start": text.offset(piece["start"]), "end": text.offset(piece["end"]), "text": text.words(piece)}
            for piece in value["pieces"]
        ]
    return value


def with_names(annotations):
    """What `diple annotate` says besides: the fullest name of what a mention names."""
    names = {}
    for each in annotations:
        if "name" in each:
            names.setdefault(each.get("entity"), each["name"])
    for each in annotations:
        for mention in each.values():
            if isinstance(mention, dict) and mention.get("entity") in names:
                mention["name"] = names[mention["entity"]]
    return annotations


async def test_annotations_are_those_of_the_command(client):
    uri, text = await client.open(documents.REPORT)
    (published,) = client.notified("diple/publishAnnotations", uri)
    command = [DIPLE, "annotate", "--format", "json", "--date", "2024-05-02", "-"]
    done = subprocess.run(command, input=text.string.encode(), capture_output=True, timeout=20, check=True)
    document = json.loads(done.stdout)
    assert not schema_problems(document, "document", "annotations.schema.json")
    assert with_names([with_offsets(each, text) for each in published["annotations"]]) == document["annotations"]


async def test_hover_is_on_the_words(client):
    uri, text = await client.open(documents.REPORT)
    for kind, words in found(client):
        for piece in words:
            place = text.find(piece, 1 if piece == "Ruiz" else 0)
            hover = await client.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": place["start"]})
            assert text.words(hover["range"]) == piece
    nothing = text.find("closed the quay")["start"]
    assert await client.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": nothing}) is None


async def test_labels_stand_behind_the_words(client):
    uri, text = await client.open(documents.REPORT)
    hints = await client.ask("textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": text.whole})
    shown = []
    for hint in hints:
        offset = text.offset(hint["position"])
        shown.append((text.string[:offset].split()[-1], hint["label"]))
    assert [label for label in shown if label[0] in ("Ruiz", "Keller", "too.”", "later")] == [
        ("Ruiz", "person"),
        ("too.”", "→ Ana Ruiz"),
        ("Keller", "person"),
        ("later", "= 2024-W19"),
    ]


async def test_the_outline_leads_to_the_words(client):
    uri, text = await client.open(documents.REPORT)
    symbols = await client.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})

    def leaves(symbols):
        for symbol in symbols:
            if "location" in symbol:
                yield text.words(symbol["location"]["range"])
            elif symbol.get("children"):
                yield from leaves(symbol["children"])
            else:
                assert text.words(symbol["selectionRange"]) in text.words(symbol["range"])
                yield text.words(symbol["range"])

    led = list(leaves(symbols))
    for kind, words in found(client):
        start, end = text.string.index(words[0]), text.string.index(words[-1]) + len(words[-1])
        assert (words[0] if len(words) == 1 else text.string[start:end]) in led, kind


async def test_tokens_colour_the_words(client):
    uri, text = await client.open(documents.REPORT)
    types = client.announced["semanticTokensProvider"]["legend"]["tokenTypes"]
    tokens = await client.ask("textDocument/semanticTokens/full", {"textDocument": {"uri": uri}})
    line = column = 0
    coloured = []
    for at in range(0, len(tokens["data"]), 5):
        lines, columns, length, kind, _ = tokens["data"][at : at + 5]
        line, column = line + lines, columns + (0 if lines else column)
        start = text.offset({"line": line, "character": column})
        end = text.offset({"line": line, "character": column + length})
        coloured.append((types[kind], text.string[start:end]))
    assert ("class", "Ana Ruiz") in coloured and ("class", "Zoe\u0301 Keller") in coloured
    assert ("keyword", "opposes") in coloured and ("number", "a week later") in coloured
    # A quote over two lines is two tokens, but for a client that takes such tokens whole.
    quote = found(client)[2][1][0]
    parts = quote.split(client.ending)
    assert [words for kind, words in coloured if kind == "string" and words in parts] == parts


async def test_highlights_and_links_are_on_the_words(client):
    uri, text = await client.open(documents.REPORT)
    place = {"textDocument": {"uri": uri}, "position": text.find("Ruiz", 1)["start"]}
    highlights = await client.ask("textDocument/documentHighlight", place)
    assert [text.words(each["range"]) for each in highlights] == ["Mayor", "Ana Ruiz", "Ruiz"]
    answer = await client.ask("textDocument/definition", place)
    (link,) = answer if isinstance(answer, list) else [answer]
    assert text.words(link.get("targetSelectionRange") or link["range"]) == "Ana Ruiz"
    if "originSelectionRange" in link:
        assert text.words(link["originSelectionRange"]) == "Ruiz"
    references = await client.ask("textDocument/references", {**place, "context": {"includeDeclaration": True}})
    assert "Ana Ruiz" in [text.words(each["range"]) for each in references]
    (selection,) = await client.ask(
        "textDocument/selectionRange", {"textDocument": {"uri": uri}, "positions": [place["position"]]}
    )
    assert text.words(selection["range"]) == "Ruiz"
    while "parent" in selection:
        assert text.words(selection["range"]) in text.words(selection["parent"]["range"])
        selection = selection["parent"]
    assert text.words(selection["range"]) == text.string


async def test_a_diagnosis_is_on_the_words(client):
    uri, text = await client.open(documents.DOUBTFUL)
    if "diagnosticProvider" in client.announced:
        items = (await client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}}))["items"]
        assert not client.notified("textDocument/publishDiagnostics", uri)
    else:
        items = client.notified("textDocument/publishDiagnostics", uri)[-1]["diagnostics"]
    assert [(item["code"], text.words(item["range"])) for item in items] == [("similar-names", "Jonas Kellar")]
    for related in items[0].get("relatedInformation", []):
        assert text.words(related["location"]["range"]) == "Jonas Keller"


async def test_folds_are_the_lines(client):
    uri, _ = await client.open(documents.LONG, "markdown")
    folds = await client.ask("textDocument/foldingRange", {"textDocument": {"uri": uri}})
    # Where only whole lines fold, the line with text behind the quote stays.
    assert [(fold["startLine"], fold["endLine"]) for fold in folds] in ([(0, 2), (4, 9)], [(0, 2), (4, 8)])


async def test_calls_are_the_quotes(client):
    uri, text = await client.open(documents.REPORT)

    async def prepared(words, nth=0):
        place = text.find(words, nth)["start"]
        params = {"textDocument": {"uri": uri}, "position": place}
        return await client.ask("textDocument/prepareCallHierarchy", params)

    quote = "\n".join(documents.FOUND[2][1]).split("\n")
    said = text.string[text.string.index(quote[0]) : text.string.index(quote[-1]) + len(quote[-1])]
    # The name, the speaker and a word of the quote all mean her.
    for words, nth in (("Ana Ruiz", 0), ("Ruiz", 1), ("the boats", 0)):
        (item,) = await prepared(words, nth)
        assert (item["name"], item.get("detail"), text.words(item["range"])) == ("Ana Ruiz", "Mayor", "Ana Ruiz")
        assert await client.ask("callHierarchy/outgoingCalls", {"item": item}) == []
        (call,) = await client.ask("callHierarchy/incomingCalls", {"item": item})
        assert call["from"]["uri"] == uri and text.words(call["from"]["range"]) == text.string
        assert [text.words(each) for each in call["fromRanges"]] == [said]
        back = await client.ask("callHierarchy/outgoingCalls", {"item": call["from"]})
        assert {"to": item, "fromRanges": call["fromRanges"]} in back
    assert await prepared("closed the quay") is None


async def test_lenses_stand_over_first_names(client):
    uri, text = await client.open(documents.REPORT)
    lenses = await client.ask("textDocument/codeLens", {"textDocument": {"uri": uri}})
    assert [text.words(lens["range"]) for lens in lenses] == ["Ana Ruiz", "Zoe\u0301 Keller"]
    titles = [(await client.ask("codeLens/resolve", lens))["command"]["title"] for lens in lenses]
    assert titles == ["1 quote · 2 mentions", "1 mention"]


@pytest.mark.parametrize("editor", EDITORS)
async def test_what_options_change_is_asked_for_again(raw_client, editor):
    able = capabilities(editor)
    await raw_client.begin(able, {"codeLens": True})
    uri, _ = await raw_client.open(documents.REPORT)
    settings = {"diple": {"codeLens": False, "inlayHints": False}}
    raw_client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
    await raw_client.ask("diple/synchronize")
    assert await raw_client.ask("textDocument/codeLens", {"textDocument": {"uri": uri}}) == []
    asked = [message["method"] for message in raw_client.protocol.received if message["method"].endswith("/refresh")]
    faces = (("inlayHint", able.workspace.inlay_hint), ("codeLens", able.workspace.code_lens))
    assert asked == [f"workspace/{name}/refresh" for name, face in faces if face and face.refresh_support]
    await raw_client.end()
