"""Changes of valid inputs: of bytes, of cells and lines, and of the values of JSON documents."""
import copy
import json
import re
import struct

# What programs and people write into cells, and what parsers trip over.
CELLS = [
    "", "0", "-0", "1", "-1", "0.1", "1e308", "-1e308", "1e-320", "1e999", "nan", "NaN", "inf", "-Infinity",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616",
    "0x10", "1,5", "1.000,50", "1'000", "1_000", "€5", "5 EUR", "(5)", "5-", "%", "NULL", "null", "None",
    "2024-02-29", "2023-02-29", "2024-02-30", "0000-00-00", "9999-12-31", "1970-01-01T00:00:00Z",
    "2024-03-31T02:30:00+02:00", "1711846800", "1711846800000", "31/12/2024", "12/31/24", "20240101",
    "true", "\"", "\"\"", "a\"b", "a\nb", "=1+1", "@SUM(A1)", "\u202e", "\ufeff", "\x00", "\x1b[31m",
    "é", "e\u0301", "😀", "a" * 300, " x ", "\t", ";", "customer_id", "date", "amount",
]
NUMBERS = [
    0, -0.0, 1, -1, 2, 0.5, 1e-9, 1e-300, 5e-324, 1e9, 1e15, 1e18, 1e100, 1e300, 1.7976931348623157e308,
    -1e300, 2**31 - 1, 2**31, 2**53, 2**63 - 1, -2**63, 365000, 365001, 1e6,
]


def bytes_changed(content, chance):
    """A few flips, cuts, repetitions and insertions of bytes."""
    content = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        place = chance.randrange(len(content) + 1)
        kind = chance.randrange(7)
        if kind == 0 and place < len(content):
            content[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del content[place:place + chance.choice([1, 2, 10, 100])]
        elif kind == 2:
            content[place:place] = bytes(chance.randrange(256) for _ in range(chance.choice([1, 2, 8])))
        elif kind == 3:
            part = content[place:place + chance.choice([1, 5, 50])]
            content[place:place] = part * chance.choice([1, 2, 50])
        elif kind == 4:
            content[place:place] = chance.choice(CELLS).encode()
        elif kind == 5:
            content[place:place] = chance.choice([b"\r", b"\n", b"\r\n", b",", b";", b"\t", b'"', b"\\", b"\x00"])
        else:
            del content[place:]
    return bytes(content)


def cells_changed(content, chance, delimiter=","):
    """Other cells, columns and lines in a delimited text."""
    lines = [line.split(delimiter) for line in content.decode("utf-8", "surrogateescape").split("\n")]
    for _ in range(chance.choice([1, 1, 2, 5])):
        row = chance.choice(lines)
        kind = chance.randrange(8)
        if kind <= 3:
            row[chance.randrange(len(row))] = chance.choice(CELLS)
        elif kind == 4:
            row.insert(chance.randrange(len(row) + 1), chance.choice(CELLS))
        elif kind == 5 and len(row) > 1:
            del row[chance.randrange(len(row))]
        elif kind == 6:
            lines.insert(chance.randrange(len(lines) + 1), list(chance.choice(lines)))
        else:
            column, cell = chance.randrange(len(row)), chance.choice(CELLS)
            for other in lines[1:]:
                if column < len(other):
                    other[column] = cell
    return "\n".join(delimiter.join(row) for row in lines).encode("utf-8", "surrogateescape")


WORDS = [
    "and", "or", "not", "in", "is", "null", "(", ")", "[", "]", "{", "}", ",", ":", "-", "<", "<=", "=", "!=", ">", "*",
    "/", "+", "'", "1e308", "-1", "0", "0.5", "'555'", "orders", "spend_rank", "rfm", "r_score", "days_since_last_order",
    "else", "measured", "segments:", "scores:", "when:", "name:", "priority:", "otherwise:", "30d", "10%", "&a", "*a",
    "!!int", "|", ">", "# x", "---", "\n", "\n  ", "\n    - ", "(" * 200, "not " * 200, "1 + " * 200,
]


def words_changed(content, chance):
    """Other words in a text of a small language."""
    parts = re.split(r"(\s+|[()\[\]{},:])", content.decode("utf-8", "surrogateescape"))
    for _ in range(chance.choice([1, 1, 2, 4])):
        place = chance.randrange(len(parts))
        kind = chance.randrange(4)
        if kind == 0:
            parts[place] = chance.choice(WORDS)
        elif kind == 1:
            parts.insert(place, f" {chance.choice(WORDS)} ")
        elif kind == 2:
            parts[place:place + chance.choice([1, 3, 10])] = []
            parts = parts or [""]
        else:
            other = chance.randrange(len(parts))
            parts[place], parts[other] = parts[other], parts[place]
    return "".join(parts).encode("utf-8", "surrogateescape")


def leaves(document, path=()):
    """The paths of all values that hold no others."""
    if isinstance(document, dict):
        for name, value in document.items():
            yield from leaves(value, (*path, name))
    elif isinstance(document, list):
        for place, value in enumerate(document):
            yield from leaves(value, (*path, place))
    else:
        yield path


def document_changed(document, chance):
    """A document with other numbers, texts, lengths and members."""
    document = copy.deepcopy(document)
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        paths = list(leaves(document))
        if not paths:
            break
        # By name first, so that a long list is not all that is tried.
        names = sorted({tuple(part for part in path if isinstance(part, str)) for path in paths})
        name = chance.choice(names)
        path = chance.choice(
            [path for path in paths if tuple(part for part in path if isinstance(part, str)) == name])
        holder = document
        for part in path[:-1]:
            holder = holder[part]
        kind = chance.randrange(8)
        value = holder[path[-1]]
        if kind <= 4:
            if isinstance(value, bool):
                holder[path[-1]] = not value
            elif isinstance(value, (int, float)):
                holder[path[-1]] = chance.choice([*NUMBERS, -value, value * 10, value + 1, value * 1e-3])
            elif isinstance(value, str):
                holder[path[-1]] = chance.choice([*CELLS[:60], value[:-1], value + value])
            else:
                holder[path[-1]] = chance.choice([0, "", [], {}])
        elif kind == 5:
            del holder[path[-1]]
        elif kind == 6 and isinstance(holder, list):
            holder.extend(copy.deepcopy(holder) * chance.choice([1, 1, 100]))
        else:
            holder[path[-1]] = chance.choice([None, [], {}, "x", 0, [[]] * 3])
    return document


def number_text(value):
    """A number as the digest of a model spells it."""
    if isinstance(value, int) and -2**63 <= value < 2**64:
        return str(value)
    value = float(value)
    if abs(value) < 2**53 and value == int(value) and (value != 0 or struct.pack(">d", value)[0] < 128):
        return str(int(value))
    text = repr(value)
    if "e" in text:
        digits, exponent = text.split("e")
        digits = digits if "." in digits else digits + ".0"
        sign = "-" if exponent.startswith("-") else "+"
        return f"{digits}e{sign}{exponent.lstrip('+-').zfill(2)}"
    return text


def canonical(value):
    """The canonical content of a document, that digests of models are of."""
    if isinstance(value, dict):
        members = sorted((name.encode(), content) for name, content in value.items())
        return "{" + ",".join(f"{quoted(name.decode())}:{canonical(content)}" for name, content in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return quoted(value) if isinstance(value, str) else number_text(value)


def quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 0x20 else c for c in escaped) + '"'
