"""A way of signing with a shared secret, as far as the attacks need to know it."""

import hashlib
import hmac

EVENT = '{"id":"evt_1","type":"test.event","note":"Zo\u00eb"}'


def raw(data: bytes) -> dict:
    """A value that may be no text."""
    return {"hex": data.hex()}


class Family:
    """One delivery of a provider, and the parts that an attacker would change."""

    name: str
    secret: str
    key: bytes
    signature_header: str
    # What stands before the signature in its header.
    frame: str = ""
    # The header that has the time, if it has one of its own.
    time_header: str | None = None
    is_hex = True
    # Hash functions that an attacker may wish for.
    other_digests = ("sha1", "sha512", "md5")
    body = EVENT
    url: str | None = None

    def __init__(self, now: int):
        self.now = now

    def message(self, time: str, body: bytes) -> bytes:
        """What is signed."""
        raise NotImplementedError

    def encode(self, mac: bytes) -> str:
        return mac.hex()

    def text(self, key: bytes | None = None, time: str | None = None, body: bytes | None = None,
             digest: str = "sha256") -> str:
        """The signature as it is written."""
        body = self.body.encode() if body is None else body
        message = self.message(str(self.now) if time is None else time, body)
        return self.encode(hmac.new(self.key if key is None else key, message, getattr(hashlib, digest)).digest())

    def value(self, text: str, time: str | None = None) -> str:
        """The signature header with this signature."""
        return self.frame + text

    def headers(self, text: str | None = None, time: str | None = None) -> dict:
        """The headers of a delivery; `time` is what is written there, whatever was signed."""
        headers = {self.signature_header: self.value(self.text() if text is None else text, time)}
        if self.time_header:
            headers[self.time_header] = str(self.now) if time is None else time
        return headers

    def signature(self, value) -> dict:
        """An override: another signature header."""
        return {"headers": {self.signature_header: value}}

    def case(self, must: str, name: str, why: str, source: str = "", **what) -> dict:
        """One line. What is not said is as in a genuine delivery."""
        case = {"family": self.name, "name": name, "must": must, "why": why, "now": self.now, "secret": self.secret,
                "headers": self.headers(), "body": self.body}
        if source:
            case["source"] = source
        if self.url:
            case["url"] = self.url
        return case | what
