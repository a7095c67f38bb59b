#!/usr/bin/env python3
"""Types into ferry.txt as a person does, letter by letter with slips and changes of mind, and keeps the session.

    Tests/Recordings/type.py .build/release/diple        writes typing.jsonl beside this script

The daemon records it (`serve --record`); what it answered is left out: it changes with every better rule, and a replay measures and
checks without it.
"""
import json, os, pathlib, random, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).parent
URI = "file:///ferry.txt"
TEXT = (HERE / "ferry.txt").read_text(encoding="utf-8")


class Editor:
    """A text, a cursor, and the wire."""

    def __init__(self, program, record):
        self.daemon = subprocess.Popen(
            [program, "serve", "--record", record], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self.random = random.Random(7)
        self.lines, self.version, self.id = TEXT.split("\n"), 0, 0
        self.line = self.column = 0
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": {
            "general": {"positionEncodings": ["utf-8", "utf-16"]}, "textDocument": {"diagnostic": {}}}})
        self.notify("initialized", {})
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": URI, "languageId": "text", "version": 0, "text": TEXT}})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        self.daemon.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.daemon.stdin.flush()

    def notify(self, method, params): self.send({"method": method, "params": params})

    def request(self, method, params):
        self.id += 1
        self.send({"id": self.id, "method": method, "params": params})

    def ask(self, method):
        self.request(method, {"textDocument": {"uri": URI}})

    def change(self, first, last, text):
        """Replaces what lies between two (line, column) by a text; the cursor stands behind it."""
        time.sleep(self.random.uniform(0.01, 0.04))
        units = lambda at: len(self.lines[at[0]][:at[1]].encode())
        place = lambda at: {"line": at[0], "character": units(at)}
        self.version += 1
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": URI, "version": self.version},
            "contentChanges": [{"range": {"start": place(first), "end": place(last)}, "text": text}]})
        before, after = self.lines[first[0]][:first[1]], self.lines[last[0]][last[1]:]
        new = text.split("\n")
        self.line, self.column = first[0] + len(new) - 1, len(new[-1]) + (first[1] if len(new) == 1 else 0)
        self.lines[first[0]:last[0] + 1] = (before + text + after).split("\n")

    def go(self, words, behind=True):
        """Puts the cursor behind some words, or before them."""
        self.line = next(n for n, line in enumerate(self.lines) if words in line)
        self.column = self.lines[self.line].index(words) + (len(words) if behind else 0)

    def type(self, text):
        for letter in text:
            if letter.isalpha() and self.random.random() < 0.03:
                self.insert(self.random.choice("etaoin"))
                self.back()
            self.insert(letter)

    def insert(self, text): self.change((self.line, self.column), (self.line, self.column), text)
    def back(self): self.change((self.line, self.column - 1), (self.line, self.column), "")
    def delete(self, count): self.change((self.line, self.column), (self.line, self.column + count), "")

    def end(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        self.daemon.wait(10)


def main(program):
    record = os.path.join(tempfile.mkdtemp(), "record.jsonl")
    editor = Editor(program, record)
    # A sentence in the middle.
    editor.go("work while others sleep.”")
    editor.type(" Ruiz thanked the crew and said that she would travel with them on Friday.")
    editor.ask("diple/annotations")
    # A quotation that is opened, written and closed; until then it reaches into what follows.
    editor.go("she noted.")
    editor.type("\n\n“We did not ask for a gift,” Varga said. “We asked for a timetable.” The union will meet the ministry on 3 June.")
    editor.ask("textDocument/documentSymbol")
    # A word is changed, and changed back.
    editor.go("the director of", behind=False)
    editor.delete(12)
    editor.type("the head")
    for _ in range(8): editor.back()
    editor.insert("the director")
    # A paragraph moves up.
    editor.go("The quarry, which pays", behind=False)
    moved = editor.lines[editor.line]
    editor.change((editor.line, 0), (editor.line + 2, 0), "")
    editor.go("The opposition in the council", behind=False)
    editor.insert(moved + "\n\n")
    # The day of the paper changes, and with it every relative date.
    editor.go("KOSTEL, May 14", behind=True)
    editor.back()
    editor.insert("5")
    editor.back()
    editor.insert("4")
    # A name in the headline, and half a sentence that goes again.
    editor.go("its last ferry")
    editor.type(", writes Lena Aker")
    editor.go("cost a third as much")
    editor.type(", and nobody in Kostel believes it")
    for _ in range(34): editor.back()
    # A source, at the end.
    editor.go("the authority said on Thursday.")
    editor.type(" According to Amsel, the application came in “late, short and without a stamp” on Monday.")
    editor.ask("diple/annotations")
    editor.end()
    with open(record, encoding="utf-8") as lines, open(HERE / "typing.jsonl", "w", encoding="utf-8") as kept:
        kept.writelines(line for line in lines if json.loads(line)["from"] == "client")


main(sys.argv[1])
