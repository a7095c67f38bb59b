"""Annotators for Diple in Python: one file, nothing to install. Copy it beside your main.py.

    import re
    from diple_plugin import annotator, run

    @annotator
    def hedges(doc):
        for match in re.finditer(r"\\b(may|might)\\b", doc.text):
            yield doc.annotation("hedge", match.start(), match.end(), reason="a modal", strength="weak")

    run()

Offsets are what Python counts: code points of `doc.text`. What you print appears in Diple's log. To try a module by hand:

    python3 main.py some-text.txt

Python 3.8 or newer. The protocol is described in Specs/protocol/plugins.md.
"""

import json
import os
import queue
import sys
import threading
import traceback

__all__ = ["annotator", "run", "Document", "Annotation", "Paragraph", "Cancelled", "Unavailable", "log"]
API = 1
_annotator = None
_batch = False
_output = None
_lock = threading.Lock()


class Cancelled(Exception):
    """Raised by `Document.progress` once nobody wants the answer any more."""


class Unavailable(Exception):
    """Raised by what `run` prepares with: the module cannot work here. Its text is the one notice that a person gets."""


class Paragraph:
    """A part of the text: `text[start:end]`. The number is the document's name for it."""

    def __init__(self, text, start, end, number):
        self.start, self.end, self.number = start, end, number
        self.text = text[start:end]


class Annotation(dict):
    """An annotation that an earlier module made. Its members are also attributes: `a.start`, `a.end`, `a.attributes`."""

    def __init__(self, text, members):
        super().__init__(members)
        pieces = members.get("pieces") or [[members.get("start", 0), members.get("end", 0)]]
        self.pieces = [tuple(piece) for piece in pieces]
        self.start, self.end = self.pieces[0][0], self.pieces[-1][1]
        self.text = " ".join(text[start:end] for start, end in self.pieces)
        self.id = members.get("id")
        self.attributes = members.get("attributes", {})
        self.confidence = members.get("confidence")


class Document:
    """What is to be annotated. Layers that the manifest does not require are empty."""

    def __init__(self, params, settings=None, request=None, cancelled=None):
        about = params.get("document", {})
        layers = params.get("layers", {})
        self.key, self.uri = about.get("key"), about.get("uri")
        self.language, self.date = about.get("language", "en"), about.get("date")
        self.text = params["text"]
        self.paragraphs = [Paragraph(self.text, *numbers) for numbers in params.get("paragraphs", [])]
        self.tokens = _spans(layers.get("tokens"), 2)
        self.sentences = _spans(layers.get("sentences"), 2)
        self.tags = layers.get("tags", "").split()
        self.lemmas = layers.get("lemmas", "").split()
        self.heads = layers.get("heads", [])
        self.relations = layers.get("relations", "").split()
        self.noun_phrases = _spans(layers.get("nounPhrases"), 4)
        self.verb_groups = _spans(layers.get("verbGroups"), 4)
        self.settings = {**(settings or {}), **params.get("settings", {})}
        self._annotations = params.get("annotations", {})
        self._request, self._cancelled = request, cancelled

    def annotations(self, kind):
        """The annotations of a kind that the manifest requires, in document order."""
        return [Annotation(self.text, members) for members in self._annotations.get(kind, [])]

    def annotation(self, kind, start, end, confidence=None, reason=None, rule=None, **attributes):
        """A finding. A pair of offsets as an attribute is a mention: `holder=(0, 8)`."""
        return self._finding(kind, {"start": start, "end": end}, confidence, reason, rule, attributes)

    def split_annotation(self, kind, pieces, confidence=None, reason=None, rule=None, **attributes):
        """A finding of several pieces, `[(start, end), …]`, in order."""
        return self._finding(kind, {"pieces": [list(p) for p in pieces]}, confidence, reason, rule, attributes)

    @staticmethod
    def _finding(kind, place, confidence, reason, rule, attributes):
        finding = {"kind": kind, **place}
        for name, value in (("confidence", confidence), ("reason", reason), ("rule", rule)):
            if value is not None:
                finding[name] = value
        values = {}
        for name, value in attributes.items():
            if isinstance(value, tuple) and len(value) == 2:
                value = {"start": value[0], "end": value[1]}
            elif isinstance(value, Annotation):
                value = value.id
            if value is not None:
                values[name.rstrip("_")] = value
        if values:
            finding["attributes"] = values
        return finding

    @property
    def cancelled(self):
        """True once nobody wants the answer any more."""
        return self._cancelled is not None and self._request in self._cancelled

    def progress(self, fraction=None, message=None):
        """Tells how far the work is (0 to 1). Raises `Cancelled` once nobody wants the answer any more."""
        if self.cancelled:
            raise Cancelled()
        if self._request is not None:
            _notify("$/progress", id=self._request, fraction=fraction, message=message)


def annotator(function=None, *, batch=False):
    """Names the annotator: a function of a `Document` that returns or yields annotations, a class with a method
    `annotate`, or an object with one. With `batch=True` it gets a list of documents and returns a list of results."""

    def name(thing):
        global _annotator, _batch
        made = thing() if isinstance(thing, type) else thing
        _annotator, _batch = getattr(made, "annotate", made), batch
        return thing

    return name if function is None else name(function)


def log(message, level="info"):
    """Writes a line to Diple's log. Levels: error, warning, info, debug."""
    if _output is None:
        print(message, file=sys.stderr)
    else:
        _notify("log", level=level, message=str(message))


def run(prepare=None):
    """Speaks the protocol until Diple has no more questions. The last line of a module. `prepare`, a function without
    arguments, is called first; if it raises `Unavailable`, the module is left out. It has some seconds: load what takes
    longer with the first document, whose time the manifest sets."""
    if _annotator is None:
        raise SystemExit("diple_plugin: no annotator; put @annotator before a function or a class")
    if "DIPLE_OUT" not in os.environ:
        return _by_hand(sys.argv[1:], prepare)
    _take_over()
    with open("diple-plugin.json", encoding="utf-8") as file:
        manifest = json.load(file)
    incoming, cancelled = queue.Queue(), set()
    threading.Thread(target=_read, args=(sys.stdin.buffer, incoming, cancelled), daemon=True).start()
    settings = {}
    while True:
        message = incoming.get()
        if message is None or message.get("method") == "exit":
            break
        method, request, params = message.get("method"), message.get("id"), message.get("params") or {}
        if method == "hello":
            settings = params.get("settings", {})
            try:
                if prepare is not None:
                    prepare()
            except Unavailable as error:
                _send({"id": request, "error": {"code": -32803, "message": str(error)}})
                continue
            features = ["pipeline", "cancel", "progress", "log", "batch"]
            hello = {"id": manifest["id"], "version": manifest["version"], "api": API}
            _answer(request, {**hello, "features": features, "offsets": "codepoint"})
        elif method == "annotate":
            _annotate(request, params, settings, cancelled)
        elif method == "shutdown":
            _answer(request, None)
        elif request is not None:
            _send({"id": request, "error": {"code": -32601, "message": "no method " + str(method)}})


def _annotate(request, params, settings, cancelled):
    if request in cancelled:
        cancelled.discard(request)
        return _send({"id": request, "error": {"code": -32800, "message": "cancelled"}})
    is_batch = "documents" in params
    documents = [Document(p, settings, request, cancelled) for p in (params["documents"] if is_batch else [params])]
    try:
        if _batch:
            results = [{"annotations": _list(found)} for found in _annotator(documents)]
        else:
            results = [_guarded(document) if is_batch else {"annotations": _list(_annotator(document))} for document in documents]
        _answer(request, {"documents": results} if is_batch else results[0])
    except Cancelled:
        _send({"id": request, "error": {"code": -32800, "message": "cancelled"}})
    except Exception as error:
        traceback.print_exc()
        _send({"id": request, "error": {"code": -32803, "message": _text(error)}})
    cancelled.discard(request)


def _guarded(document):
    """One document of a batch: its failure is not the others'."""
    try:
        return {"annotations": _list(_annotator(document))}
    except Cancelled:
        raise
    except Exception as error:
        traceback.print_exc()
        return {"error": {"message": _text(error)}}


def _list(found):
    return [] if found is None else list(found)


def _text(error):
    frames = traceback.extract_tb(error.__traceback__)
    place = " ({}:{})".format(os.path.basename(frames[-1].filename), frames[-1].lineno) if frames else ""
    return "{}: {}{}".format(type(error).__name__, error, place)


def _spans(numbers, width):
    numbers = numbers or []
    return [tuple(numbers[i : i + width]) for i in range(0, len(numbers), width)]


def _take_over():
    """Keeps the answers' descriptor to itself, so that no library and no child writes into it."""
    global _output
    number = int(os.environ.pop("DIPLE_OUT"))
    _output = os.fdopen(os.dup(number), "wb")
    os.close(number)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="replace")


def _read(stream, incoming, cancelled):
    """Reads ahead, so that a cancellation is seen while the annotator works."""
    while True:
        length = 0
        while True:
            line = stream.readline()
            if not line:
                return incoming.put(None)
            if line in (b"\r\n", b"\n"):
                break
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = stream.read(length)
        if len(body) < length:
            return incoming.put(None)
        message = json.loads(body)
        if message.get("method") == "$/cancelRequest":
            cancelled.add((message.get("params") or {}).get("id"))
        else:
            incoming.put(message)


def _send(message):
    body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode("utf-8", "replace")
    with _lock:
        try:
            _output.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            _output.flush()
        except BrokenPipeError:
            os._exit(0)


def _answer(request, result):
    _send({"id": request, "result": result})


def _notify(method, **params):
    if _output is not None:
        _send({"method": method, "params": {name: value for name, value in params.items() if value is not None}})


def _by_hand(paths, prepare):
    """Without Diple: annotates files, with their text and the manifest's settings only, and prints what was found."""
    if not paths:
        raise SystemExit("This is a module of Diple. To try it: python3 {} TEXT-FILE".format(sys.argv[0]))
    try:
        if prepare is not None:
            prepare()
    except Unavailable as error:
        raise SystemExit(str(error))
    with open(os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), "diple-plugin.json"), encoding="utf-8") as file:
        declared = json.load(file).get("settings", {})
    settings = {name: setting["default"] for name, setting in declared.items()}
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        document = Document({"text": text, "paragraphs": [[0, len(text), 0]]}, settings)
        for found in _list(_annotator([document])[0] if _batch else _annotator(document)):
            pieces = found.get("pieces") or [[found["start"], found["end"]]]
            print(path, found["kind"], " … ".join(repr(text[start:end]) for start, end in pieces), json.dumps(found), sep="\t")
