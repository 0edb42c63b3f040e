"""What documentation says of single providers beyond the formula: rotation, downgrades, empty and absent headers."""

import base64
import hashlib
import hmac
import urllib.parse

from . import raw_body, standard, time_beside, time_header
from .formula import BODY, FORM_TYPE, TIMES

BY = {row.provider: row for family in (raw_body, standard, time_beside, time_header) for row in family.ROWS}
# Before the rotation; it is base64 too.
OLD = "3c1e5a7bTheSecretBeforeTheRotation9d0f42"


def mac(secret: bytes, message: str, digest: str = "sha256") -> str:
    return hmac.new(secret, message.encode(), digest).hexdigest()


def headers_of(provider: str, secret: str | None = None) -> dict:
    return BY[provider].request(secret)["headers"]


def absent_and_empty():
    github = BY["github"]
    bare = {"Content-Type": "application/json", "X-GitHub-Event": "push"}
    yield github.line("no-header", "reject", "sent without a secret: not signed", {"headers": bare})
    cal = {"X-Cal-Signature-256": "no-secret-provided"}
    yield BY["cal-com"].with_headers("no-secret-provided", "reject", "sent in place of a signature", cal)
    for provider in ("gitea", "forgejo"):
        row = BY[provider]
        empty = {name: "sha256=" if name.startswith("X-Hub") else "" for name in row.headers if "Signature" in name}
        yield row.with_headers("empty-signature", "reject", "sent when no secret is configured", empty)


def forms():
    """Gitea and Forgejo sign the JSON of a form, GitHub the form."""
    form = {"body": "payload=" + urllib.parse.quote(BODY, safe="")}
    for provider in ("gitea", "forgejo"):
        row = BY[provider]
        signed = {"headers": row.request()["headers"] | {"Content-Type": FORM_TYPE}}
        yield row.line("form", "accept", "the decoded JSON is signed", signed | form)
    github = BY["github"].changed(body=form["body"], content_type=FORM_TYPE)
    yield github.line("form", "accept", "the form is signed as it came")
    signed = {"headers": BY["github"].request()["headers"] | {"Content-Type": FORM_TYPE}}
    yield BY["github"].line("form-signed-as-json", "reject", "the decoded JSON is not what is signed", signed | form)


def digests():
    """The header X-Hub-Signature carries SHA-256 for some; a weaker digest must not do."""
    for provider in ("jira", "snyk"):
        row = BY[provider]
        weak = {"X-Hub-Signature": "sha1=" + mac(row.secret.encode(), BODY, "sha1")}
        yield row.with_headers("sha1", "reject", "authentic under SHA-1: a downgrade", weak)
    websub = BY["websub"]
    for digest, expect in [("sha1", "accept"), ("sha384", "accept"), ("sha512", "accept"), ("md5", "reject")]:
        signed = {"X-Hub-Signature": f"{digest}=" + mac(websub.secret.encode(), BODY, digest)}
        yield websub.with_headers(digest, expect, "the header names the method; four are listed", signed)
    upper = {"X-Notion-Signature": "sha256=" + mac(BY["notion"].secret.encode(), BODY).upper()}
    yield BY["notion"].with_headers("upper-case", "accept", "the SDK compares in lower case", upper)
    net = BY["authorize-net"].changed(headers={"X-ANET-Signature": "sha512={hex}"})
    yield net.line("lower-case", "accept", "the case of hex digits does not matter")
    yield BY["circleci"].with_headers("unknown-version", "accept", "versions that are not known are passed over",
                                      {"circleci-signature": headers_of("circleci")["circleci-signature"] + ",v2=00"})


def keys():
    fitbit = BY["fitbit"]
    tag = hmac.new(fitbit.secret.encode(), BODY.encode(), "sha1").digest()
    bare = {"X-Fitbit-Signature": base64.b64encode(tag).decode()}
    yield fitbit.with_headers("without-ampersand", "reject", "the key ends with an ampersand", bare)
    easypost = BY["easypost"]
    composed = {"X-Hmac-Signature": "hmac-sha256-hex=" + mac(easypost.secret.encode(), BODY)}
    yield easypost.with_headers("secret-as-typed", "reject", "the key is the NFKD form", composed)
    ably = BY["ably"]
    key = ably.secret.partition(":")[2]
    yield ably.line("key-value-alone", "accept", "the part after the colon", secret=key, secret_encoding="utf8")
    whole = {"X-Ably-Signature": base64.b64encode(hmac.digest(ably.secret.encode(), BODY.encode(), "sha256")).decode()}
    yield ably.with_headers("whole-key", "reject", "the part before the colon is a name", whole)
    for provider in ("polar", "bigcommerce"):
        row = BY[provider]
        text = "whsec_" + base64.b64encode(b"not to be decoded: raw text").decode()
        prefixed = row.changed(secret=text)
        yield prefixed.line("raw-whsec", "accept", "the text is the key, whatever it begins with")
        decoded = standard.standard(provider, row.source, secret=text)
        yield decoded.line("decoded-whsec", "reject", "the text is not decoded", secret_encoding="utf8")


def rotation_in_one_header():
    """Two signatures, by the old and by the new secret; either side may still hold only one of them."""
    for provider, value in [("increase", "t={time},v1={old},v1={new}"), ("moneybird", "t={time},v1={old},v1={new}"),
                            ("persona", "t={time},v1={old} t={time},v1={new}"), ("recurly", "{time},{old},{new}"),
                            ("stripe", "t={time},v1={old},v1={new}"), ("supabase", "v1,{old}, v1,{new}")]:
        row = BY[provider]
        header, request = [*row.headers][-1], row.request()
        seen = row.seen(request)
        pair = {"time": next(seen[name] for name in TIMES if name in seen)}
        prefix = "v1,whsec_" if row.key == "whsec" else ""
        for name, secret in [("old", prefix + OLD), ("strange", prefix + OLD[::-1]), ("new", row.secret)]:
            pair |= {name: text for text in row.written(row.tag(request, secret)).values()}
        both = {header: value.format(**pair)}
        yield row.with_headers("rotation", "accept", "the second signature is ours", both)
        turned = {header: value.format(**pair | {"old": pair["new"], "new": pair["old"]})}
        yield row.with_headers("rotation-turned", "accept", "the first signature is ours", turned)
        neither = {header: value.format(**pair | {"new": pair["strange"]})}
        yield row.with_headers("neither", "reject", "none of two signatures is ours", neither)


def rotation_in_two_headers():
    mollie = BY["mollie"]
    twice = [headers_of("mollie", secret)["X-Mollie-Signature"] for secret in (OLD, mollie.secret)]
    yield mollie.with_headers("rotation", "accept", "the header comes once for each secret",
                              {"X-Mollie-Signature": twice})

    docusign = BY["docusign"]
    first, second = (headers_of("docusign", secret)["X-DocuSign-Signature-1"] for secret in (OLD, docusign.secret))
    numbered = {"X-DocuSign-Signature-1": first, "X-DocuSign-Signature-2": second}
    yield docusign.with_headers("second-header", "accept", "any key in any of the numbered headers", numbered)
    yield docusign.with_headers("two-keys", "accept", "two keys, two headers", numbered, secret2=OLD)

    primer, key2 = BY["primer"], hashlib.sha256(OLD.encode()).hexdigest()[:40]
    good, older = (headers_of("primer", secret)["X-Signature-Primary"] for secret in (primer.secret, key2))
    bound = {"X-Signature-Primary": good, "X-Signature-Secondary": older}
    yield primer.with_headers("both-keys", "accept", "each key in its header", bound, secret2=key2)
    yield primer.with_headers("only-secondary-good", "accept", "the second key in the second header", bound,
                              secret=key2[::-1], secret2=key2)
    swapped = {"X-Signature-Primary": older, "X-Signature-Secondary": good}
    yield primer.with_headers("swapped-keys", "reject", "each key is bound to its header", swapped, secret2=key2)


def previous_secret():
    """TabaPay's v2 is no newer scheme: it is v1 by the secret before the rotation."""
    tabapay, time = BY["tabapay"], TIMES["seconds"]
    new, old = (tabapay.tag(tabapay.request(), secret).hex() for secret in (tabapay.secret, OLD))
    pair = {"X-HMAC-Signature": f"t={time},v1={new},v2={old}"}
    yield tabapay.with_headers("rotation", "accept", "v1 is by the current secret", pair)
    yield tabapay.with_headers("rotation-second-secret", "accept", "v2 is by the previous secret, our second", pair,
                               secret=tabapay.secret[::-1], secret2=OLD)
    yield tabapay.with_headers("rotation-not-yet-here", "accept", "v2 is by the secret that we still hold", pair,
                               secret=OLD)
    neither = {"X-HMAC-Signature": f"t={time},v1={old[::-1]},v2={new[::-1]}"}
    yield tabapay.with_headers("neither", "reject", "neither is by our secret", neither)


def versions():
    stripe, eleven = BY["stripe"], BY["elevenlabs"]
    tag = stripe.tag(stripe.request()).hex()
    for name, value in [("only-v0", f"v0={tag}"), ("v0-beside-a-forged-v1", f"v1={tag[::-1]},v0={tag}")]:
        signature = {"Stripe-Signature": f"t={TIMES['seconds']},{value}"}
        yield stripe.with_headers(name, "reject", "v0 is a test signature, whatever it holds", signature)
    other = {"ElevenLabs-Signature": headers_of("elevenlabs")["ElevenLabs-Signature"].replace("v0=", "v1=")}
    yield eleven.with_headers("only-v1", "reject", "v0 is the scheme here", other)
    box = BY["box"]
    for header, value in [("BOX-SIGNATURE-VERSION", "2"), ("BOX-SIGNATURE-ALGORITHM", "HmacSHA1")]:
        name = f"other-{header.rpartition('-')[2].lower()}"
        yield box.with_headers(name, "reject", "not the known way of signing", {header: value})


def writings():
    """Sanity's SDK compares texts: only the one canonical writing is a signature."""
    rows = (BY["sanity"].changed(body=f'{{"_id":"post-{number}","note":"Zoë ☃"}}') for number in range(99))
    row, value = next((row, text) for row in rows for text in row.written(row.tag(row.request())).values()
                      if {"-", "_"} <= {*text[:-1]})
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = value[:-1] + alphabet[alphabet.index(value[-1]) + 1]
    usual = value.replace("-", "+").replace("_", "/")
    for name, text, why in [("padded", value + "=", "no padding"), ("standard-alphabet", usual, "the alphabet of URLs"),
                            ("non-canonical", last, "the last bits are zero")]:
        signature = {"sanity-webhook-signature": f"t={TIMES['millis']},v1={text}"}
        yield row.with_headers(name, "reject", f"not the canonical writing: {why}", signature)


def others():
    segment = BY["segment"]
    batch = {"body": f'[{BODY},{BODY.replace("evt_1", "evt_2")}]'}
    yield segment.line("batch", "reject", "only the first element of a batch is signed: it cannot be verified", batch)
    hygraph = BY["hygraph"].changed(body='{"operation":"publish","note":"\\"Zoë\\" \\u0026 ☃\\\\"}')
    yield hygraph.line("escapes", "accept", "the body is a string within JSON: its quotes and backslashes are escaped")
    stage = {"gcms-signature": headers_of("hygraph")["gcms-signature"].replace("env=master", "env=staging")}
    yield hygraph.changed(body=BODY).with_headers("other-environment", "reject", "the environment is signed", stage)
    for provider in ("quicknode-quickalerts", "dingtalk"):
        other = {"body": BODY.replace("Zoë", "Chloë")}
        yield BY[provider].line("other-body", "accept", "the body is not signed", other)
    query = {"url": "https://example.com/webhooks/x"}
    yield BY["pandadoc"].line("no-query", "reject", "the signature is missing", query)
    linkedin = BY["linkedin"]
    bare = {"X-LI-Signature": mac(linkedin.secret.encode(), BODY)}
    yield linkedin.with_headers("body-alone", "reject", "a literal stands before the signed body", bare)


def quirks():
    for part in (absent_and_empty, forms, digests, keys, rotation_in_one_header, rotation_in_two_headers,
                 previous_secret, versions, writings, others):
        yield from part()
