"""Twilio: HMAC-SHA-1 of the URL and the form's names and values, in base64; or of the URL, which has the body's digest."""

import base64
import hashlib
import hmac
import urllib.parse

from . import generic
from .family import Family

URL = "https://example.com/sms"
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}


class Twilio(Family):
    name = "twilio"
    secret = "12345abcdefg67890hijklmno"
    key = secret.encode()
    signature_header = "x-twilio-signature"
    is_hex = False
    other_digests = ("sha256", "md5")
    body = "Body=Zo%C3%AB&From=%2B14158675309&MessageSid=SM1"
    url = URL

    def signed(self, url, body):
        pairs = sorted(set(urllib.parse.parse_qsl(body, keep_blank_values=True, encoding="utf-8", errors="replace")))
        return url.encode() + "".join(name + value for name, value in pairs).encode()

    def message(self, time, body):
        return self.signed(self.url, body.decode(errors="replace"))

    def encode(self, mac):
        return base64.b64encode(mac).decode()

    def text(self, key=None, time=None, body=None, digest="sha1"):
        return super().text(key, time, body, digest)

    def headers(self, text=None, time=None):
        return super().headers(text, time) | FORM

    def at(self, url, body="", key=None):
        """The signature of another URL and form."""
        return self.encode(hmac.new(key or self.key, self.signed(url, body), hashlib.sha1).digest())


def cases(now):
    family = Twilio(now)
    return [*generic.cases(family), *own(family), *jsons(family)]


def own(family):
    yield family.case("accept", "a form without order", "names are sorted before they are signed", "",
                      body="&".join(reversed(family.body.split("&"))))
    for name, body in [("a parameter more", family.body + "&To=1"), ("a parameter less", "From=%2B14158675309&MessageSid=SM1"),
                       ("a parameter twice, with another value", family.body + "&From=1"),
                       ("a value moved to another name", family.body.replace("SM1", "SM2"))]:
        yield family.case("refuse", name, "each of them is signed", "", body=body)
    yield family.case("refuse", "signed for another URL", "another endpoint's delivery is not ours", "CVE-2026-28465",
                      headers=family.headers(family.at("https://example.com/voice", family.body)))
    # What Twilio signs has no separators: no receiver can tell these apart.
    yield family.case("any", "two forms with one signature", "a hole of the scheme: nothing stands between names and values",
                      "", hookseal="accept", body="A=1&B=2", headers=family.headers(family.at(URL, "A=1B2")))
    yield family.case("any", "a parameter moved from the URL into the form", "a hole of the scheme, as above", "",
                      hookseal="accept", body="A=1", headers=family.headers(family.at(URL + "A1")))


def jsons(family):
    """Bodies that are no forms are covered by a digest in the URL."""
    body = '{"sid":"SM1","note":"Zo\u00eb"}'
    at = lambda body: f"{URL}?bodySHA256={hashlib.sha256(body.encode()).hexdigest()}"
    signed = lambda url: {"x-twilio-signature": family.at(url)} | JSON
    yield family.case("accept", "JSON, with its digest in the URL", "how Twilio covers what is no form", "", url=at(body),
                      headers=signed(at(body)), body=body)
    yield family.case("refuse", "JSON that was changed", "the digest is the only thing that covers it", "", url=at(body),
                      headers=signed(at(body)), body=body.replace("SM1", "SM2"))
    yield family.case("refuse", "JSON without a digest", "nothing covers it", "", headers=signed(URL), body=body)
    yield family.case("refuse", "JSON with an empty digest", "empty equals empty", "", url=URL + "?bodySHA256=",
                      headers=signed(URL + "?bodySHA256="), body=body)
