"""Standard Webhooks: HMAC-SHA-256 of `{id}.{timestamp}.{body}`, in base64."""

import base64

from . import generic, times
from .family import Family, raw

ID = "msg_2YxKq8PzT0aB7sVdWf3Lm9Rn"


class StandardWebhooks(Family):
    name = "standard-webhooks"
    key = bytes(range(100, 132))
    secret = "whsec_" + base64.b64encode(key).decode()
    signature_header = "webhook-signature"
    time_header = "webhook-timestamp"
    frame = "v1,"
    is_hex = False
    id = ID

    def message(self, time, body):
        return f"{self.id}.{time}.".encode() + body

    def encode(self, mac):
        return base64.b64encode(mac).decode()

    def headers(self, text=None, time=None):
        return {"webhook-id": self.id} | super().headers(text, time)


def cases(now):
    family = StandardWebhooks(now)
    return [*generic.cases(family), *times.cases(family), *own(family), *base64s(family)]


def own(family):
    text, now = family.text(), str(family.now)
    wrong = family.text(key=b"an old secret")
    yield family.case("accept", "an old secret's signature first", "what senders do while a secret is exchanged", "",
                      headers=family.headers() | {"webhook-signature": f"v1,{wrong} v1,{text}"})
    yield family.case("accept", "signatures of other versions beside it", "what senders do while a scheme is exchanged", "",
                      headers=family.headers() | {"webhook-signature": f"v1a,{wrong} v9,x v1,{text}"})
    yield family.case("refuse", "the right signature as another version", "an unknown version proves nothing", "",
                      each=[family.signature(f"{version},{text}") for version in ("v0", "v2", "v1a", "V1", "", "sha256")])
    yield family.case("refuse", "no id", "a part of what is signed", "Appwrite 1.8.1", each=[{"headers": {"webhook-id": None}}])
    yield family.case("refuse", "another id", "a copy that is no duplicate", "", each=[{"headers": {"webhook-id": ID + "x"}}])
    yield family.case("refuse", "two ids", "which one was verified, and which one is read?", "",
                      each=[{"headers": {"webhook-id": [ID, "msg_other"]}}])
    yield family.case("any", "two signature headers, the right one last", "authentic either way; hookseal does not guess",
                      "", hookseal="refuse",
                      each=[{"headers": {"webhook-signature": [f"v1,{wrong}", f"v1,{text}"]}}])
    # Signed for the id `msg_1`, and a body that begins with a time; read as another id, time and body.
    split = StandardWebhooks(family.now)
    split.id = "msg_1"
    shifted = split.text(body=f"{now}.{{}}".encode())
    yield family.case("refuse", "the boundaries of id, time and body moved", "one signature, two messages: no id has a dot",
                      "CVE-2025-68113", body="{}",
                      headers={"webhook-id": f"msg_1.{now}", "webhook-timestamp": now, "webhook-signature": f"v1,{shifted}"})
    yield family.case("refuse", "`whsec_` and nothing behind it", "an empty secret in disguise", "", about="secret",
                      secret="whsec_", headers=family.headers(family.text(key=b"")))
    yield family.case("refuse", "a body of 3 MiB", "more than any webhook has", "CVE-2026-40481",
                      body={"repeat": ["", "x", 3 << 20]})
    public = base64.b64encode(bytes(range(32))).decode()
    yield family.case("refuse", "a public key as the secret", "everyone knows it, so everyone can sign with it",
                      "algorithm confusion", about="secret", secret="whpk_" + public,
                      each=[{"headers": family.headers(family.text(key=key))} for key in
                            (bytes(range(32)), public.encode(), b"whpk_" + public.encode())])
    for count in (1000, 20_000):
        yield family.case("refuse", f"{count} signatures", "work before anything is authenticated", "", cost=True,
                          headers=family.headers() | {"webhook-signature": {"repeat": ["", f"v1,{wrong} ", count]}})


def base64s(family):
    """Other ways to write the same bytes."""
    text = family.text()
    assert text.endswith("=")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    stray = letters[letters.index(text[-2]) + 1]
    for name, why, other in [
        ("junk within base64", "skipped by lenient decoders: many signatures for one message", text[:9] + "!*" + text[9:]),
        ("stray bits at the end of base64", "two texts for the same bytes", text[:-2] + stray + "="),
        ("base64 without its padding", "two texts for the same bytes", text[:-1]),
        ("base64 with too much padding", "two texts for the same bytes", text + "="),
        ("what follows the padding", "ignored by lenient decoders", text + "AAAA"),
    ]:
        yield family.case("refuse", name, why, "", each=[family.signature(f"v1,{other}")])
    yield family.case("refuse", "entries that are none", "an exception of another kind becomes a 500", "",
                      each=[family.signature(value) for value in
                            ("v1", "v1 ", " v1,", "v1,a,b", "v1,A", "v1,%%%", "v1,\u00e9", ",", "v1;" + text, text)])
    yield family.case("refuse", "a signature cut in two", "lists are split before they are compared", "",
                      each=[family.signature(f"v1,{text[:20]} v1,{text[20:]}"), family.signature(raw(b"v1,\xe2\x80"))])
