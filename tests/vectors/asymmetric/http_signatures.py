#!/usr/bin/env python3
"""Lines of whole-request signatures for ../{smartthings,keygen,http-*}.jsonl, by the formulas of RFC 9421, RFC 9530,
draft-cavage-http-signatures-12 and RFC 3230, with nothing of hookseal in between. Needs the package `cryptography`.

The keys are those that hookseal's testing kit calls fixed: known to everyone, trusted by nobody.

    ./http_signatures.py            appends what is missing to the files, by name
    ./http_signatures.py --check    verifies the signatures of the lines that are there, and compares the rest
"""
import base64
import hashlib
import hmac
import json
import pathlib
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, utils

HERE = pathlib.Path(__file__).parent
RSA = serialization.load_pem_private_key((HERE / "../../../src/testing/key_pair/rsa.pem").read_bytes(), None)
ED = ed25519.Ed25519PrivateKey.from_private_bytes(b"hookseal: known to all for tests")
EC = ec.derive_private_key(int.from_bytes(b"\x42" * 32, "big"), ec.SECP256R1())
SECRET = "correct horse battery staple"
NOW = 1_760_000_000
DATE = "Thu, 09 Oct 2025 08:53:20 GMT"


def pem(key):
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def sign(alg, message):
    if alg in ("rsa-sha256", "rsa-v1_5-sha256"):
        return RSA.sign(message, padding.PKCS1v15(), hashes.SHA256())
    if alg == "rsa-pss-sha512":
        return RSA.sign(message, padding.PSS(padding.MGF1(hashes.SHA512()), 64), hashes.SHA512())
    if alg == "ed25519":
        return ED.sign(message)
    if alg == "ecdsa-p256-sha256":
        r, s = utils.decode_dss_signature(EC.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return hmac.new(SECRET.encode(), message, hashlib.sha256).digest()


def holds(alg, message, signature):
    try:
        if alg == "rsa-pss-sha512":
            pss = padding.PSS(padding.MGF1(hashes.SHA512()), 64)
            RSA.public_key().verify(signature, message, pss, hashes.SHA512())
        elif alg == "ecdsa-p256-sha256":
            half = [int.from_bytes(signature[at:at + 32], "big") for at in (0, 32)]
            EC.public_key().verify(utils.encode_dss_signature(*half), message, ec.ECDSA(hashes.SHA256()))
        else:
            return signature == sign(alg, message)
    except InvalidSignature:
        return False
    return True


def b64(data):
    return base64.b64encode(data).decode()


def sha256(body):
    return b64(hashlib.sha256(body.encode()).digest())


def digest(body):
    return "SHA-256=" + sha256(body)


KEYS = {"rsa-sha256": pem(RSA), "rsa-v1_5-sha256": pem(RSA), "rsa-pss-sha512": pem(RSA), "ed25519": pem(ED),
        "ecdsa-p256-sha256": pem(EC)}


def line(provider, name, alg, body, url, headers, why, expect="accept", config=None, **more):
    key = {"public_key": KEYS[alg]} if alg in KEYS else {"secret": SECRET}
    source = {"smartthings": "https://github.com/SmartThingsCommunity/smartapp-sdk-nodejs",
              "keygen": "https://keygen.sh/docs/api/signatures/",
              "http-signatures-draft-cavage": "https://datatracker.ietf.org/doc/html/draft-cavage-http-signatures-12",
              "http-message-signatures-rfc9421": "https://www.rfc-editor.org/rfc/rfc9421"}[provider]
    return {"provider": provider, "name": name, **key, "config": config or {}, "method": "POST", "url": url,
            "headers": headers, "body": body, "now_unix": NOW, "expect": expect, "why": why, "source": source,
            "origin": "self-computed", **more}


def cavage(names, alg, body, url, keyid, header, sent, named=None, prefix="", more="", fields=None, id_name="keyId"):
    """The headers of a request signed as in the draft; `sent` is the body that goes with it."""
    host, path = url.removeprefix("https://").split("/", 1)
    fields = {"Host": host, "Date": DATE, "Digest": digest(body), "Content-Type": "application/json", **(fields or {})}
    values = {name.lower(): value for name, value in fields.items()}
    values["(request-target)"] = "post /" + path
    if "(created)" in names:
        values["(created)"] = str(NOW)
        more += f",created={NOW}"
    message = "\n".join(f"{name}: {values[name]}" for name in names)
    signature = b64(sign(alg, message.encode()))
    named = named or alg
    value = f'{prefix}{id_name}="{keyid}",algorithm="{named}",headers="{" ".join(names)}",signature="{signature}"{more}'
    return {**fields, header: value}, sent or body


def smartthings():
    url, kid = "https://smartapp.example.com/smartthings", "/pl/useast1/72-4e-0b"
    event = '{"lifecycle":"EVENT","executionId":"00f4b1b1-8d4f","eventData":{"events":[]}}'
    confirm = ('{"lifecycle":"CONFIRMATION","executionId":"8f8bb0b9","confirmationData":{"appId":"a",'
               '"confirmationUrl":"https://api.smartthings.com/apps/a/confirm-registration?token=t"}}')
    names = ["(request-target)", "digest", "date"]

    def made(name, why, expect="accept", body=event, sent=None, names=names, kid=kid, now=0, change=None, **more):
        words = {key: more.pop(key) for key in ("named", "prefix", "alg", "fields") if key in more}
        alg = words.pop("alg", "rsa-sha256")
        headers, sent = cavage(names, alg, body, url, kid, "Authorization", sent, **{"prefix": "Signature ", **words})
        headers = change(headers) if change else headers
        whole = line("smartthings", name, "rsa-sha256", sent, url, headers, why, expect, **more)
        return {**whole, "now_unix": NOW + now}

    def header(value):
        return lambda headers: {**headers, "Authorization": value(headers["Authorization"])}

    ping = '{"lifecycle":"PING","executionId":"b328f242","pingData":{"challenge":"1a904d57"}}'
    answer = {"status": 200, "json": {"pingData": {"challenge": "1a904d57"}}, "content_type": "application/json"}
    return [
        made("event", "as the SDK's library signs"),
        made("confirmation", "signed as an event; the application fetches the URL", body=confirm),
        line("smartthings", "ping", "rsa-sha256", ping, url, {"Content-Type": "application/json"},
             "PING need not be signed", handshake_response=answer),
        made("signed ping", "PING that is signed is answered alike", body=ping, handshake_response=answer),
        made("prefix in lower case", "schemes of `Authorization` have no case", prefix="signature "),
        made("five minutes old", "at the end of the window", now=300),
        made("stale", "a second later", "reject", now=301),
        made("early", "signed in the future", "reject", now=-301),
        made("body changed", "the digest is another", "reject", sent=event.replace("EVENT", "OTHER")),
        made("digest not covered", "whoever has it can send another body", "reject", names=["(request-target)", "date"]),
        made("target not covered", "it was for another endpoint", "reject", names=["digest", "date"]),
        made("date not covered", "no time is signed", "reject", names=["(request-target)", "digest"]),
        made("digest of another hash", "MD5 does not count", "reject",
             fields={"Digest": "MD5=" + b64(hashlib.md5(event.encode()).digest())}),
        made("another algorithm by name", "`ed25519` is none of SmartThings", "reject", named="ed25519"),
        made("hmac by name", "the public key is no secret", "reject", named="hmac-sha256"),
        made("another signature", "its first bytes are others", "reject",
             change=header(lambda value: value.replace('signature="', 'signature="AAAA', 1).replace('=="', '"'))),
        made("token scheme", "not a signature", "reject", change=header(lambda value: "Bearer " + value[10:])),
        made("no authorization", "nothing is signed", "reject",
             change=lambda headers: {name: value for name, value in headers.items() if name != "Authorization"}),
        *[made(f"key id {number}", "no name of a key under the fixed host", "reject", kid=kid) for number, kid in
          enumerate(["@evil.example/k", "/../k", "//evil.example/k", "/pl/a?b=c", "/pl/a#b", "/pl/%2e%2e/a", ""])],
    ]


def keygen():
    url, kid = "https://example.com/keygen", "1fddcec8-8dd3-4d8d-9b16-215cac0f9b52"
    body = '{"data":{"id":"c9ae7f3a","type":"webhook-events","attributes":{"event":"license.created"}}}'
    names = ["(request-target)", "host", "date", "digest"]

    def made(name, why, expect="accept", alg="ed25519", sent=None, names=names, kid=kid, now=0, **more):
        words = {key: more.pop(key) for key in ("named", "fields", "header") if key in more}
        header = words.pop("header", "Keygen-Signature")
        headers, sent = cavage(names, alg, body, url, kid, header, sent, id_name="keyid", **words)
        whole = line("keygen", name, alg, sent, url, headers, why, expect, **more)
        return {**whole, "now_unix": NOW + now}

    return [
        made("ed25519", "in the header of Keygen", key_id=kid),
        made("ed25519 in Signature", "the draft's own header", header="Signature"),
        made("rsa-sha256", "an endpoint whose algorithm is RSA", alg="rsa-sha256"),
        made("another account", "a key that is not ours", "reject", kid="00000000-0000-4000-8000-000000000000", key_id=kid),
        made("another host", "signed for another host", "reject", fields={"Host": "evil.example"}),
        made("host not covered", "it was for another host", "reject", names=["(request-target)", "date", "digest"]),
        made("body changed", "the digest is another", "reject", sent=body.replace("created", "deleted")),
        made("stale", "older than five minutes", "reject", now=301),
        made("algorithm of another key", "named so, but made with Ed25519", "reject", named="rsa-sha256"),
        made("algorithm hs2019", "the name that names none", named="hs2019"),
    ]


def draft():
    url = "https://example.com/foo?param=value&pet=dog"
    body = '{"hello": "world"}'
    usual = ["(request-target)", "host", "date", "digest"]

    def made(name, why, expect="accept", alg="rsa-sha256", sent=None, names=usual, now=0, header="Signature", **more):
        words = {key: more.pop(key) for key in ("named", "fields", "more") if key in more}
        headers, sent = cavage(names, alg, body, url, "Test", header, sent, **words)
        config = {"key_id": "Test", "required_headers": ["(request-target)", "digest"]}
        whole = line("http-signatures-draft-cavage", name, alg, sent, url, headers, why, expect, config, **more)
        return {**whole, "now_unix": NOW + now}

    return [
        made("rsa-sha256", "everything is covered"),
        made("ed25519", "everything is covered", alg="ed25519"),
        made("hmac-sha256", "everything is covered", alg="hmac-sha256"),
        made("created", "`(created)` instead of a date", alg="ed25519", named="hs2019",
             names=["(request-target)", "(created)", "digest"]),
        made("created with an old algorithm", "section 2.3 forbids it", "reject",
             names=["(request-target)", "(created)", "digest"]),
        made("expired", "ended before the window does", "reject", alg="ed25519", more=f',expires={NOW - 1}'),
        made("body changed", "the digest is another", "reject", sent=body.replace("o", "0")),
        made("no digest", "the body is not covered", "reject", names=["(request-target)", "host", "date"]),
        made("stale", "older than five minutes", "reject", now=301),
        made("public key as a secret", "HMAC with what everyone has", "reject", named="hmac-sha256"),
    ]


def rfc9421():
    url, body = "https://example.com/foo?param=Value&Pet=dog", '{"hello": "world"}'
    usual = ["@method", "@target-uri", "content-digest"]

    def made(name, why, expect="accept", alg="ed25519", names=usual, sent=None, now=0, label="sig", config=None,
             input_more="", tampered=None, named=True, **more):
        values = {"@method": "POST", "@target-uri": url, "@authority": "example.com", "@path": "/foo",
                  "@query": "?param=Value&Pet=dog", "content-digest": f"sha-256=:{sha256(body)}:",
                  "content-type": "application/json"}
        covered = " ".join(f'"{name}"' for name in names)
        params = f'({covered});created={NOW};keyid="key"' + (f';alg="{alg}"' if named else "") + input_more
        message = "".join(f'"{name}": {values[name]}\n' for name in names) + f'"@signature-params": {params}'
        headers = {"Host": "example.com", "Content-Type": "application/json",
                   "Content-Digest": values["content-digest"], "Signature-Input": f"{label}={params}",
                   "Signature": f"{label}=:{b64(sign(alg, message.encode()))}:", **(tampered or {})}
        config = {"keyid": "key", "required_components": usual, **(config or {})}
        whole = line("http-message-signatures-rfc9421", name, alg, sent or body, url, headers, why, expect, config, **more)
        return {**whole, "now_unix": NOW + now}

    parts = ["@method", "@authority", "@path", "@query", "content-digest"]
    return [
        *[made(alg, "everything is covered", alg=alg) for alg in
          ["ed25519", "ecdsa-p256-sha256", "rsa-pss-sha512", "rsa-v1_5-sha256", "hmac-sha256"]],
        made("no alg", "the key says which", named=False),
        made("the URL in parts", "authority, path and query are the URL", names=parts),
        made("tag", "for this purpose", input_more=';tag="app"', config={"tag": "app"}),
        made("another tag", "for another purpose", "reject", input_more=';tag="app"', config={"tag": "other"}),
        made("another label", "of an intermediary", "reject", label="proxy", config={"label": "sig"}),
        made("body not covered", "the digest is not among the components", "reject", names=["@method", "@target-uri"]),
        made("query not covered", "half of the URL", "reject", names=["@method", "@authority", "@path", "content-digest"]),
        made("nothing covered", "genuine, and worth nothing", "reject", names=[]),
        made("body changed", "the digest is another", "reject", sent=body.replace("o", "0")),
        made("digest changed", "it is covered", "reject", sent="{}",
             tampered={"Content-Digest": f"sha-256=:{sha256('{}')}:"}),
        made("another component listed", "the parameters are signed as they were received", "reject",
             tampered={"Signature-Input": f'sig=("@method" "@target-uri" "content-digest" "content-type");created={NOW};keyid="key"'}),
        made("stale", "older than five minutes", "reject", now=301),
        made("early", "signed in the future", "reject", now=-301),
        made("expired", "ended before the window does", "reject", input_more=f";expires={NOW - 1}"),
        made("another key id", "a key that is not ours", "reject", key_id="mine"),
        made("hmac with the public key", "everyone has it", "reject", tampered={
            "Signature-Input": f'sig=("@method" "@target-uri" "content-digest");created={NOW};keyid="key";alg="hmac-sha256"'}),
        made("algorithm of another key", "named so, but made with Ed25519", "reject", tampered={
            "Signature-Input": f'sig=("@method" "@target-uri" "content-digest");created={NOW};keyid="key";alg="rsa-v1_5-sha256"'}),
        made("two labels alike", "one of them would be read by one and not by the other", "reject", tampered={
            "Signature-Input": f'sig=();created={NOW}, sig=("@method" "@target-uri" "content-digest");created={NOW}'}),
    ]


def main():
    check = "--check" in sys.argv
    for made in (smartthings(), keygen(), draft(), rfc9421()):
        path = HERE / ".." / f"{made[0]['provider']}.jsonl"
        there = [json.loads(text) for text in path.read_text().splitlines()] if path.exists() else []
        known = {entry["name"]: entry for entry in there}
        for entry in made:
            old = known.get(entry["name"])
            if check:
                assert old is not None, f"{path.name}: {entry['name']} is missing"
                same = {key: value for key, value in old.items() if key != "headers"}
                assert same == {key: value for key, value in entry.items() if key != "headers"}, entry["name"]
                deterministic = not any(word in str(entry["headers"]) for word in ("ecdsa", "rsa-pss"))
                assert not deterministic or old == entry, entry["name"]
            elif old is None:
                there.append(entry)
        if check:
            for entry in made:
                alg = entry["name"]
                if alg in ("ecdsa-p256-sha256", "rsa-pss-sha512"):
                    old = known[alg]["headers"]
                    params = old["Signature-Input"].removeprefix("sig=")
                    message = (f'"@method": POST\n"@target-uri": {entry["url"]}\n"content-digest": {old["Content-Digest"]}\n'
                               f'"@signature-params": {params}')
                    raw = base64.b64decode(old["Signature"].removeprefix("sig=:").removesuffix(":"))
                    assert holds(alg, message.encode(), raw), alg
        else:
            path.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in there))
    print("as it should be" if check else "written")


main()
