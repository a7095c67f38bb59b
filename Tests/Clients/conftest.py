"""Sessions of the real daemon with the capabilities of real editors, and the lines that Tests/run.sh counts."""

import asyncio
import os
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp.client import register_lsp_features

from documents import LINE_ENDS
from text import ENCODINGS, Text
from wire import Protocol, converter

DIPLE = os.environ.get("DIPLE_PATH") or str(Path(__file__).parents[2] / ".build/debug/diple")
EDITORS = ("visual-studio-code", "neovim", "emacs")
PATIENCE = 20  # seconds; what has not been answered by then never will


def capabilities(editor, encoding=None):
    """What an editor says that it can do; with an encoding, as if it counted columns so and no other way."""
    found = pytest_lsp.client_capabilities(editor)
    if encoding:
        found.general = found.general or types.GeneralClientCapabilities()
        found.general.position_encodings = [encoding]
    return found


class Client(pytest_lsp.LanguageClient):
    """A client that knows the texts it has opened, and holds all that it gets to what LSP and our schemas say."""

    def __init__(self):
        super().__init__(protocol_cls=Protocol, converter_factory=default_converter)
        register_lsp_features(self)
        self.texts = {}  # by URI and version
        self.versions = {}
        self.ending = "\n"
        # What the server may ask of a client, and pytest-lsp does not answer.
        self.feature("diple/publishAnnotations")(lambda _: None)
        self.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda _: None)
        self.feature(types.WORKSPACE_APPLY_EDIT)(lambda _: types.ApplyWorkspaceEditResult(applied=True))
        self.feature(types.WORKSPACE_TEXT_DOCUMENT_CONTENT_REFRESH)(lambda _: None)
        for face in ("semanticTokens", "inlayHint", "codeLens"):
            self.feature(f"workspace/{face}/refresh")(lambda _: None)

    async def begin(self, capabilities, options=None):
        """Initializes; `announced` then holds the server's capabilities as they came."""
        params = types.InitializeParams(capabilities=capabilities, root_uri=None, initialization_options=options)
        await asyncio.wait_for(self.initialize_session(params), PATIENCE)
        self.announced = next(iter(self.protocol.answers.values()))["result"]["capabilities"]
        self.encoding = self.announced["positionEncoding"]

    async def ask(self, method, params=None):
        """The result of a request as it came: JSON. Parameters are held to LSP too."""
        known = types.METHOD_TO_TYPES.get(method)
        if known and known[2]:
            params = converter.structure(params, known[2])
        before = set(self.protocol.sent)
        answer = self.protocol.send_request_async(method, params)
        await asyncio.wait_for(answer, PATIENCE)
        (sent,) = set(self.protocol.sent) - before
        return self.protocol.answers[sent]["result"]

    async def open(self, string, language="plaintext", ended=False):
        """Opens a document, with the line ends of this session unless it is `ended`, and waits until all is said of it. Returns its URI and text."""
        uri = f"file:///{len(self.versions) + 1}.txt"
        self.versions[uri] = 1
        if not ended:
            string = string.replace("\n", self.ending)
        text = self.texts[uri, 1] = Text(string, self.encoding)
        item = types.TextDocumentItem(uri=uri, language_id=language, version=1, text=string)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await self.ask("diple/synchronize")
        return uri, text

    def change(self, uri, edits):
        """Replaces ranges of offsets, one after the other: `(start, end, string)`. The text is then another."""
        string = self.text(uri).string
        changes = []
        for start, end, new in edits:
            changes.append({"range": Text(string, self.encoding).range(start, end), "text": new})
            string = string[:start] + new + string[end:]
        version = self.versions[uri] = self.versions[uri] + 1
        self.texts[uri, version] = Text(string, self.encoding)
        params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}
        self.text_document_did_change(converter.structure(params, types.DidChangeTextDocumentParams))

    def text(self, uri):
        return self.texts[uri, self.versions[uri]]

    def notified(self, method, uri):
        """The parameters of all notifications about a document that came."""
        about = [message["params"] for message in self.protocol.received if message["method"] == method]
        return [params for params in about if params["uri"] == uri]

    async def end(self):
        """Ends as an editor does. Whatever was wrong with any message fails the test."""
        await asyncio.wait_for(self.shutdown_session(), PATIENCE)
        assert not self.protocol.wrong, "\n".join(self.protocol.wrong)
        assert self._server.returncode == 0


_server = pytest_lsp.ClientServerConfig(server_command=[DIPLE, "serve", "--log-level", "error"], client_factory=Client)


@pytest_lsp.fixture(config=_server)
async def raw_client(lsp_client: Client):
    """A daemon that has not been spoken to yet; the test ends it."""
    yield


def _sessions():
    """Each editor with each encoding; over these, each of both with each line end."""
    for row, editor in enumerate(EDITORS):
        for column, encoding in enumerate(ENCODINGS):
            ending = list(LINE_ENDS)[(row + column) % len(LINE_ENDS)]
            yield pytest.param((editor, encoding, ending), id=f"{editor}, {encoding}, {ending}")


@pytest_lsp.fixture(config=_server, params=_sessions(), scope="module")
async def client(lsp_client: Client, request):
    """A session with an editor's capabilities, in each encoding, and with its line ends. What is off by default is turned on."""
    editor, encoding, ending = request.param
    lsp_client.ending = LINE_ENDS[ending]
    options = {"date": "2024-05-02", "semanticTokens": True, "codeLens": True, "inlayHints": "all"}
    await lsp_client.begin(capabilities(editor, encoding), options)
    assert lsp_client.encoding == encoding
    yield
    await lsp_client.end()


@pytest.fixture(autouse=True)
def nothing_is_wrong(request):
    """Whatever is wrong with a message that came in a test fails that test."""
    yield
    session = request.node.funcargs.get("client")
    if session:
        wrong, session.protocol.wrong = session.protocol.wrong, {}
        assert not wrong, "\n".join(wrong)


# What the suites of Tests/run.sh print: a line for each test, and below a failed one why.


def pytest_runtest_logreport(report):
    name = report.nodeid.partition("::")[2].removeprefix("test_").replace("_", " ").replace("[", " (").replace("]", ")")
    if report.failed:
        print(f"not ok clients: {name}{'' if report.when == 'call' else ', ' + report.when}")
        print("\n".join("  " + line for line in report.longreprtext.splitlines()), flush=True)
    elif report.when == "call" and report.passed:
        print(f"ok clients: {name}", flush=True)
    elif report.skipped:
        print(f"skipped: clients: {name}", flush=True)


def pytest_collectreport(report):
    if report.failed:
        print(f"not ok clients: {report.nodeid} cannot be read")
        print("\n".join("  " + line for line in report.longreprtext.splitlines()), flush=True)
