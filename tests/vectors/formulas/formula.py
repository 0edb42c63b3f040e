"""How a provider signs, as data, and the lines that follow from it.

A row is written from a provider's documentation alone. Its templates hold placeholders: `{hex}`, `{HEX}`, `{base64}`
and `{base64url}` stand for the signature in that writing, `{seconds}`, `{millis}` … for the time, `{id}`, `{nonce}` …
for what else is signed. The message names the same placeholders, and `{body}`, `{method}`, `{url}`, `{secret}`.
"""

import base64
import hashlib
import hmac
import json
import re
import unicodedata
import urllib.parse
from dataclasses import dataclass, field, replace
from typing import Callable

NOW = 1_700_000_000
# Older than every documented tolerance; the longest is two hours.
AGE = 7 * 3600
URL = "https://example.com/webhooks/x"
BODY = '{"id":"evt_1","type":"test.event","note":"Zoë ☃"}'
FORM = "id=evt_1&type=test.event&note=Zo%C3%AB+%E2%98%83"
JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"

TIMES = {
    "seconds": str(NOW),
    "millis": str(NOW * 1000),
    "rfc3339": "2023-11-14T22:13:20Z",
    "nanos": "2023-11-14T22:13:20.634234626Z",
    "offset": "2023-11-14T14:13:20-08:00",
    "httpdate": "Tue, 14 Nov 2023 22:13:20 GMT",
}
VALUES = TIMES | {
    "id": "msg_2YxKq8PzT0aB7sVdWf3Lm9Rn",
    "nonce": "01HF7YAT00XK4ZC3Q5B6N8M9PD",
    "hash": hashlib.sha256(BODY.encode()).hexdigest(),
    "environment": "master",
    "names": "x-event-id x-event-type",
}
WRITINGS = {
    "hex": lambda tag: tag.hex(),
    "HEX": lambda tag: tag.hex().upper(),
    "base64": lambda tag: base64.b64encode(tag).decode(),
    "base64url": lambda tag: base64.urlsafe_b64encode(tag).decode().rstrip("="),
    "token": bytes.decode,
}
PLACEHOLDER = re.compile(r"\{(\w+)\}")

# How the text of a dashboard becomes a key; the first word is what the line says of it.
KEYS = {
    "utf8": ("utf8", str.encode),
    "nfkd": ("utf8_nfkd", lambda text: unicodedata.normalize("NFKD", text).encode()),
    "base64": ("base64", base64.b64decode),
    "hex": ("hex", bytes.fromhex),
    "whsec": ("whsec_base64", lambda text: base64.b64decode(text[text.index("whsec_") + 6:])),
    "and": ("utf8", lambda text: (text + "&").encode()),
    "after colon": ("utf8_after_colon", lambda text: text.rpartition(":")[2].encode()),
    "sha1": ("utf8", lambda text: hashlib.sha1(text.encode()).digest()),
}


def example_secret(provider: str, key: str) -> str:
    """A secret in the form that this way of reading keys asks for; the same on each run."""
    seed = hashlib.sha256(f"secret of {provider}".encode()).digest()
    text = base64.b64encode(seed).decode()
    return {"hex": seed.hex(), "base64": text, "whsec": f"whsec_{text}"}.get(key, seed.hex()[:40])


def fill(template: str, values: dict[str, str]) -> str:
    """The template with what its placeholders stand for; in one pass, so a value is never read as a template."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], template)


def read(template: str, text: str) -> dict[str, str]:
    """What stands in `text` where the template has placeholders other than the signature's."""
    if PLACEHOLDER.fullmatch(template):
        return {template[1:-1]: text}
    values = {}
    for found in PLACEHOLDER.finditer(template):
        # `t={seconds}` is found wherever its item of the list is; items of other names may stand between.
        item = re.split(r"[,; ]", template[:found.start()])[-1]
        there = re.search(rf"(?:^|[,; ]){re.escape(item)}([^,;]*)", text)
        if found[1] not in WRITINGS and there:
            values[found[1]] = there[1]
    return values


def inside(body: str, place: str) -> str:
    """The text at a place in the body: `form:name`, or a JSON Pointer."""
    if place.startswith("form:"):
        return dict(urllib.parse.parse_qsl(body, keep_blank_values=True))[place[5:]]
    value = json.loads(body)
    for step in place.split("/")[1:]:
        value = value[step]
    return str(value)


@dataclass(frozen=True)
class Formula:
    provider: str
    headers: dict[str, str]
    source: str
    message: str | Callable[[dict, dict], bytes] = "{body}"
    digest: str = "sha256"
    key: str = "utf8"
    secret: str = ""
    # A hash of the message instead of a MAC; the message then holds the secret.
    plain: bool = False
    body: str = BODY
    content_type: str = JSON_TYPE
    method: str = "POST"
    url: str = URL
    # Placeholders of the message that are read from the body.
    fields: dict[str, str] = field(default_factory=dict)
    # Whether a message that is a function covers the body, and signs a time that is worth a check.
    covers_body: bool = False
    ages: bool | None = None
    # What an accepted event is answered with, where that is prescribed.
    answer: str = ""
    # Tells the ways of one provider apart.
    way: str = ""
    more: dict = field(default_factory=dict)

    def __post_init__(self):
        object.__setattr__(self, "secret", self.secret or example_secret(self.provider, self.key))

    def seen(self, request: dict) -> dict[str, str]:
        """The placeholders' values in a request."""
        lower = {name.lower(): value for name, value in request["headers"].items()}
        values = {name: request[name] for name in ("body", "method", "url")}
        for name, template in self.headers.items():
            value = lower.get(name.lower(), "")
            values |= read(template, value if isinstance(value, str) else value[0])
        return values | {name: inside(request["body"], place) for name, place in self.fields.items()}

    def tag(self, request: dict, secret: str | None = None, digest: str | None = None) -> bytes:
        """The signature of a request by the documented formula."""
        secret, digest = secret or self.secret, digest or self.digest
        values = self.seen(request) | {"secret": secret}
        message = self.message(request, values) if callable(self.message) else fill(self.message, values).encode()
        if self.plain:
            return hashlib.new(digest, message).digest()
        return hmac.new(KEYS[self.key][1](secret), message, digest).digest()

    def written(self, tag: bytes) -> dict[str, str]:
        """The signature in each writing that the provider uses."""
        templates = [*self.headers.values(), self.url, self.body]
        used = {name for template in templates for name in PLACEHOLDER.findall(template)}
        return {name: WRITINGS[name](tag) for name in WRITINGS if name in used}

    def request(self, secret: str | None = None, digest: str | None = None, **changes) -> dict:
        """A signed request; `changes` are other values for placeholders."""
        values = VALUES | dict.fromkeys(WRITINGS, "") | changes

        def filled() -> dict:
            headers = {name: fill(template, values) for name, template in self.headers.items()}
            if self.content_type:
                headers["Content-Type"] = self.content_type
            return {"method": self.method, "url": fill(self.url, values), "headers": headers,
                    "body": fill(self.body, values)}
        values |= self.written(self.tag(filled(), secret, digest))
        return filled()

    def line(self, name: str, expect: str, why: str, request: dict | None = None, **more) -> dict:
        """A line; `request` may hold only what differs from a genuine one."""
        whole = self.request() | (request or {})
        start = {"provider": self.provider, "name": f"computed-{self.way}{name}", "source": self.source,
                 "origin": "self-computed", "secret": self.secret, "secret_encoding": KEYS[self.key][0]}
        answer = {"answer": self.answer} if self.answer and expect == "accept" else {}
        return start | whole | {"now_unix": NOW, "expect": expect, "why": why} | answer | self.more | more

    def with_headers(self, name: str, expect: str, why: str, headers: dict, **more) -> dict:
        """A line whose request has other or further headers."""
        request = self.request()
        return self.line(name, expect, why, request | {"headers": request["headers"] | headers}, **more)

    def changed(self, **changes) -> "Formula":
        """The same formula with another body, URL, method …"""
        return replace(self, **changes)

    def signs(self, *names: str) -> bool:
        return not callable(self.message) and any(f"{{{name}}}" in self.message for name in names)

    def lines(self):
        """A genuine event, and what its signature protects against."""
        yield self.line("genuine", "accept", "by the documented formula")
        if self.covers_body or self.signs("body"):
            body = self.request()["body"]
            other = body.replace("test.event", "best.event") if "test.event" in body else body + " "
            yield self.line("tampered-body", "reject", "the body was changed after it was signed", {"body": other})
        ages = self.signs(*TIMES) if self.ages is None else self.ages
        if ages:
            yield self.line("stale", "reject", "authentic, but seven hours old", now_unix=NOW + AGE,
                            reject_reason="timestamp")


class Token(Formula):
    """The secret itself, where the signature would be: `{token}`, or `{base64}` for Basic authentication."""

    def tag(self, request, secret=None, digest=None) -> bytes:
        return (secret or self.secret).encode()

    def lines(self):
        yield self.line("genuine", "accept", "the configured secret")
        other = self.secret[:-1] + ("0" if self.secret[-1] != "0" else "1")
        yield self.line("wrong-token", "reject", "the last character differs", self.request(other))
