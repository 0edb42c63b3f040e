"""Slack: HMAC-SHA-256 of `v0:{timestamp}:{body}`, in hex."""

from . import generic, times
from .family import Family


class Slack(Family):
    name = "slack"
    secret = "8f742231b10e8888abcd99yyyzzz85a5"
    key = secret.encode()
    signature_header = "x-slack-signature"
    time_header = "x-slack-request-timestamp"
    frame = "v0="

    def message(self, time, body):
        return f"v0:{time}:".encode() + body


def cases(now):
    family = Slack(now)
    return [*generic.cases(family), *times.cases(family), *own(family)]


def own(family):
    text, now = family.text(), str(family.now)
    yield family.case("refuse", "the right signature as another version", "an unknown version proves nothing", "",
                      each=[family.signature(value) for value in (f"v1={text}", f"V0={text}", f"={text}", text, f"v0:{text}")])
    yield family.case("refuse", "what follows another equals sign", "cut off by those who split there", "",
                      each=[family.signature(f"v0={text}=x"), family.signature(f"v0={text}=")])
    # Signed for this time and a body that begins with digits; read as a longer time and a shorter body.
    split = family.text(body=f"5:{family.body}".encode())
    yield family.case("refuse", "the boundary of time and body moved", "one signature, two messages", "CVE-2025-68113",
                      headers=family.headers(split, f"{now}:5"))
