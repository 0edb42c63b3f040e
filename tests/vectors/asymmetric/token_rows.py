"""Who sends which token, where, and about what."""

import base64
import hashlib
import json
import urllib.parse
from dataclasses import dataclass, field

from token_keys import Pair, Shared, certificate, compact, der, pem, token

NOW = 1_760_000_000
URL = "https://example.com/hooks/token?kind=a%20b"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def sha256(data, form="hex"):
    digest = hashlib.sha256(data.encode()).digest()
    wide = {"base64": base64.b64encode, "base64url": lambda raw: base64.urlsafe_b64encode(raw).rstrip(b"=")}
    return digest.hex() if form == "hex" else wide[form](digest).decode()


@dataclass
class Row:
    slug: str
    source: str
    key: object
    # Whatever the token carries, of the row itself: digests of body and URL are among it.
    claims: object = None
    # `header:prefix`, `body`, `json:member` or `list:member`.
    place: str = "Authorization:Bearer "
    header: dict = field(default_factory=dict)
    body: str = '{"id":"evt_1","type":"test.event","note":"Zoë ☃"}'
    config: dict = field(default_factory=dict)
    publishes: object = None
    # What is left out of the token and signed, of the row itself.
    detached: object = None
    headers: dict = field(default_factory=dict)
    url: str = URL
    method: str = "POST"
    # Claims whose other value, lack or other type is refused.
    pinned: tuple = ()
    covers: tuple = ()
    answer: str = ""
    name: str = "genuine"
    now: int = NOW + 5

    def payload(self):
        return self.claims(self) if callable(self.claims) else self.claims

    def message(self):
        return self.detached(self).encode() if self.detached else None

    def made(self, **more):
        """The token, or another one of the same."""
        key = more.pop("key", self.key)
        header = {"alg": self.key.alg} | self.header
        return token(key, more.pop("header", header), more.pop("payload", self.payload()), self.message(), **more)

    def line(self, name, text=None, expect="accept", why="the documented formula", **more):
        """The delivery with this token."""
        text = self.made() if text is None else text
        kind, _, rest = self.place.partition(":")
        headers, body = {"Content-Type": JSON} | self.headers, self.body
        if kind == "body":
            body = text
        elif kind == "json":
            body = compact({rest: text})
        elif kind == "list":
            body = compact(json.loads(body) | {rest: [text]})
        else:
            headers = {kind: rest + text} | headers
        line = {"provider": self.slug, "name": name, "source": self.source, "origin": "self-computed"}
        published = self.publishes(self) if callable(self.publishes) else self.publishes
        line |= {"secret": self.key.text} if not self.key.is_public else {}
        line |= {"public_key": published or {"keys": [self.key.jwk(self.header.get("kid"))]}} if self.key.is_public else {}
        line |= {"config": self.config} if self.config else {}
        line |= {"method": self.method, "url": self.url, "headers": headers, "body": body, "now_unix": self.now}
        line |= {"answer": self.answer} if self.answer and expect == "accept" else {}
        return line | more | {"expect": expect, "why": why}

    def lines(self):
        return [self.line(self.name)]


RS256, OTHER, ES256, ES512 = Pair("RS256"), Pair("RS256", "other"), Pair("ES256"), Pair("ES512")
RS512 = Pair("RS512")
KID = {"kid": "k-1"}
LASTS = {"iat": NOW, "exp": NOW + 300}
body_hash = lambda name, form="hex": lambda row: {name: sha256(row.body, form)}


def claims(*parts, **fixed):
    return lambda row: fixed | {k: v for part in parts for k, v in (part(row) if callable(part) else part).items()}


def qsh(row):
    path, _, query = row.url.removeprefix("https://example.com").partition("?")
    quote = lambda text: urllib.parse.quote(text, safe="-._~")
    pairs = {}
    for name, value in urllib.parse.parse_qsl(query, keep_blank_values=True):
        pairs.setdefault(name, []).append(quote(value))
    text = "&".join(f"{quote(name)}={','.join(sorted(pairs[name]))}" for name in sorted(pairs) if name != "jwt")
    path = path.replace("&", "%26").removesuffix("/") or "/"
    return {"qsh": sha256(f"{row.method}&{path}&{text}")}


GOOGLE = {"iss": "https://accounts.google.com", "aud": "https://example.com/hooks", "email_verified": True} | LASTS
PUSHER = "push@project.iam.gserviceaccount.com"
CHAT = "chat@system.gserviceaccount.com"
BOT = "39619a59-5a0c-4f9b-87c5-816c648ff357"
SERVICE = "https://smba.trafficmanager.net/teams/"
TENANT = "https://sts.windows.net/84bd8158-6d4d-4958-8b9f-9d6445542f95/"
GRAPH = "0bf30f3b-4a52-48df-9a82-234910c4a086"
EVENTS = {"https://schemas.openid.net/secevent/caep/event-type/session-revoked": {"event_timestamp": NOW}}
NOTES = {"value": [{"subscriptionId": "s-1", "clientState": "st4te"}, {"subscriptionId": "s-2", "clientState": "st4te"}]}
INNER = compact({"id": "evt-1", "createdEvent": {}})
WIX = compact({"eventType": "wix.ecom.v1.order_created", "instanceId": "8a3f", "data": INNER})
LEAF, ISSUER = "1.2.840.113635.100.6.11.1", "1.2.840.113635.100.6.2.1"
ROOT_KEY, ISSUER_KEY = Pair("ES256", "root"), Pair("ES256", "issuer")
ROOT = certificate("Test Root", ROOT_KEY, authority=True)
BETWEEN = certificate("Test Issuer", ISSUER_KEY, ("Test Root", ROOT_KEY), (ISSUER,), True)
SIGNER = certificate("Test Signer", ES256, ("Test Issuer", ISSUER_KEY), (LEAF,))
CHAIN = [der(SIGNER), der(BETWEEN), der(ROOT)]
TPAY_ROOT = certificate("Test Tpay Root", OTHER, authority=True)
TPAY = certificate("Test Tpay", RS256, ("Test Tpay Root", OTHER))
JKU = ["https://webhooks.truelayer.com/.well-known/jwks", "https://webhooks.truelayer-sandbox.com/.well-known/jwks"]


def truelayer(row):
    listed = [(name, row.headers[name]) for name in row.header["tl_headers"].split(",")]
    path = row.url.removeprefix("https://example.com").partition("?")[0]
    return f"{row.method} {path}\n" + "".join(f"{name}: {value}\n" for name, value in listed) + row.body


ROWS = [
    Row("netlify", "https://docs.netlify.com/deploy/deploy-notifications/", Shared("netlify-jws-secret-token"),
        claims(body_hash("sha256"), iss="netlify"), "X-Webhook-Signature:", headers={"X-Netlify-Event": "deploy_created"},
        pinned=("iss", "sha256"), covers=("body",)),
    Row("monday", "https://developer.monday.com/apps/docs/integration-authorization", Shared("monday-signing-secret"),
        claims(LASTS, lambda row: {"aud": row.url}, accountId=3, userId=4), "Authorization:", pinned=("aud",),
        covers=("url",)),
    Row("atlassian-connect", "https://developer.atlassian.com/cloud/confluence/understanding-jwt/",
        Shared("tenant-shared-secret-0123456789"), claims(LASTS, qsh, iss="client-key-1"), "Authorization:JWT ",
        config={"client_key": "client-key-1"}, url="https://example.com/hook/a&b%20c/?b=%7E*&a=2&a=1%2C0&a=%C3%A9&jwt=x&empty=",
        pinned=("iss", "qsh"), covers=("url",)),
    Row("atlassian-connect", "https://developer.atlassian.com/cloud/confluence/understanding-jwt/",
        Shared("tenant-shared-secret-0123456789"), claims(LASTS, qsh, iss="client-key-1"), "Authorization:JWT ",
        config={"client_key": "client-key-1"}, url="https://example.com/", name="no path and no query"),
    Row("atlassian-connect-lifecycle", "https://developer.atlassian.com/cloud/jira/platform/security-for-connect-apps/",
        RS256, claims(LASTS, qsh, iss="client-key-1", aud=["https://example.com"]), "Authorization:JWT ",
        {"kid": "9b4c5d3e-1111-4222-8333-444455556666", "typ": "JWT"},
        '{"key":"com.example","clientKey":"client-key-1","sharedSecret":"s","eventType":"installed"}',
        {"base_url": "https://example.com"}, lambda row: row.key.pem(), pinned=("iss", "aud", "qsh"), covers=("url",)),
    Row("upstash-qstash", "https://upstash.com/docs/qstash/howto/signature", Shared("sig_current_0001"),
        claims(LASTS, body_hash("body", "base64url"), lambda row: {"sub": row.url}, iss="Upstash", nbf=NOW, jti="jwt_1"),
        "Upstash-Signature:", headers={"Upstash-Message-Id": "msg_1"}, config={"next_keys": ["sig_next_0002"]},
        pinned=("iss", "sub", "body"), covers=("body", "url")),
    Row("livekit", "https://docs.livekit.io/home/server/webhooks/", Shared("livekit-api-secret"),
        claims(LASTS, body_hash("sha256", "base64"), iss="APIkey1", nbf=NOW), "Authorization:",
        headers={"Content-Type": "application/webhook+json"}, config={"api_key": "APIkey1"}, pinned=("iss", "sha256"),
        covers=("body",)),
    Row("vonage-messages", "https://developer.vonage.com/en/getting-started/concepts/webhooks",
        Shared("vonage-signature-secret-0123456789"),
        claims(body_hash("payload_hash"), iss="Vonage", iat=NOW, jti="j-1", api_key="a1b2", application_id="app"),
        pinned=("iss", "payload_hash", "iat"), covers=("body",)),
    Row("messagebird", "https://developers.messagebird.com/api/#verifying-http-requests", Shared("messagebird-signing-key"),
        claims(LASTS, body_hash("payload_hash"), lambda row: {"url_hash": sha256(row.url)}, iss="MessageBird", nbf=NOW,
               jti="j-1"), "MessageBird-Signature-JWT:", pinned=("iss", "payload_hash", "url_hash"),
        covers=("body", "url")),
    Row("fusionauth", "https://fusionauth.io/docs/extend/events-and-webhooks/signing", Shared("fusionauth-hmac-key"),
        claims(body_hash("request_body_sha256", "base64")), "X-FusionAuth-Signature-JWT:",
        pinned=("request_body_sha256",), covers=("body",)),
    Row("fusionauth", "https://fusionauth.io/docs/extend/events-and-webhooks/signing", RS512,
        claims(body_hash("request_body_sha256", "base64")), "X-FusionAuth-Signature-JWT:", KID,
        publishes=lambda row: row.key.pem(), name="RS512 with a key in PEM"),
    Row("plaid", "https://plaid.com/docs/api/webhooks/webhook-verification/", ES256,
        claims(body_hash("request_body_sha256"), iat=NOW), "Plaid-Verification:", KID | {"typ": "JWT"},
        pinned=("request_body_sha256", "iat"), covers=("body",)),
    Row("fireblocks-v2", "https://developers.fireblocks.com/reference/validating-webhooks", RS512,
        place="Fireblocks-Webhook-Signature:", header=KID, detached=lambda row: row.body, covers=("body",)),
    Row("kinde", "https://docs.kinde.com/integrate/webhooks/about-webhooks/", RS256,
        {"data": {"user": {"id": "kp_1"}}, "event_id": "event_1", "timestamp": "2025-10-09T08:53:20.123Z", "type": "user.created"},
        "body", KID, headers={"Content-Type": "application/jwt"}),
    Row("wix", "https://dev.wix.com/docs/build-apps/develop-your-app/api-integrations/events-and-webhooks/about-webhooks",
        RS256, {"data": WIX} | LASTS, "body", KID, headers={"Content-Type": "text/plain"},
        publishes=lambda row: row.key.pem()),
    Row("truelayer", "https://github.com/TrueLayer/truelayer-signing/blob/main/request-signing-v2.md", ES512,
        place="Tl-Signature:", detached=truelayer,
        header=KID | {"tl_version": "2", "tl_headers": "X-Tl-Webhook-Timestamp,X-Note", "jku": JKU[1]},
        headers={"X-Tl-Webhook-Timestamp": "2025-10-09T08:53:20Z", "X-Note": "a, b"}, config={"allowed_jku": JKU},
        covers=("body",)),
    Row("google-pubsub-push", "https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions", RS256,
        GOOGLE | {"email": PUSHER}, header=KID, config={"audience": GOOGLE["aud"], "email": PUSHER},
        pinned=("iss", "aud", "email", "email_verified")),
    Row("google-pubsub-push", "https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions", RS256,
        GOOGLE | {"email": PUSHER, "iss": "accounts.google.com"}, header=KID, name="the other issuer",
        config={"audience": GOOGLE["aud"], "email": PUSHER}),
    Row("google-chat-app", "https://developers.google.com/workspace/chat/verify-requests-from-chat", RS256,
        {"iss": CHAT, "aud": "1234567890"} | LASTS, header=KID, config={"audience": "1234567890"}, pinned=("iss", "aud")),
    Row("google-chat-app-url", "https://developers.google.com/workspace/chat/verify-requests-from-chat", RS256,
        GOOGLE | {"email": CHAT}, header=KID, config={"audience": GOOGLE["aud"]},
        pinned=("iss", "aud", "email", "email_verified")),
    Row("google-risc", "https://developers.google.com/identity/protocols/risc", RS256,
        {"iss": "https://accounts.google.com/", "aud": "client-1", "iat": NOW - 900_000, "exp": NOW - 1, "jti": "j-1",
         "events": EVENTS}, "body", KID, config={"audience": "client-1"}, pinned=("iss", "aud", "events")),
    Row("security-event-token-push", "https://openid.net/specs/openid-sharedsignals-framework-1_0.html", ES256,
        {"iss": "https://idp.example.com/", "aud": "https://sp.example.com/caep", "iat": NOW - 900_000, "jti": "j-1",
         "events": EVENTS}, "body", KID | {"typ": "secevent+jwt"}, headers={"Content-Type": "application/secevent+jwt"},
        config={"issuer": "https://idp.example.com/", "audience": "https://sp.example.com/caep"},
        pinned=("iss", "aud", "events")),
    Row("microsoft-bot-framework",
        "https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication", RS256,
        {"iss": "https://api.botframework.com", "aud": BOT, "serviceurl": SERVICE, "nbf": NOW} | LASTS, header=KID,
        body=compact({"type": "message", "id": "a-1", "serviceUrl": SERVICE}), config={"audience": BOT},
        pinned=("iss", "aud", "serviceurl")),
    Row("microsoft-graph-rich", "https://learn.microsoft.com/graph/change-notifications-with-resource-data", RS256,
        {"iss": TENANT, "aud": BOT, "appid": GRAPH} | LASTS, "list:validationTokens", KID, compact(NOTES),
        {"audience": BOT, "issuers": [TENANT], "client_state": "st4te"}, pinned=("iss", "aud", "appid")),
    Row("microsoft-graph-rich", "https://learn.microsoft.com/graph/change-notifications-with-resource-data", RS256,
        {"iss": TENANT, "aud": BOT, "azp": GRAPH} | LASTS, "list:validationTokens", KID, compact(NOTES),
        {"audience": BOT, "issuers": [TENANT], "client_state": "st4te"},
        name="a token of the second version"),
    Row("apple-signin-s2s",
        "https://developer.apple.com/documentation/signinwithapple/processing-changes-for-sign-in-with-apple-accounts", RS256,
        {"iss": "https://appleid.apple.com", "aud": "com.example.app", "iat": NOW, "jti": "j-1",
         "events": compact({"type": "consent-revoked", "sub": "820417.faa325acbc78e1be1668ba852d492d8a.0219"})},
        "json:payload", KID, config={"client_id": "com.example.app"}, pinned=("iss", "aud")),
    Row("apple-app-store-v2", "https://developer.apple.com/documentation/appstoreservernotifications", ES256,
        {"notificationType": "TEST", "notificationUUID": "u-1", "signedDate": NOW * 1000,
         "data": {"bundleId": "com.example.app", "environment": "Production"}}, "json:signedPayload", {"x5c": CHAIN},
        config={"bundle_id": "com.example.app", "environment": "Production"}, publishes=pem(ROOT)),
    Row("apple-app-store-v2", "https://developer.apple.com/documentation/appstoreservernotifications", ES256,
        {"notificationType": "EXTERNAL_PURCHASE_TOKEN", "notificationUUID": "u-2",
         "externalPurchaseToken": {"bundleId": "com.example.app"}}, "json:signedPayload", {"x5c": CHAIN},
        config={"bundle_id": "com.example.app", "environment": "Production"}, publishes=pem(ROOT), name="an external purchase"),
    Row("tpay", "https://docs-api.tpay.com/en/webhooks/", RS256, place="X-JWS-Signature:", detached=lambda row: row.body,
        header={"x5u": "https://secure.tpay.com/x509/notifications-jws.pem"},
        body="id=1010&tr_id=TR-1&tr_amount=10.00&tr_status=TRUE&tr_desc=Zo%C3%AB", headers={"Content-Type": FORM},
        config={"root_pem": pem(TPAY_ROOT)}, publishes=pem(TPAY), answer="TRUE", covers=("body",)),
]
