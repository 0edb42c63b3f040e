"""Cases as a Python server would hand them to a library."""

import json
import urllib.parse


def octets(value) -> bytes:
    """A value as it was sent."""
    match value:
        case {"hex": digits}:
            return bytes.fromhex(digits)
        case {"repeat": [start, unit, times]}:
            return (start + unit * times).encode()
    return value.encode()


def header(value) -> str:
    """aiohttp and AWS Lambda decode headers as UTF-8, WSGI as Latin-1; what stands there twice is joined."""
    if isinstance(value, list):
        return ", ".join(map(header, value))
    sent = octets(value)
    try:
        return sent.decode()
    except UnicodeDecodeError:
        return sent.decode("latin-1")


class Delivery:
    """What a handler has in its hands."""

    def __init__(self, case: dict, other: dict):
        headers = (case["headers"] | other["headers"]) if "headers" in other else case["headers"]
        self.headers = {name: header(value).strip(" \t") for name, value in headers.items() if value is not None}
        self.body = octets(other.get("body", case["body"]))
        self.url = case.get("url", "https://example.com/hook")

    def form(self) -> dict | None:
        """The parameters, if it is a form; a framework decodes them, so they must be UTF-8."""
        if not self.headers.get("content-type", "").endswith("urlencoded"):
            return None
        pairs = urllib.parse.parse_qs(self.body.decode("latin-1"), keep_blank_values=True, encoding="utf-8", errors="strict")
        self.body.decode()
        return {name: values[-1] for name, values in pairs.items()}


class Case:
    """A line of the file."""

    def __init__(self, line: str):
        self.line = json.loads(line)
        self.family, self.name = self.line["family"], self.line["name"]
        self.secret = self.line.get("secret")
        self.before = [Delivery(self.line, other) for other in self.line.get("before", [])]
        self.deliveries = [Delivery(self.line, other) for other in self.line.get("each", [{}])]
