"""What attackers make of a token, and what must not pass for another reason."""

import base64
import json

from token_keys import Pair, Shared, b64url, certificate, compact, der, pem, token
from token_rows import ES256, INNER, ISSUER, ISSUER_KEY, LEAF, NOW, OTHER, ROOT_KEY, ROWS, TENANT, TPAY_ROOT

EVIL = "https://evil.example/keys"


def attacks(row):
    if row.name != "genuine":
        return
    refused = lambda name, text=None, why="", **more: row.line(name, text, "reject", why or name, **more)
    header = {"alg": row.key.alg} | row.header
    other = Pair(row.key.alg, "other") if row.key.is_public else Shared("another secret")
    genuine = row.made()
    head, payload, signature = genuine.split(".")
    published = json.loads(json.dumps(row.line("x").get("public_key", "")))

    yield refused("another key", row.made(key=other))
    yield refused("alg none", row.made(header=header | {"alg": "none"}, key=None))
    yield refused("alg none with a signature", f"{b64url(compact(header | {'alg': 'None'}).encode())}.{payload}.{signature}")
    yield refused("no signature", f"{head}.{payload}.")
    yield refused("crit", row.made(header=header | {"crit": ["exp"]}), "no extension is understood")
    yield refused("b64", row.made(header=header | {"b64": False, "crit": ["b64"]}), "no extension is understood")
    yield refused("a repeated alg", row.made(header=compact(header)[:-1] + ',"alg":"%s"}' % row.key.alg))
    yield refused("alg is a number", row.made(header=header | {"alg": 256}))
    yield refused("kid is an object", row.made(header=header | {"kid": {}}))
    yield refused("padded base64", f"{head}=.{payload}.{signature}", "base64url without padding")
    yield refused("another alphabet", f"{head}.{payload}.{base64.b64encode(b'?' * 6 + b'>' * 60).decode()}")
    yield refused("two segments", f"{head}.{signature}")
    yield refused("four segments", f"{genuine}.")
    yield refused("not base64", f"{head}.{payload}.%%%")
    yield refused("nothing", "")
    if row.key.is_public:
        texts = {"the JSON": compact(published), "the PEM": row.key.pem(), "the PEM without its last line feed": row.key.pem()[:-1]}
        for name, text in texts.items():
            confused = row.made(header=header | {"alg": "HS256"}, key=Shared(text), alg="HS256")
            yield refused(f"HS256 with {name} as the secret", confused, "algorithm confusion")
        evil = Pair(row.key.alg, "other")
        yield refused("an embedded jwk", row.made(key=evil, header=header | {"jwk": evil.jwk()}), "its key is ignored")
        if "jku" not in row.header:
            yield refused("an embedded jku", row.made(key=evil, header=header | {"jku": EVIL}), "its URL is ignored")
        if "x5u" not in row.header:
            yield refused("an embedded x5u", row.made(key=evil, header=header | {"x5u": EVIL}), "its URL is ignored")
        if "x5c" not in row.header:
            own = der(certificate("evil", evil))
            yield refused("an embedded x5c", row.made(key=evil, header=header | {"x5c": [own]}), "its key is ignored")
        if row.key.alg.startswith("ES"):
            yield refused("DER", row.made(der=True), "a JWS has r and s with a fixed width")
            yield refused("r and s are nought", f"{head}.{payload}.{b64url(bytes(len(row.key.sign(b''))))}")
        else:
            wrong = {"RS256": "RS384", "RS512": "RS256"}[row.key.alg]
            if row.slug not in ("microsoft-bot-framework", "security-event-token-push"):
                yield refused(f"alg {wrong}", row.made(header=header | {"alg": wrong}, alg=wrong), "it is not accepted")
    if not row.detached:
        yield from about_claims(row, refused)
    else:
        yield refused("a payload of its own", token(row.key, header, row.body), "the payload is the body")
        yield refused("a payload beside the body", f"{head}.{b64url(row.message())}.{signature}", "it must be left out")
    if "body" in row.covers:
        yield refused("another body", why="the body is covered", body=row.body + " ")
        yield refused("no body", why="the body is covered", body="")
    if "url" in row.covers:
        yield refused("another URL", genuine, "the URL is covered", url=row.url + ("&" if "?" in row.url else "?") + "more=1")
    yield from SPECIAL.get(row.slug, lambda *_: ())(row, refused, header)


def about_claims(row, refused):
    claims = row.payload()
    changed = lambda name, value: row.made(payload=claims | {name: value})
    yield refused("the claims are a list", row.made(payload="[]"))
    yield refused("the claims are a text", row.made(payload='"claims"'))
    yield refused("the claims are not JSON", row.made(payload="{"))
    yield refused("a repeated claim", row.made(payload=compact(claims)[:-1] + ',"%s":1}' % next(iter(claims))))
    for name in row.pinned:
        value = claims[name]
        yield refused(f"{name} is missing", row.made(payload={k: v for k, v in claims.items() if k != name}))
        wrong = ["", None, {}, [["x"]], False]
        if name == "events":
            wrong = [None, {}, [], "x", 7]
        elif name == "iat":
            wrong = ["x", None, {}, -1, NOW - 296, NOW + 306, 1e99]
        elif isinstance(value, str):
            wrong += [other for other in (value + "x", value.rstrip("=")[:-1], value.swapcase()) if other != value]
        for number, other in enumerate(wrong):
            # Hexadecimal digits have no letter case.
            if not (isinstance(other, str) and isinstance(value, str) and other.lower() == value and len(value) == 64):
                yield refused(f"{name} is wrong, {number}", changed(name, other))
    if "aud" in row.pinned:
        own = claims["aud"] if isinstance(claims["aud"], str) else claims["aud"][0]
        yield row.line("several audiences", changed("aud", ["x", own]), why="one of them is right")
        yield refused("several audiences, none ours", changed("aud", ["x", own + "x"]))
        yield refused("audiences that are no texts", changed("aud", [own, 7]), "it is no list of texts")
    if "exp" in claims and row.slug != "google-risc":
        leeway = {"messagebird": 1, "microsoft-bot-framework": 300}.get(row.slug, 0)
        end = claims["exp"] + leeway
        yield row.line("in its last second", now_unix=end - 1)
        for name, now in (("ended", end), ("ended long ago", end + 86_400)):
            yield refused(name, why="the token has ended", now_unix=now)
        for number, other in enumerate(["x", None, {}, [], -1, True, str(NOW + 300)]):
            yield refused(f"exp is wrong, {number}", changed("exp", other), "it is no number of seconds")
    if "nbf" in claims:
        early = 2 if row.slug == "messagebird" else 301
        yield row.line("nearly too early", now_unix=claims["nbf"] - early + 1, why="within the tolerance")
        yield refused("too early", why="the token has not begun", now_unix=claims["nbf"] - early)


def of_lifecycle(row, refused, header):
    yield refused("a kid that leads elsewhere", row.made(header=header | {"kid": "../evil"}), "a name is no path")
    yield refused("another clientKey", why="the issuer is another", body=row.body.replace("client-key-1", "client-key-2"))


def of_pubsub(row, refused, header):
    yield refused("an unverified email", row.made(payload=row.payload() | {"email_verified": "false"}))


def of_events(row, refused, header):
    yield refused("another type", row.made(header=header | {"typ": "JWT"}), "an identity token is no event")
    yield refused("no type", row.made(header={k: v for k, v in header.items() if k != "typ"}), "an identity token is no event")
    for name in ("exp", "sub"):
        for number, value in enumerate([NOW + 300, "x", {"x": 1}, []]):
            yield refused(f"{name} is there, {number}", row.made(payload=row.payload() | {name: value}), "it must not be there")


def of_chains(row, refused, header):
    chain = lambda *links: row.made(header=header | {"x5c": [der(link) for link in links]})
    root = certificate("Test Root", ROOT_KEY, authority=True)
    between = certificate("Test Issuer", ISSUER_KEY, ("Test Root", ROOT_KEY), (ISSUER,), True)
    signer = certificate("Test Signer", ES256, ("Test Issuer", ISSUER_KEY), (LEAF,))
    evil = Pair("ES256", "evil")
    own_root = certificate("Test Root", evil, authority=True)
    own_between = certificate("Test Issuer", evil, ("Test Root", evil), (ISSUER,), True)
    own_signer = certificate("Test Signer", ES256, ("Test Issuer", evil), (LEAF,))
    unmarked = certificate("Test Signer", ES256, ("Test Issuer", ISSUER_KEY))
    unmarked_between = certificate("Test Issuer", ISSUER_KEY, ("Test Root", ROOT_KEY), (), True)
    no_authority = certificate("Test Issuer", ISSUER_KEY, ("Test Root", ROOT_KEY), (ISSUER,), False)
    ended = certificate("Test Signer", ES256, ("Test Issuer", ISSUER_KEY), (LEAF,), until=2025)
    yield refused("a root of one's own", chain(own_signer, own_between, own_root), "only the pasted root counts")
    yield refused("a foreign chain under the right root", chain(own_signer, own_between, root))
    yield refused("a signer without the mark", chain(unmarked, between, root))
    yield refused("an issuer without the mark", chain(signer, unmarked_between, root))
    yield refused("an issuer that is no authority", chain(signer, no_authority, root))
    yield refused("an ended signer", chain(ended, between, root))
    yield refused("two certificates", chain(signer, between))
    yield refused("four certificates", chain(signer, between, root, root))
    yield refused("certificates in another order", chain(between, signer, root))
    yield refused("no certificates", row.made(header={"alg": "ES256"}))
    yield refused("certificates that are no texts", row.made(header=header | {"x5c": [1, 2, 3]}))
    yield refused("certificates that are none", row.made(header=header | {"x5c": ["AAAA"] * 3}))
    data = row.payload()["data"]
    changed = lambda **more: row.made(payload=row.payload() | {"data": data | more})
    yield refused("another app", changed(bundleId="com.example.other"))
    yield refused("no app", changed(bundleId=None))
    yield refused("a list of apps", changed(bundleId={"0": "com.example.app"}))
    yield refused("the sandbox", changed(environment="Sandbox"))
    yield row.line("the sandbox where it is wanted", changed(environment="Sandbox"),
                   config={"bundle_id": "com.example.app", "environments": ["Production", "Sandbox"]})


def of_tpay(row, refused, header):
    named = lambda url: row.made(header=header | {"x5u": url})
    urls = ["https://secure.tpay.com.evil.example/x509/a.pem", "http://secure.tpay.com/x509/a.pem",
            "https://secure.tpay.com@evil.example/a.pem", "https://secure.tpay.com:444/x509/a.pem",
            "https://secure.tpay.com/x509/a.txt", "https://evil.example/secure.tpay.com/a.pem", "", "x"]
    for number, url in enumerate(urls):
        yield refused(f"a certificate from elsewhere, {number}", named(url), "the URL is pinned")
    yield row.line("the sandbox", named("https://secure.sandbox.tpay.com/x509/notifications-jws.pem"))
    yield refused("a certificate of another root", why="it does not lead to the trusted root",
                  public_key=pem(certificate("Test Tpay", row.key, ("Test Tpay Root", Pair("RS256")))))


def of_truelayer(row, refused, header):
    # Of the row, with another list of headers.
    def listing(names, **more):
        other = type(row)(**{**row.__dict__, "header": row.header | {"tl_headers": names}})
        return other.line(f"lists {names or 'nothing'}", other.made() if names else "", **more)

    yield listing("X-Note,X-Tl-Webhook-Timestamp", why="the order of the list counts")
    yield listing("X-Note", expect="reject", why="the time is not signed")
    yield refused("the list in another letter case", row.made(header=header | {"tl_headers": "x-tl-webhook-timestamp,x-note"}),
                  "it was signed with another")
    yield refused("an absent header", row.made(header=header | {"tl_headers": "X-Tl-Webhook-Timestamp,X-Note,X-Absent"}))
    yield refused("no list", row.made(header={k: v for k, v in header.items() if k != "tl_headers"}))
    yield refused("another version", row.made(header=header | {"tl_version": "1"}))
    for number, url in enumerate(["https://webhooks.truelayer.com/other", "https://webhooks.truelayer.com.evil.example/.well-known/jwks",
                                  "http://webhooks.truelayer.com/.well-known/jwks", EVIL, 7]):
        yield refused(f"keys from elsewhere, {number}", row.made(header=header | {"jku": url}), "the URL is pinned")
    yield refused("no jku", row.made(header={k: v for k, v in header.items() if k != "jku"}))
    slash = row.url.replace("/token?", "/token/?")
    yield row.line("with a slash that was not signed", url=slash, why="both are tried")
    yield refused("another path", why="the path is covered", url=row.url.replace("/token", "/tokens"))
    yield refused("another method", why="the method is covered", method="PUT")
    yield refused("stale", why="the time is signed", now_unix=NOW + 301)
    yield refused("too early", why="the time is signed", now_unix=NOW - 301)


def of_graph(row, refused, header):
    tokens = lambda *texts: compact(json.loads(row.body) | {"validationTokens": list(texts)})
    good, evil = row.made(), row.made(key=Pair("RS256", "other"))
    second = row.made(payload=row.payload() | {"iss": "https://sts.windows.net/other/"})
    tenants = row.config | {"issuers": [TENANT, "https://sts.windows.net/other/"]}
    yield row.line("two tokens", body=tokens(good, second), config=tenants, why="each is right")
    yield refused("a genuine token and another", why="each must be genuine", body=tokens(good, evil))
    yield refused("another token and a genuine one", why="each must be genuine", body=tokens(evil, good))
    yield refused("tokens of two tenants", why="one is not ours", body=tokens(good, second))
    yield refused("no tokens", why="there must be one", body=tokens())
    yield refused("a token and a number", why="each must be one", body=compact(json.loads(row.body) | {"validationTokens": [good, 7]}))
    yield refused("seventeen tokens", why="at most 16 are looked at", body=tokens(*[good] * 17))
    yield refused("no list of tokens", why="there must be one", body=compact(json.loads(row.body) | {"validationTokens": good}))
    state = lambda text: compact(json.loads(row.body.replace('"st4te"', text, 1)) | {"validationTokens": [good]})
    yield refused("a wrong state", why="each notification has it", body=state('"other"'))
    yield refused("a state that is none", why="each notification has it", body=state("null"))
    yield refused("both applications", row.made(payload=row.payload() | {"appid": "x", "azp": row.payload()["appid"]}),
                  "the first counts")


SPECIAL = {
    "atlassian-connect-lifecycle": of_lifecycle, "google-pubsub-push": of_pubsub, "security-event-token-push": of_events,
    "apple-app-store-v2": of_chains, "tpay": of_tpay, "truelayer": of_truelayer, "microsoft-graph-rich": of_graph,
}
