"""A person's corrections: an action is an edit of the file beside the text, and what the file says counts at once."""

import json

import documents
from lsprotocol import types
from text import Text
from wire import schema_problems


async def chosen(client, uri, range, title):
    """The changes of the action of this title, whichever way the client takes actions, as `(uri, edit)`."""
    params = {"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []}}
    actions = await client.ask("textDocument/codeAction", params)
    (action,) = [action for action in actions if title in action["title"]]
    if isinstance(action.get("command"), str):
        edit = await client.ask("workspace/executeCommand", {key: action[key] for key in ("command", "arguments")})
        if edit is None:
            edit = [each["params"]["edit"] for each in client.protocol.received if each["method"] == "workspace/applyEdit"][-1]
    elif "edit" in action:
        edit = action["edit"]
    else:
        edit = (await client.ask("codeAction/resolve", action))["edit"]
    changes = edit.get("documentChanges") or [
        {"textDocument": {"uri": uri}, "edits": edits} for uri, edits in edit["changes"].items()
    ]
    return [
        (change["textDocument"]["uri"], each) for change in changes if "textDocument" in change for each in change["edits"]
    ]


async def open_beside(client, uri, string):
    """Opens the file of overrides of a text."""
    beside = uri + ".diple.json"
    client.versions[beside] = 1
    client.texts[beside, 1] = Text(string, client.encoding)
    item = types.TextDocumentItem(uri=beside, language_id="json", version=1, text=string)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    await client.ask("diple/synchronize")


async def test_a_date_is_replaced_in_the_text(client):
    uri, text = await client.open(documents.REPORT)
    ((edited, edit),) = await chosen(client, uri, text.find("a week later"), "Replace")
    assert edited == uri
    assert (text.words(edit["range"]), edit["newText"]) == ("a week later", "2024-W19")


async def test_a_correction_is_the_editors_to_write(client):
    uri, text = await client.open(documents.REPORT)
    ((edited, edit),) = await chosen(client, uri, text.find("Ana Ruiz"), "is no entity")
    assert edited == uri + ".diple.json"
    document = json.loads(edit["newText"])
    assert not schema_problems(document, "overrides")
    (override,) = document["overrides"]
    quote, position = override["selector"]
    assert quote["exact"] == "Ana Ruiz"
    assert text.string[position["start"] : position["end"]] == "Ana Ruiz"
    # The daemon has written nothing, and nothing is different until the editor has.
    before = len(client.notified("diple/publishAnnotations", uri))
    assert before == 1
    await open_beside(client, uri, edit["newText"])
    news = client.notified("diple/publishAnnotations", uri)[-1]
    assert len(news["removed"]) == 1 and not news["added"]
    found = await client.ask("diple/annotations", {"textDocument": {"uri": uri}})
    assert "Ana Ruiz" not in [annotation["text"] for annotation in found["annotations"]]


async def test_an_override_stands_at_its_words(client):
    uri, text = await client.open(documents.REPORT)
    selector = {"type": "TextQuoteSelector", "exact": "The union of dockers", "prefix": "😀 "}
    override = {"action": "add", "kind": "entity", "selector": selector, "attributes": {"type": "organization"}}
    await open_beside(client, uri, json.dumps({"version": 1, "overrides": [override]}))
    (added,) = client.notified("diple/publishAnnotations", uri)[-1]["added"]
    assert added["source"] == "override"
    assert text.words(added["range"]) == added["text"] == "The union of dockers"


async def test_what_is_wrong_is_told(client):
    uri, text = await client.open(documents.REPORT)
    gone = {"action": "remove", "kind": "date", "selector": {"type": "TextQuoteSelector", "exact": "3 May 2024"}}
    await open_beside(client, uri, json.dumps({"overrides": [gone, {}]}))
    if "diagnosticProvider" in client.announced:
        items = (await client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}}))["items"]
    else:
        items = client.notified("textDocument/publishDiagnostics", uri)[-1]["diagnostics"]
    told = {item["code"]: text.words(item["range"]) for item in items}
    first = text.string.splitlines()[0]
    assert told == {"malformed-override": first, "orphaned-override": first}
