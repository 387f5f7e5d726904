"""Reads Swift source files for the checks in this folder: code without comments and strings, types, imports."""

import os
import re

_NEXT = re.compile(r'//|/\*|#*"""|#*"')
_BLANK = re.compile(r"[^\n]")


def blank(text):
    """Returns as many spaces as `text` has characters; line ends are kept."""
    return _BLANK.sub(" ", text)


def code_only(text):
    """Returns `text` with comments and string literals replaced by spaces. Interpolated code is kept."""
    out = []
    _code(text, 0, None, out)
    return "".join(out)


def _code(text, start, closing, out):
    """Copies code from `start` on, up to the end or to the parenthesis that closes an interpolation."""
    depth = 0
    position = start
    while True:
        match = _NEXT.search(text, position)
        stop = match.start() if match else len(text)
        if closing:
            for index in range(position, stop):
                character = text[index]
                if character == "(":
                    depth += 1
                elif character == ")":
                    if depth == 0:
                        out.append(text[position:index])
                        return index
                    depth -= 1
        out.append(text[position:stop])
        if not match:
            return len(text)
        token = match.group()
        if token == "//":
            end = text.find("\n", stop)
            end = len(text) if end < 0 else end
            out.append(blank(text[stop:end]))
        elif token == "/*":
            end = _end_of_comment(text, stop)
            out.append(blank(text[stop:end]))
        else:
            end = _string(text, stop, token, out)
        position = end


def _end_of_comment(text, start):
    depth = 0
    for match in re.compile(r"/\*|\*/").finditer(text, start):
        depth += 1 if match.group() == "/*" else -1
        if depth == 0:
            return match.end()
    return len(text)


def _string(text, start, token, out):
    """Blanks the literal that begins at `start`, but for interpolated code. Returns its end."""
    hashes = token.count("#")
    quotes = token.strip("#")
    escape = "\\" + "#" * hashes
    end_mark = quotes + "#" * hashes
    # An empty string: the regular expression has seen two quotes as one token only if there are three.
    position = start + len(token)
    out.append(" " * len(token))
    scan = re.compile("|".join(map(re.escape, [escape + "(", escape, end_mark])) + ("" if len(quotes) == 3 else "|\n"))
    while True:
        match = scan.search(text, position)
        if not match:
            out.append(blank(text[position:]))
            return len(text)
        out.append(blank(text[position : match.start()]))
        found = match.group()
        if found == escape + "(":
            out.append(" " * len(found))
            position = _code(text, match.end(), ")", out)
            out.append(" " if position < len(text) else "")
            position += 1
        elif found == escape:
            end = match.end() + 1
            out.append(blank(text[match.start() : end]))
            position = end
        else:
            out.append(blank(found))
            return match.end()


_IMPORT = re.compile(
    r"^[ \t]*(?:@\w+(?:\([^)\n]*\))?[ \t]+)*(?:(?:public|package|internal|fileprivate|private)[ \t]+)?import[ \t]+"
    r"(?:(?:struct|class|enum|protocol|typealias|func|let|var)[ \t]+)?(\w+)",
    re.MULTILINE,
)


def imports(code):
    """Returns (module, offset) of every import in `code`."""
    return [(match.group(1), match.start(1)) for match in _IMPORT.finditer(code)]


_DECLARATION = re.compile(
    r"[{}]|(?<![\w.`])(?:(struct|class|enum|protocol|actor|typealias|associatedtype)[ \t]+`?([A-Za-z_]\w*)`?"
    r"|(extension)[ \t]+([A-Za-z_][\w.]*))"
)


def types(code):
    """Returns (name, enclosing types, offset) of every type that `code` declares; extensions enclose, too."""
    found = []
    stack = []
    pending = None
    for match in _DECLARATION.finditer(code):
        token = match.group()
        if token == "{":
            stack.append(pending)
            pending = None
        elif token == "}":
            if stack:
                stack.pop()
        elif match.group(3):
            pending = match.group(4)
        else:
            kind, name = match.group(1), match.group(2)
            if kind == "class" and name in ("func", "var", "let", "subscript", "override"):
                continue
            # A typealias or an associated type has no body.
            if kind not in ("typealias", "associatedtype"):
                pending = name
            found.append((kind, name, [enclosing for enclosing in stack if enclosing], match.start()))
    return found


def line_of(text, offset):
    """Returns the number of the line that holds `offset`, from 1."""
    return text.count("\n", 0, offset) + 1


def swift_files(folder):
    """Returns the paths of all Swift files below `folder`, sorted."""
    return sorted(
        os.path.join(parent, name)
        for parent, _, names in os.walk(folder)
        for name in names
        if name.endswith(".swift")
    )
