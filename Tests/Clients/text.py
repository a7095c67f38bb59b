"""A text as LSP sees it, by an implementation of its own: slow, short, and independent of the daemon's."""

import re

ENCODINGS = ("utf-8", "utf-16", "utf-32")
_UNIT = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def width(string, encoding):
    """How many columns a string takes."""
    codec, unit = _UNIT[encoding]
    return len(string.encode(codec)) // unit


class Text:
    def __init__(self, string, encoding):
        self.string, self.encoding = string, encoding
        self.starts = [0] + [match.end() for match in re.finditer("\r\n|\n|\r", string)]

    def position(self, offset):
        line = max(number for number, start in enumerate(self.starts) if start <= offset)
        return {"line": line, "character": width(self.string[self.starts[line] : offset], self.encoding)}

    def range(self, start, end):
        return {"start": self.position(start), "end": self.position(end)}

    @property
    def whole(self):
        return self.range(0, len(self.string))

    def offset(self, position):
        """The offset of a position; raises ValueError for one that is in no line, or within a character."""
        line = position["line"]
        if line >= len(self.starts):
            raise ValueError(f"line {line} of {len(self.starts)}")
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.string)
        column, offset = 0, self.starts[line]
        content = self.string[offset:end].rstrip("\r\n")
        for character in content:
            if column >= position["character"]:
                break
            column, offset = column + width(character, self.encoding), offset + 1
        if column != position["character"]:
            raise ValueError(f"no character starts at {position} in {content!r}")
        return offset

    def words(self, range):
        """The words of a range; raises ValueError where it does not lie between characters."""
        start, end = self.offset(range["start"]), self.offset(range["end"])
        if end < start:
            raise ValueError(f"a range that ends before it starts: {range}")
        return self.string[start:end]

    def find(self, words, nth=0):
        """The range of words."""
        start = -1
        for _ in range(nth + 1):
            start = self.string.index(words, start + 1)
        return self.range(start, start + len(words))
