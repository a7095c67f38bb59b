"""What the server sends, held against LSP (lsprotocol) and against Specs/protocol (JSON Schema).

cattrs passes over members that it does not know. So a message is made into an object and back into JSON, and must come out as it
went in: nothing unknown, nothing dropped.
"""

import copy
import json
from pathlib import Path

from jsonschema import Draft202012Validator
from lsprotocol import types
from lsprotocol.converters import get_converter
from pytest_lsp.protocol import LanguageClientProtocol
from referencing import Registry, Resource

SPECS = Path(__file__).parents[2] / "Specs/protocol"

converter = get_converter()


def differences(sent, back, path="$"):
    """Where two JSON values differ. A member that is null is as good as none."""
    if isinstance(sent, dict) and isinstance(back, dict):
        for key in sorted(sent.keys() | back.keys()):
            if sent.get(key) is None and back.get(key) is None:
                continue
            if key not in back:
                yield f"{path}.{key}: LSP has no such member here"
            elif key not in sent:
                yield f"{path}.{key}: not sent, yet read as {back[key]!r}"
            else:
                yield from differences(sent[key], back[key], f"{path}.{key}")
    elif isinstance(sent, list) and isinstance(back, list):
        if len(sent) != len(back):
            yield f"{path}: {len(sent)} elements, read as {len(back)}"
        for index, (one, other) in enumerate(zip(sent, back)):
            yield from differences(one, other, f"{path}[{index}]")
    elif type(sent) is not type(back) or sent != back:
        yield f"{path}: {sent!r}, read as {back!r}"


def lsp_problems(message, kind):
    """What is wrong with a message of LSP, which must be of the type `kind`."""
    try:
        # Through JSON, as enumerations stay objects.
        back = json.loads(json.dumps(converter.unstructure(converter.structure(message, kind))))
    except Exception as error:  # cattrs raises groups of whatever the members' types raise
        return [f"not a {kind.__name__}: {_leaves(error)}"]
    return list(differences(message, back))


def _leaves(error):
    inner = getattr(error, "exceptions", None)
    return "; ".join(map(_leaves, inner)) if inner else f"{type(error).__name__}: {error}"


def _closed(schema):
    """A schema that allows no members but those it names. The schemas themselves allow more, as readers must."""
    schema = copy.deepcopy(schema)

    def close(part):
        if any(word in part for word in ("properties", "$ref", "allOf", "anyOf", "if")):
            part["unevaluatedProperties"] = False
        visit(part)

    def visit(part):
        for member in part.get("properties", {}).values():
            close(member)
        if isinstance(part.get("items"), dict):
            close(part["items"])
        for word in ("allOf", "anyOf"):
            for other in part.get(word, []):
                visit(other)
        for word in ("if", "then"):
            if word in part:
                visit(part[word])

    for definition in schema["$defs"].values():
        visit(definition)
    return schema


_schemas = {path.name: _closed(json.loads(path.read_text())) for path in sorted(SPECS.glob("*.schema.json"))}
_registry = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in _schemas.items())


def schema_problems(value, name, file=None):
    """What is wrong with a value by the definition `name` of a schema of Specs/protocol."""
    homes = [home for home in _schemas if name in _schemas[home]["$defs"] and file in (None, home)]
    if len(homes) != 1:
        return [f"no schema in {SPECS.name} defines {name}: add it, so that the message can be checked"]
    root = {"$ref": f"{homes[0]}#/$defs/{name}", "unevaluatedProperties": False}
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(root, registry=_registry).iter_errors(value)]


def problems(message, method):
    """What is wrong with a message of the server. `method` is its own, or that of the request which it answers."""
    if message.get("jsonrpc") != "2.0":
        return ["not JSON-RPC 2.0"]
    if "error" in message:
        return lsp_problems(message, types.ResponseErrorMessage)
    if method.startswith("diple/"):
        return schema_problems(message["params" if "method" in message else "result"], method.removeprefix("diple/"))
    if method not in types.METHOD_TO_TYPES:
        return ["LSP has no such method"]
    request, response, _, _ = types.METHOD_TO_TYPES[method]
    return lsp_problems(message, request if "method" in message else response)


class Protocol(LanguageClientProtocol):
    """The protocol of a client that keeps all that it gets, and what is wrong with it."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.sent = {}  # the methods of our requests by id
        self.answers = {}  # answers as they came, by id
        self.received = []  # requests and notifications of the server, as they came
        self.wrong = {}  # ordered, each once

    def send_request(self, method, params=None, callback=None, msg_id=None):
        msg_id = msg_id or f"client-{len(self.sent) + 1}"
        self.sent[msg_id] = method
        return super().send_request(method, params, callback, msg_id)

    def structure_message(self, data):
        # pygls calls this for every object in a message, the innermost first.
        if "jsonrpc" not in data:
            return data
        original = copy.deepcopy(data)  # pygls makes objects of its parts
        if "method" in data:
            method = data["method"]
            self.received.append(original)
        else:
            method = self.sent[data["id"]]
            self.answers[data["id"]] = original
        self.wrong.update((f"{method}: {problem}", None) for problem in problems(original, method))
        return super().structure_message(data)
