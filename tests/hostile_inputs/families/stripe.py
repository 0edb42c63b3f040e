"""Stripe: HMAC-SHA-256 of `{t}.{body}`, in hex, in a list beside the time."""

from . import generic, times
from .family import Family

# A whole event: some libraries parse what they have verified. The object is the example of Stripe's documentation.
EVENT = ('{"id":"evt_1","object":"event","api_version":"2017-05-25","created":1492774577,"livemode":false,'
         '"pending_webhooks":1,"request":null,"type":"account.external_account.created",'
         '"data":{"object":{"object":"bank_account","account_holder_name":"Zo\u00eb","account_holder_type":"individual",'
         '"bank_name":"STRIPE TEST BANK","country":"us","currency":"usd","fingerprint":null,"id":"ba_1","last4":"6789",'
         '"routing_number":"110000000","status":"verified"}}}')


class Stripe(Family):
    name = "stripe"
    secret = "whsec_6fQ2nXk0tB9vR4yLzJ7sWd1aHc3uPe5m"
    key = secret.encode()
    signature_header = "stripe-signature"
    body = EVENT

    def message(self, time, body):
        return f"{time}.".encode() + body

    def value(self, text, time=None):
        return f"t={self.now if time is None else time},v1={text}"


def cases(now):
    family = Stripe(now)
    return [*generic.cases(family), *times.cases(family), *lists(family)]


def lists(family):
    text, now = family.text(), family.now
    wrong = family.text(key=b"an old secret")
    values = lambda must, name, why, source, values, **what: family.case(
        must, name, why, source, each=[family.signature(value) for value in values], **what)
    yield values("accept", "an old secret's signature first", "what Stripe does while a secret is rolled", "",
                 [f"t={now},v1={wrong},v1={text}"])
    yield values("accept", "members in another order, and unknown ones", "the list may grow", "",
                 [f"v1={text},t={now}", f"t={now},v0={wrong},v9=x,v1={text}"])
    yield values("refuse", "only the decoy of test mode", "`v0` is not to be looked at", "",
                 [f"t={now},v0={text}", f"t={now},V1={text}", f"t={now},v2={text}"])
    yield values("refuse", "the time twice", "one of them is verified, and which one is read?", "",
                 [f"t=1,t={now},v1={text}", f"t={now},t=1,v1={text}"])
    yield values("refuse", "no time", "a check that is skipped where there is nothing to check", "OwnPay #140", [f"v1={text}"])
    yield values("refuse", "members without a value", "an exception of another kind becomes a 500", "",
                 [f"t={now},v1", f"t,v1={text}", f"t={now}", f"v1=,t={now}", "t=,v1=", f"t={now},v1={text[:-1]}g"])
    yield values("refuse", "what follows another equals sign", "cut off by those who split there", "",
                 [f"t={now},v1={text}=x", f"t={now}=1,v1={text}"])
    for count in (1000, 20_000):
        yield family.case("refuse", f"{count} signatures", "work before anything is authenticated", "", cost=True,
                          headers={"stripe-signature": {"repeat": [f"t={now}", f",v1={wrong}", count]}})
