"""For each capability that the server announces, what a client asks then.

`ROWS` names capabilities by path, as `semanticTokensProvider.full.delta`; a command by `executeCommandProvider.commands` and its
name in brackets. A row is a function of an opened document that yields requests, `(method, params)`; it is sent each result.
Whoever adds a capability adds its row: then all answers are held to LSP, and their ranges to the text.
"""


def announced(capabilities, path=""):
    """The paths of what is announced: a truth value `false` and `null` announce nothing."""
    for name, value in capabilities.items():
        here = f"{path}.{name}" if path else name
        if value is None or value is False:
            continue
        if here == "executeCommandProvider.commands":
            yield from (f"{here}[{command}]" for command in value)
            continue
        yield here
        if isinstance(value, dict):
            yield from announced(value, here)


def nothing(document):
    """For what says how to talk, and is no request."""
    return ()


def of_document(method, **more):
    """A request about the whole document."""

    def row(document):
        yield method, {"textDocument": {"uri": document.uri}, **more}

    return row


def at_places(method, **more):
    """A request about each place in turn: where annotations and their mentions start and end, and where there is nothing."""

    def row(document):
        for position in document.places:
            yield method, {"textDocument": {"uri": document.uri}, "position": position, **more}

    return row


def of_range(method, **more):
    def row(document):
        for range in (document.text.whole, document.annotations[0]["range"]):
            yield method, {"textDocument": {"uri": document.uri}, "range": range, **more}

    return row


def plain(*requests):
    """Requests that are the same for every document."""

    def row(document):
        for request in requests:
            yield request

    return row


def all_of(*rows):
    def row(document):
        for one in rows:
            yield from one(document)

    return row


def code_action(document):
    for range in [document.text.whole] + [annotation["range"] for annotation in document.annotations]:
        yield "textDocument/codeAction", {
            "textDocument": {"uri": document.uri},
            "range": range,
            "context": {"diagnostics": document.diagnostics},
        }


def rename(document):
    for position in document.places:
        place = {"textDocument": {"uri": document.uri}, "position": position}
        if (yield "textDocument/prepareRename", place):
            yield "textDocument/rename", {**place, "newName": "Somebody"}


def resolving(method, each):
    """Asks for the rest of what another row's requests answer with."""

    def row(document):
        requests = each(document)
        result = None
        while True:
            try:
                request = requests.send(result)
            except StopIteration:
                return
            result = yield request
            for item in result or []:
                yield method, item

    return row


def hierarchy(prepare, *more):
    """Prepares at each place, and asks on from what stands there."""

    def row(document):
        for position in document.places:
            for item in (yield prepare, {"textDocument": {"uri": document.uri}, "position": position}) or []:
                for method in more:
                    yield method, {"item": item}

    return row


def token_delta(document):
    uri = {"uri": document.uri}
    full = yield "textDocument/semanticTokens/full", {"textDocument": uri}
    for previous in (full["resultId"], "never"):
        yield "textDocument/semanticTokens/full/delta", {"textDocument": uri, "previousResultId": previous}


def pulled(document):
    uri = {"uri": document.uri}
    full = yield "textDocument/diagnostic", {"textDocument": uri}
    yield "textDocument/diagnostic", {"textDocument": uri, "previousResultId": full["resultId"]}


def selection(document):
    yield "textDocument/selectionRange", {"textDocument": {"uri": document.uri}, "positions": document.places}


def page(document):
    for view in ("ledger", "timeline", "stances"):
        made = yield f"diple/{view}", {"textDocument": {"uri": document.uri}}
        yield "workspace/textDocumentContent", {"uri": made["page"]}


def command(name):
    def row(document):
        yield "workspace/executeCommand", {"command": name, "arguments": [document.uri]}

    return row


def at_places_command(name):
    def row(document):
        for position in document.places:
            yield "workspace/executeCommand", {"command": name, "arguments": [document.uri, position]}

    return row


def correction(name, kind=None, value=None):
    """A command about each annotation (of a kind): on its first piece, with a value, or with its kind."""

    def row(document):
        for annotation in document.annotations:
            if kind in (None, annotation["kind"]):
                range = annotation.get("pieces", [annotation["range"]])[0]
                arguments = [document.uri, range, value or annotation["kind"]]
                yield "workspace/executeCommand", {"command": name, "arguments": arguments}

    return row


def names(name):
    """A command about the first two names."""

    def row(document):
        ranges = [annotation["range"] for annotation in document.annotations if annotation["kind"] == "entity"][:2]
        if len(ranges) == 2:
            yield "workspace/executeCommand", {"command": name, "arguments": [document.uri, *ranges]}

    return row


_own = all_of(
    of_document("diple/annotations"),
    of_document("diple/ledger"),
    of_document("diple/timeline"),
    of_document("diple/stances"),
    at_places("diple/explain"),
    plain(("diple/annotators", None), ("diple/plugins", None), ("diple/synchronize", None)),
)

_hints = of_range("textDocument/inlayHint")

ROWS = {
    "positionEncoding": nothing,
    "textDocumentSync": nothing,
    "textDocumentSync.openClose": nothing,
    "textDocumentSync.change": nothing,
    "textDocumentSync.save": nothing,
    "textDocumentSync.save.includeText": nothing,
    "hoverProvider": at_places("textDocument/hover"),
    "completionProvider": at_places("textDocument/completion"),
    "completionProvider.triggerCharacters": nothing,
    "inlayHintProvider": _hints,
    "inlayHintProvider.resolveProvider": resolving("inlayHint/resolve", _hints),
    "documentSymbolProvider": of_document("textDocument/documentSymbol"),
    "documentSymbolProvider.label": nothing,
    "documentHighlightProvider": at_places("textDocument/documentHighlight"),
    "definitionProvider": at_places("textDocument/definition"),
    "referencesProvider": all_of(
        at_places("textDocument/references", context={"includeDeclaration": True}),
        at_places("textDocument/references", context={"includeDeclaration": False}),
    ),
    "selectionRangeProvider": selection,
    "foldingRangeProvider": of_document("textDocument/foldingRange"),
    "semanticTokensProvider": of_document("textDocument/semanticTokens/full"),
    "semanticTokensProvider.legend": nothing,
    "semanticTokensProvider.legend.tokenTypes": nothing,
    "semanticTokensProvider.legend.tokenModifiers": nothing,
    "semanticTokensProvider.full": of_document("textDocument/semanticTokens/full"),
    "semanticTokensProvider.full.delta": token_delta,
    "semanticTokensProvider.range": of_range("textDocument/semanticTokens/range"),
    "diagnosticProvider": pulled,
    "diagnosticProvider.identifier": nothing,
    "codeActionProvider": code_action,
    "codeActionProvider.codeActionKinds": nothing,
    "codeActionProvider.resolveProvider": resolving("codeAction/resolve", code_action),
    "codeLensProvider": of_document("textDocument/codeLens"),
    "codeLensProvider.resolveProvider": resolving("codeLens/resolve", of_document("textDocument/codeLens")),
    "documentLinkProvider": of_document("textDocument/documentLink"),
    "documentLinkProvider.resolveProvider": resolving("documentLink/resolve", of_document("textDocument/documentLink")),
    "callHierarchyProvider": hierarchy(
        "textDocument/prepareCallHierarchy", "callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"
    ),
    "renameProvider": rename,
    "renameProvider.prepareProvider": nothing,
    "workspaceSymbolProvider": plain(*(("workspace/symbol", {"query": query}) for query in ("", "ruiz", "🚧"))),
    "executeCommandProvider": nothing,
    "executeCommandProvider.commands[diple.differentNames]": names("diple.differentNames"),
    "executeCommandProvider.commands[diple.ledger]": command("diple.ledger"),
    "executeCommandProvider.commands[diple.nameSpeaker]": correction("diple.nameSpeaker", "quote", "Ana Ruiz"),
    "executeCommandProvider.commands[diple.removeAnnotation]": correction("diple.removeAnnotation"),
    "executeCommandProvider.commands[diple.replaceDate]": correction("diple.replaceDate", "date", "2024-05-02"),
    "executeCommandProvider.commands[diple.resolveDate]": correction("diple.resolveDate", "date", "2024-05-02"),
    "executeCommandProvider.commands[diple.sameName]": names("diple.sameName"),
    "executeCommandProvider.commands[diple.saveCounterExample]": correction("diple.saveCounterExample"),
    "executeCommandProvider.commands[diple.saveSpec]": correction("diple.saveSpec"),
    "executeCommandProvider.commands[diple.timeline]": command("diple.timeline"),
    "executeCommandProvider.commands[diple.stances]": command("diple.stances"),
    "executeCommandProvider.commands[diple.references]": at_places_command("diple.references"),
    "workspace": nothing,
    "workspace.workspaceFolders": nothing,
    "workspace.workspaceFolders.supported": nothing,
    "workspace.workspaceFolders.changeNotifications": nothing,
    "workspace.textDocumentContent": page,
    "workspace.textDocumentContent.schemes": nothing,
    "experimental": nothing,
    "experimental.diple": nothing,
    "experimental.diple.annotations": _own,
    "experimental.diple.kinds": nothing,
}

MISSING = (
    "{path} is announced, and Tests/Clients/capabilities.py has no row for it. Add one to ROWS: the requests that a client "
    "sends then, made from the document (`of_document`, `at_places`, `of_range` …), or `nothing` where there is none."
)
