"""GitHub: HMAC-SHA-256 of the body, in hex."""

from . import generic
from .family import Family


class GitHub(Family):
    name = "github"
    secret = "It's a Secret to Everybody"
    key = secret.encode()
    signature_header = "x-hub-signature-256"
    frame = "sha256="

    def message(self, time, body):
        return body

    def headers(self, text=None, time=None):
        return super().headers(text, time) | {
            "x-github-event": "ping", "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958"}


def cases(now):
    family = GitHub(now)
    return [*generic.cases(family), *own(family)]


def own(family):
    text, old = family.text(), family.text(digest="sha1")
    yield family.case("accept", "a secret of one letter", "users choose it, so it must work", "", secret="a",
                      headers=family.headers(family.text(key=b"a")))
    named = [f"sha1={old}", f"sha512={family.text(digest='sha512')}", f"md5={family.text(digest='md5')}", "crc32=00000000",
             f"none={text}", f"={text}", text]
    yield family.case("refuse", "an algorithm that the header names", "the sender does not choose it", "CVE-2026-48747",
                      each=[family.signature(value) for value in named])
    headers = {name: value for name, value in family.headers().items() if name != "x-hub-signature-256"}
    yield family.case("refuse", "only the old header, with the right SHA-1", "a downgrade by leaving something out", "",
                      headers=headers | {"x-hub-signature": f"sha1={old}"})
    yield family.case("refuse", "the right SHA-1 beside a wrong SHA-256", "one of two is not enough", "",
                      headers=headers | {"x-hub-signature": f"sha1={old}", "x-hub-signature-256": "sha256=" + "0" * 64})
    yield family.case("any", "two signature headers, the right one last", "authentic either way; hookseal does not guess",
                      "", hookseal="refuse",
                      each=[{"headers": {"x-hub-signature-256": ["sha256=" + "0" * 64, f"sha256={text}"]}}])
    yield family.case("refuse", "the body as JSON writes it again", "signed are bytes: `ë` is not `\\u00eb`", "octokit #775",
                      body=family.body.replace("\u00eb", "\\u00eb"))
