"""Hook0: HMAC-SHA-256 of time, names and values of headers and the body, in hex, in a list beside the time."""

from . import generic, times
from .family import Family

NAMES = "x-event-id x-event-type"
HEADERS = {"x-event-id": "1f0c1a52-9b1e-4a77-8d10-5a1e7c0b9d21", "x-event-type": "billing.invoice.paid"}


class Hook0(Family):
    name = "hook0"
    secret = "265bf0c4-4ed4-4ad5-a8a5-d2c0e3c0a2c8"
    key = secret.encode()
    signature_header = "x-hook0-signature"

    def message(self, time, body):
        return f"{time}.{NAMES}.{'.'.join(HEADERS.values())}.".encode() + body

    def value(self, text, time=None):
        return f"t={self.now if time is None else time},h={NAMES},v1={text}"

    def headers(self, text=None, time=None):
        return super().headers(text, time) | HEADERS


def cases(now):
    family = Hook0(now)
    return [*generic.cases(family), *times.cases(family), *own(family)]


def own(family):
    text, now = family.text(), family.now
    values = lambda name, why, source, values: family.case(
        "refuse", name, why, source, each=[family.signature(value) for value in values])
    yield values("the time twice", "one of them is verified, and which one is read?", "",
                 [f"t=1,t={now},h={NAMES},v1={text}", f"t={now},t=1,h={NAMES},v1={text}"])
    yield values("no time", "a check that is skipped where there is nothing to check", "OwnPay #140", [f"h={NAMES},v1={text}"])
    yield values("other names of signed headers", "what is signed is said by the sender, and signed itself", "",
                 [f"t={now},v1={text}", f"t={now},h=x-event-id,v1={text}", f"t={now},h=x-event-type x-event-id,v1={text}",
                  f"t={now},h=x-nowhere,v1={text}", f"t={now},h=:,v1={text}"])
    yield family.case("refuse", "a signed header changed", "it is covered", "",
                      each=[{"headers": {"x-event-type": "billing.invoice.unpaid"}}, {"headers": {"x-event-id": None}}])
