"""AWS SNS: RSA over lines of the JSON body, with a certificate that the body says where to fetch."""

import base64
import datetime
import json
import pathlib

from .rsa import sign

HERE = pathlib.Path(__file__).parent
TOPIC = "arn:aws:sns:us-east-1:123456789012:MyTopic"
CERTIFICATE = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem"
SIGNED = ("Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
API = "https://sns.us-east-1.amazonaws.com/?Action=GetTopicAttributes&x=.pem"
# Where an attacker can put a certificate, by what a receiver may forget to look at.
ELSEWHERE = {
    "a bucket of the attacker": ["https://sns.evil.s3.amazonaws.com/x.pem", "https://s3.amazonaws.com/sns/x.pem"],
    "another host": ["https://sns.us-east-1.amazonaws.com.evil.com/x.pem", "https://evil.com/sns.us-east-1.amazonaws.com/x.pem",
                     "https://sns.us-east-1.evilamazonaws.com/x.pem", "https://sns.us-east-1.amazonaws.co/x.pem"],
    "behind a user name": ["https://sns.us-east-1.amazonaws.com@evil.com/x.pem",
                           "https://sns.us-east-1.amazonaws.com:443@evil.com/x.pem",
                           "https://evil.com\\@sns.us-east-1.amazonaws.com/x.pem"],
    "not under TLS": ["http://sns.us-east-1.amazonaws.com/x.pem", "ftp://evil.com/x.pem", "file:///tmp/x.pem", "//evil.com/x.pem"],
    "at an address of the receiver's network": ["https://127.0.0.1/x.pem", "https://169.254.169.254/x.pem", "https://[::1]/x.pem"],
}
# These reach Amazon, whatever they look like.
SPELLINGS = ["https://a@sns.us-east-1.amazonaws.com/x.pem", "https://sns.us-east-1.amazonaws.com:8443/x.pem",
             "https://sns.us-east-1.amazonaws.com./x.pem", "https://sns.us-east-1.amazonaws\u3002com/x.pem"]


def pem(name: str) -> str:
    return (HERE / f"{name}.pem").read_text()


class Sns:
    def __init__(self, now):
        self.now = now
        time = datetime.datetime.fromtimestamp(now, datetime.UTC)
        self.message = {
            "Type": "Notification", "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", "TopicArn": TOPIC,
            "Subject": "My First Message", "Message": "Zo\u00eb\nsecond line", "SignatureVersion": "2",
            "Timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "SigningCertURL": CERTIFICATE}

    def body(self, key="rsa", **changed):
        """A signed message; `None` leaves a member out."""
        message = {name: value for name, value in (self.message | changed).items() if value is not None}
        lines = "".join(f"{name}\n{message[name]}\n" for name in SIGNED if name in message)
        digest = "sha1" if message["SignatureVersion"] == "1" else "sha256"
        return message | {"Signature": base64.b64encode(sign(key, lines.encode(), digest)).decode()}

    def case(self, must, name, why, source="", bodies=(), served=None, **what):
        is_message = lambda body: isinstance(body, dict) and body.keys().isdisjoint({"hex", "repeat"})
        written = [json.dumps(body, ensure_ascii=False) if is_message(body) else body for body in bodies or [self.body()]]
        one = {"body": written[0]} if len(written) == 1 else {"body": "", "each": [{"body": body} for body in written]}
        case = {"family": "aws-sns", "name": name, "must": must, "why": why, "now": self.now, "topic": TOPIC,
                "served": {CERTIFICATE: pem("genuine")} | (served or {}), "headers": {"content-type": "text/plain; charset=UTF-8"}} | one
        return case | ({"source": source} if source else {}) | what


def cases(now):
    sns = Sns(now)
    return [*controls(sns), *elsewhere(sns), *types(sns), *changed(sns)]


def controls(sns):
    yield sns.case("accept", "a genuine delivery", "whoever refuses everything is of no use")
    yield sns.case("accept", "the older version, with SHA-1", "what topics have that nobody has changed", "",
                   [sns.body(SignatureVersion="1")])
    yield sns.case("accept", "no subject", "it is left out where there is none", "", [sns.body(Subject=None)])


def elsewhere(sns):
    forged = lambda urls: [sns.body("rsa_other", SigningCertURL=url) for url in urls]
    why = "whoever chooses the certificate signs what they like"
    for name, urls in ELSEWHERE.items():
        yield sns.case("refuse", f"the certificate is {name}", why, "CVE-2023-33185", forged(urls), {"*": pem("attacker")})
    yield sns.case("refuse", "the certificate is in an answer of Amazon's API", "which returns what its callers have stored",
                   "CVE-2023-33185", forged([API]), {API: pem("attacker")})
    yield sns.case("refuse", "the certificate's URL in both spellings", "one is looked at, the other fetched", "",
                   [sns.body("rsa_other") | {"SigningCertUrl": "https://evil.com/x.pem"},
                    sns.body("rsa_other", SigningCertURL="https://evil.com/x.pem") | {"SigningCertUrl": CERTIFICATE}],
                   {"*": pem("attacker")})
    yield sns.case("any", "odd spellings of Amazon's host", "they lead to Amazon: harmless, and no genuine delivery has them",
                   "CVE-2023-33185", [sns.body(SigningCertURL=url) for url in SPELLINGS],
                   {url: pem("genuine") for url in ["https://sns.us-east-1.amazonaws.com/x.pem", *SPELLINGS]}, hookseal="refuse")


def types(sns):
    genuine = sns.body()
    for what, value in [("numbers", 5), ("null", None), ("arrays", ["x"]), ("objects", {"a": 1}), ("booleans", True)]:
        yield sns.case("refuse", f"{what} where texts belong", "an exception instead of an answer", "",
                       [genuine | {name: value} for name in genuine])
    yield sns.case("refuse", "members left out", "a check that is skipped where there is nothing to check", "",
                   [{name: value for name, value in genuine.items() if name != left} for left in genuine])
    yield sns.case("refuse", "no message at all", "an exception instead of an answer", "",
                   ["", "null", "5", "[]", "{}", '"text"', "[" * 50, "{", '{"__proto__":null}', "\ufeff{}"])
    yield sns.case("refuse", "a body that is not UTF-8", "an exception before anything is authenticated", "",
                   [{"hex": "fffe"}])
    yield sns.case("refuse", "arrays within arrays, by the hundred thousand", "a parser without a limit ends the process", "",
                   [{"repeat": ['{"Type":', "[", 100_000]}])


def changed(sns):
    genuine = sns.body()
    yield sns.case("refuse", "another message", "what the signature is for", "",
                   [genuine | {name: value + "x"} for name, value in genuine.items() if name in SIGNED])
    yield sns.case("refuse", "a subject added", "a value that would be signed", "", [sns.body(Subject=None) | {"Subject": "x"}])
    # Two messages whose lines are the same.
    one = sns.body(Message="a\nMessageId\nb", Subject=None)
    yield sns.case("refuse", "lines moved from one value into the next", "one signature, two messages", "CVE-2025-68113",
                   [one | {"Message": "a", "MessageId": f"b\nMessageId\n{one['MessageId']}"}])
    yield sns.case("refuse", "unknown versions of signatures", "an unknown version proves nothing", "",
                   [genuine | {"SignatureVersion": version} for version in ("3", "0", "", "2.0", "02", "1")])
    yield sns.case("refuse", "another signature", "the least that can be wrong", "",
                   [genuine | {"Signature": text} for text in ("", "AAAA", "%", genuine["Signature"][4:], "\u00e9" * 344)])
    yield sns.case("refuse", "a topic of someone else", "anyone can have their own topic signed", "CVE-2026-40109",
                   [sns.body(TopicArn="arn:aws:sns:us-east-1:999999999999:Evil")], about="topic")
