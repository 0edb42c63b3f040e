"""A delivery that follows a formula, and what is done to it."""

NOW = 1_800_000_000


class Row:
    """A provider: who has the key, what is signed, and where everything is put.

    `make(sign, at, body)` returns the headers, or headers and body. `shown(key)` is the public key as it is published or
    pasted. `window` is how old, and how far ahead, a delivery may be.
    """

    def __init__(self, slug, source, key, shown, make, body, window=None, changed=("1", "2"), more=(), **fields):
        self.slug, self.source, self.key, self.shown, self.make = slug, source, key, shown, make
        self.body, self.window, self.changed, self.more = body, window, changed, more
        self.answer = fields.pop("answer", None)
        self.fields = {"method": "POST", "url": "https://example.com/hooks"} | fields

    def parts(self, key="own", at=NOW):
        """Headers and body of a delivery that is signed with this key at this time."""
        body = self.body(at) if callable(self.body) else self.body
        made = self.make(self.key(key).sign, at, body)
        return made if isinstance(made, tuple) else (made, body)

    def line(self, name, why, parts, expect="reject", **others):
        headers, body = parts
        line = {"name": name, "source": self.source, "origin": "self-computed"}
        if "secret" not in self.fields:
            line["public_key"] = self.shown(self.key("own"))
        line |= self.fields | {"headers": headers, "body": body, "now_unix": NOW} | others
        line |= {"expect": expect, "why": why}
        is_event = expect == "accept" and "handshake_response" not in others
        return line | ({"answer": self.answer} if self.answer and is_event else {})

    def lines(self):
        headers, body = self.parts()
        yield self.line("genuine", "the documented formula", (headers, body), "accept")
        changed = body.replace(*self.changed, 1)
        assert changed != body, self.slug
        yield self.line("body changed", "one value of the body is another", (headers, changed))
        yield self.line("other key", "signed with the key of someone else", self.parts(key="other"))
        if self.window:
            past, future = self.window
            yield self.line("at the edge", f"{past} s old", self.parts(at=NOW - past), "accept")
            yield self.line("stale", f"{past + 1} s old", self.parts(at=NOW - past - 1))
            yield self.line("ahead", f"{future + 1} s ahead of the clock", self.parts(at=NOW + future + 1))
            later, later_body = self.parts(at=NOW + 1)
            mixed = {name: headers[name] if is_signature(name) else value for name, value in later.items()}
            if any(map(is_signature, headers)) and (mixed, later_body) != (headers, body):
                yield self.line("time changed", "the time is signed", (mixed, later_body))
        for name in filter(is_signature, headers):
            without = {other: value for other, value in headers.items() if other != name}
            half = headers[name][: len(headers[name]) // 2]
            yield self.line("no signature", f"no {name}", (without, body))
            yield self.line("cut off", "half a signature", (headers | {name: half}, body))
            yield self.line("empty signature", "nothing in the header", (headers | {name: ""}, body))
        for more in self.more:
            yield from more(self)


def is_signature(name):
    """Whether a header has the signature."""
    others = ("time", "type", "key-id", "version", "algorithm", "chain")
    return ("sign" in name.lower() or "-sig" in name.lower()) and not any(word in name.lower() for word in others)
