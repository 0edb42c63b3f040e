"""What is signed is the URL that was called, or the parameters of a query or a form, sorted; or values of each item."""

import base64
import hashlib
import hmac
import json
import urllib.parse

from .formula import BODY, FORM_TYPE, NOW, Formula

ADYEN = "https://github.com/Adyen/adyen-python-api-library/blob/main/Adyen/util.py"
BIRD = "https://docs.bird.com/api/notifications-api/api-reference/webhook-subscriptions/verifying-a-webhook-subscription"
FACEBOOK = "https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback"
HUBSPOT = "https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation"
MANDRILL = "https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/"
PLIVO = "https://github.com/plivo/plivo-python/blob/master/plivo/utils/signature_v3.py"
SHOPIFY = "https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies"
VONAGE = "https://github.com/Vonage/vonage-python-sdk/blob/main/http_client/src/vonage_http_client/auth.py"
WITH_QUERY = "https://example.com/webhooks/x?b=2&a=1"
CALL = "CallUUID=c1&From=%2B14155550100&Event=test.event&note=Zo%C3%AB+%E2%98%83"
HUBSPOT_BODY = '[{"eventId":1,"subscriptionType":"test.event","note":"Zoë ☃"}]'
HUBSPOT_ESCAPES = "%3A : %2F / %3F ? %40 @ %21 ! %24 $ %27 ' %28 ( %29 ) %2A * %2C , %3B ;".split()
ITEM = {"pspReference": "7914073381342284", "originalReference": "", "merchantAccountCode": "TestMerchant",
        "merchantReference": "order-1", "amount": {"value": 1130, "currency": "EUR"}, "eventCode": "AUTHORISATION",
        "success": "true", "reason": "Zoë ☃"}
SIGNED_ITEM = ["pspReference", "originalReference", "merchantAccountCode", "merchantReference", "value", "currency",
               "eventCode", "success"]


def pairs(text: str) -> list[tuple[str, str]]:
    return sorted(urllib.parse.parse_qsl(text, keep_blank_values=True))


def query_of(request: dict) -> str:
    return urllib.parse.urlsplit(request["url"]).query


def url_and_form(request, values) -> bytes:
    """Mandrill, Twilio: names and values, sorted; the same pair once."""
    unique = sorted(set(pairs(request["body"])))
    return (request["url"] + "".join(name + value for name, value in unique)).encode()


def url_alone(request, values) -> bytes:
    return request["url"].encode()


def twilio_message(request, values) -> bytes:
    """The URL alone, if the body is JSON. The one that was published without https was signed with its port."""
    url = request["url"].replace("http://mycompany.com/", "http://mycompany.com:80/")
    return url.encode() if request["body"].startswith("{") else url_and_form(request | {"url": url}, values)


def plivo_v3(request, values) -> bytes:
    base, query, form = request["url"].partition("?")[0], pairs(query_of(request)), pairs(request["body"])
    written = "&".join(f"{name}={value}" for name, value in query)
    posted = "".join(name + value for name, value in form)
    between = "." if query and form else ""
    start = "?" if query or form else ""
    return f"{base}{start}{written}{between}{posted}.{values['nonce']}".encode()


def plivo_v2(request, values) -> bytes:
    return (request["url"].partition("?")[0] + values["nonce"]).encode()


def bird(request, values) -> bytes:
    digest = hashlib.sha256(request["body"].encode()).digest()
    return f"{values['seconds']}\n{request['url']}\n".encode() + digest


def hubspot_v3(request, values) -> bytes:
    url = request["url"]
    for escape, plain in zip(HUBSPOT_ESCAPES[::2], HUBSPOT_ESCAPES[1::2]):
        url = url.replace(escape, plain)
    return (request["method"] + url + request["body"] + values["millis"]).encode()


def vonage(request, values) -> bytes:
    mask = str.maketrans("&=", "__")
    signed = [(name, value) for name, value in pairs(request["body"]) if name != "sig"]
    return "".join(f"&{name}={value.translate(mask)}" for name, value in signed).encode()


def shopify(request, values) -> bytes:
    together = {}
    for name, value in urllib.parse.parse_qsl(query_of(request), keep_blank_values=True):
        together.setdefault(name, []).append(value)
    together.pop("signature", None)
    return "".join(f"{name}={','.join(together[name])}" for name in sorted(together)).encode()


def adyen_item(item: dict, secret: str) -> dict:
    """An item with its signature."""
    flat = {**item, **item.get("amount", {})}
    text = ":".join(str(flat.get(name) or "") for name in SIGNED_ITEM)
    tag = base64.b64encode(hmac.digest(bytes.fromhex(secret), text.encode(), "sha256")).decode()
    return {"NotificationRequestItem": item | {"additionalData": {"hmacSignature": tag}}}


def adyen_body(secret: str, *items: dict, more: dict | None = None) -> str:
    body = {"live": "false", "notificationItems": [adyen_item(item, secret) for item in items]}
    return json.dumps(body | (more or {}), ensure_ascii=False)


def signed_request(secret: str, payload: dict) -> str:
    encode = lambda data: base64.urlsafe_b64encode(data).decode().rstrip("=")
    encoded = encode(json.dumps(payload, ensure_ascii=False).encode())
    return encode(hmac.digest(secret.encode(), encoded.encode(), "sha256")) + "." + encoded


PAYLOAD = {"algorithm": "HMAC-SHA256", "issued_at": NOW, "user_id": "218471", "note": "Zoë ☃"}
TWILIO = "https://www.twilio.com/docs/usage/webhooks/webhooks-security"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
SHARED = {"X-Twilio-Signature": "{base64}", SETTINGS: "key=k1,algorithm=HMAC_SHA256"}
# Twilio puts the digest of a body that is no form into the query.
DIGEST = hashlib.sha256(BODY.encode()).hexdigest()
SMS = f"msisdn=447700900001&to=447700900000&messageId=0A0000000123ABCD1&text=Zo%C3%AB+%E2%98%83+a%3Db%26c&type=text" \
      f"&keyword=ZOE&timestamp={NOW}&nonce=aaaaaaaa-bbbb&sig={{hex}}"
PROXY = "https://example.com/webhooks/x?extra=2&extra=1&shop=zoe.myshopify.com&path_prefix=%2Fapps%2Ftest" \
        f"&timestamp={NOW}&signature={{hex}}"


def sms(provider, digest) -> Formula:
    return Formula(provider, {}, VONAGE, vonage, digest=digest, body=SMS, content_type=FORM_TYPE, ages=True,
                   more={"tolerance_s": 300})


ROWS = [
    Formula("adyen-platform", {"HmacSignature": "{base64}", "Protocol": "HmacSHA256"},
            "https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures", key="hex"),
    Formula("bird", {"messagebird-signature": "{base64}", "messagebird-request-timestamp": "{seconds}"}, BIRD, bird,
            url=WITH_QUERY, covers_body=True, ages=True),
    Formula("hubspot-v3", {"X-HubSpot-Signature-v3": "{base64}", "X-HubSpot-Request-Timestamp": "{millis}"}, HUBSPOT,
            hubspot_v3, body=HUBSPOT_BODY, covers_body=True, ages=True,
            url="https://example.com/webhooks/x?to=https%3A%2F%2Fa.example%2F%21%3Fb%3Dc%26d&e=%2520%253A"),
    Formula("mandrill", {"X-Mandrill-Signature": "{base64}"}, MANDRILL, url_and_form, digest="sha1", covers_body=True,
            content_type=FORM_TYPE, url=WITH_QUERY,
            body="mandrill_events=" + urllib.parse.quote_plus('[{"event":"test.event","_id":"e1","note":"Zoë ☃"}]')),
    Formula("midtrans", {}, "https://docs.midtrans.com/docs/https-notification-webhooks",
            "{order}{status}{amount}{secret}", digest="sha512", plain=True,
            fields={"order": "/order_id", "status": "/status_code", "amount": "/gross_amount"},
            body='{"order_id":"order-1","status_code":"200","gross_amount":"100000.00","transaction_status":"capture",'
                 '"signature_key":"{hex}","note":"Zoë ☃"}'),
    Formula("plivo", {"X-Plivo-Signature-V3": "AAAA,{base64}", "X-Plivo-Signature-V3-Nonce": "{nonce}"}, PLIVO, plivo_v3,
            url=WITH_QUERY, body=CALL, content_type=FORM_TYPE, covers_body=True),
    Formula("plivo-main-account",
            {"X-Plivo-Signature-V3": "AAAA", "X-Plivo-Signature-Ma-V3": "{base64}",
             "X-Plivo-Signature-V3-Nonce": "{nonce}"},
            PLIVO, plivo_v3, url=WITH_QUERY, body=CALL, content_type=FORM_TYPE, covers_body=True),
    Formula("plivo-v2", {"X-Plivo-Signature-V2": "{base64}", "X-Plivo-Signature-V2-Nonce": "{nonce}"},
            "https://www.plivo.com/docs/messaging/concepts/signature-validation", plivo_v2, url=WITH_QUERY, body=CALL,
            content_type=FORM_TYPE),
    Formula("shopify-app-proxy", {}, SHOPIFY, shopify, url=PROXY, method="GET", body="", content_type="", ages=True),
    Formula("square", {"x-square-hmacsha256-signature": "{base64}"},
            "https://developer.squareup.com/docs/webhooks/step3validate", "{url}{body}", url=WITH_QUERY),
    Formula("transloadit", {}, "https://transloadit.com/docs/topics/assembly-notifications/", "{json}", digest="sha384",
            fields={"json": "form:transloadit"}, content_type=FORM_TYPE,
            body="transloadit=" + urllib.parse.quote_plus('{"ok":"ASSEMBLY_COMPLETED","assembly_id":"a1","n":"Zoë ☃"}')
                 + "&signature=sha384%3A{hex}"),
    Formula("trello", {"X-Trello-Webhook": "{base64}"},
            "https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/", "{body}{url}", digest="sha1",
            url=WITH_QUERY),
    Formula("twilio", {"X-Twilio-Signature": "{base64}"}, TWILIO, twilio_message, digest="sha1", covers_body=True,
            body=CALL, content_type=FORM_TYPE, url=WITH_QUERY),
    Formula("twilio-shared-key", SHARED, TWILIO, twilio_message, covers_body=True, body=CALL, content_type=FORM_TYPE,
            url=WITH_QUERY),
    sms("vonage-sms", "sha256"),
    sms("vonage-sms-md5", "md5"),
    sms("vonage-sms-sha1", "sha1"),
    sms("vonage-sms-sha512", "sha512"),
]
# Whose signatures are made piece by piece.
ADYEN_ROW = Formula("adyen", {}, ADYEN, key="hex")
FACEBOOK_ROW = Formula("facebook-signed-request", {}, FACEBOOK, content_type=FORM_TYPE)
BY = {row.provider: row for row in ROWS}


def urls():
    for provider in ("bird", "hubspot-v3", "mandrill", "plivo", "plivo-main-account", "square", "trello", "twilio"):
        row = BY[provider]
        other = {"url": row.url[:-1] + ("1" if row.url[-1] != "1" else "2")}
        yield row.line("other-query", "reject", "the query is signed", other)
        inside = {"url": row.url.replace("https://example.com/webhooks", "http://10.0.0.7:8080")}
        public = {"public_url": row.url.partition("?")[0]}
        yield row.line("behind-a-proxy", "accept", "the URL that the provider called is signed", inside, config=public)
        yield row.line("another-public-url", "reject", "the URL is signed", config={"public_url": "https://example.org/x"})
    hubspot = BY["hubspot-v3"]
    yield hubspot.with_headers("other-time", "reject", "the time is signed",
                               {"X-HubSpot-Request-Timestamp": str(NOW * 1000 + 1)})
    yield hubspot.changed(method="GET", body="").line("card", "accept", "cards are fetched by GET")
    lower = hubspot.changed(url="https://example.com/webhooks/x?to=https%3a%2f%2fa")
    yield lower.line("lower-case-escapes", "accept", "escapes in lower case are signed as they are")


def heads():
    for provider in ("mandrill", "trello"):
        row = BY[provider]
        head = {"method": "HEAD", "url": row.url, "headers": {}, "body": ""}
        yield row.line("head", "accept", "sent when a webhook is created", head, handshake_response={"status": 200, "body": ""})


def forms():
    mandrill = BY["mandrill"]
    twice = {"body": mandrill.body + "&" + mandrill.body}
    yield mandrill.line("events-twice", "reject", "a parameter that is there twice", twice)
    yield mandrill.line("json", "reject", "a body that is no form is not in the message",
                        {"body": '[{"event":"test.event"}]'})
    empty = mandrill.changed(body="").request()
    yield mandrill.line("body-dropped", "reject", "the body is signed", {"body": ""})
    smuggled = empty | {"body": '{"event":"test.event"}'}
    yield mandrill.line("json-on-a-bare-url", "reject", "the URL alone is signed, and the body is no form", smuggled)
    for provider in ("plivo", "plivo-main-account"):
        plivo = BY[provider]
        yield plivo.changed(url="https://example.com/webhooks/x").line("no-query", "accept", "only the form")
        yield plivo.changed(body="").line("no-form", "accept", "only the query")
        bare = plivo.changed(url="https://example.com/webhooks/x", method="GET", body="", content_type="")
        yield bare.line("get", "accept", "neither, by GET")
        yield plivo.changed(body=CALL + "&To=2&To=1&To=2").line("repeated", "accept", "each value, sorted")
        yield plivo.line("reordered", "accept", "the order of parameters is not signed",
                         {"body": "&".join(CALL.split("&")[::-1])})
        nonce = {"X-Plivo-Signature-V3-Nonce": "1"}
        yield plivo.with_headers("other-nonce", "reject", "the nonce is signed", nonce)
    old = BY["plivo-v2"]
    yield old.line("other-body", "accept", "the body is not signed: a known weakness", {"body": "CallUUID=c2"})
    yield old.line("other-path", "reject", "the path is signed", {"url": "https://example.com/webhooks/y?b=2&a=1"})
    for provider in ("vonage-sms", "vonage-sms-md5", "vonage-sms-sha1", "vonage-sms-sha512"):
        row = BY[provider]
        body = row.request()["body"]
        yield row.line("other-text", "reject", "the text is signed", {"body": body.replace("Zo%C3%AB", "Zoe")})
        yield row.line("no-signature", "reject", "without `sig`", {"body": body.partition("&sig=")[0]})
        yield row.line("signature-twice", "reject", "`sig` is there twice", {"body": body + "&sig=" + "0" * 32})


def twilio():
    for provider in ("twilio", "twilio-shared-key"):
        row = BY[provider]
        url = row.url.replace("example.com/", "example.com:443/")
        ported = row.changed(url=url).request()
        yield row.line("with-port", "accept", "signed with the port that is not written", ported | {"url": row.url})
        yield row.line("without-port", "accept", "signed without the port that is written", {"url": url})
        other = row.changed(url=row.url.replace("example.com/", "example.com:8443/")).request()
        yield row.line("another-port", "reject", "no default port", other | {"url": row.url})
        yield row.changed(body=CALL + "&To=2&To=1&To=2").line("repeated", "accept", "each value once, sorted")
        yield row.changed(body="").line("empty", "accept", "nothing but the URL")
        yield row.changed(body="", method="GET", content_type="").line("get", "accept", "the parameters are in the URL")
        yield row.line("body-dropped", "reject", "the form is signed", {"body": ""})
        digested = row.changed(message=url_alone, body=BODY, content_type="application/json",
                               url=f"{row.url}&bodySHA256={DIGEST}")
        yield digested.line("json", "accept", "the digest of the body is in the URL")
        whole = digested.request()
        changed = whole | {"body": BODY.replace("test", "best")}
        yield digested.line("json-changed", "reject", "not the body of the digest", changed)
        bare = row.changed(message=url_alone, body=BODY, content_type="application/json")
        yield bare.line("json-without-digest", "reject", "the URL alone is signed")
        form = row.changed(url=f"{row.url}&bodySHA256={DIGEST}")
        yield form.line("form-with-another-digest", "reject", "a digest that is there must be right")
        empty = digested.changed(body="")
        yield empty.line("empty-with-another-digest", "reject", "a digest that is there must be right")
    row, shared = BY["twilio"], BY["twilio-shared-key"]
    yield row.with_headers("shared-key", "reject", "says that it was signed otherwise", {SETTINGS: SHARED[SETTINGS]})
    for name, value in (("sha1", "key=k1,algorithm=HMAC_SHA1"), ("md5", "key=k1,algorithm=HMAC_MD5"), ("none", "key=k1"),
                        ("twice", "algorithm=HMAC_MD5,algorithm=HMAC_SHA256")):
        yield shared.with_headers(f"settings-{name}", "reject", "names another algorithm, or none", {SETTINGS: value})
    unsaid = {name: value for name, value in shared.request()["headers"].items() if name != SETTINGS}
    yield shared.line("no-settings", "reject", "says not how it was signed", {"headers": unsaid})


def queries():
    shopify = BY["shopify-app-proxy"]
    url = shopify.request()["url"]
    yield shopify.line("other-shop", "reject", "the query is signed", {"url": url.replace("zoe.", "eve.")})
    yield shopify.line("swapped-values", "reject", "values of one name are signed in their order",
                       {"url": url.replace("extra=2&extra=1", "extra=1&extra=2")})
    yield shopify.line("more", "reject", "parameters that were added", {"url": url + "&admin=1"})
    yield shopify.line("signature-twice", "reject", "two signatures", {"url": url + "&signature=" + "0" * 64})
    yield shopify.line("another-path", "accept", "the path is not signed: a known weakness",
                       {"url": url.replace("/webhooks/x", "/webhooks/y")})


def in_body():
    transloadit = BY["transloadit"]
    body = transloadit.request()["body"]
    yield transloadit.line("tampered-json", "reject", "the JSON is signed", {"body": body.replace("a1", "a2")})
    bare = transloadit.changed(body=transloadit.body.replace("sha384%3A", ""), digest="sha1")
    yield bare.line("sha1", "reject", "authentic under SHA-1, the older way: a downgrade")
    named = transloadit.changed(body=transloadit.body.replace("sha384", "sha1"), digest="sha1")
    yield named.line("sha1-by-name", "reject", "authentic under SHA-1, which the sender names")
    midtrans = BY["midtrans"]
    body = midtrans.request()["body"]
    yield midtrans.line("tampered-amount", "reject", "the amount is signed", {"body": body.replace("100000.00", "1.00")})
    yield midtrans.line("other-status", "accept", "the status is not signed: a known weakness",
                        {"body": body.replace('"capture"', '"settlement"')})
    twice = body.replace('"gross_amount"', '"gross_amount":"1.00","gross_amount"')
    yield midtrans.line("amount-twice", "reject", "which of two amounts counts differs from parser to parser",
                        {"body": twice})


def items():
    secret, other = ADYEN_ROW.secret, ADYEN_ROW.secret[::-1]
    second = ITEM | {"eventCode": "CAPTURE", "pspReference": "8814073381342285"}

    def line(name, expect, why, body):
        return ADYEN_ROW.line(name, expect, why, {"body": body})

    body = adyen_body(secret, ITEM)
    yield line("genuine", "accept", "by the documented formula", body)
    yield line("two-items", "accept", "each is signed", adyen_body(secret, ITEM, second))
    yield line("second-by-another-key", "reject", "each must be signed with our key", json.dumps(
        {"notificationItems": [adyen_item(ITEM, secret), adyen_item(second, other)]}))
    yield line("signature-of-the-other", "reject", "each is signed for itself", json.dumps(
        {"notificationItems": [adyen_item(ITEM, secret),
                               {"NotificationRequestItem": second | {"additionalData": adyen_item(ITEM, secret)[
                                   "NotificationRequestItem"]["additionalData"]}}]}))
    yield line("no-signature", "reject", "an item without one", json.dumps(
        {"notificationItems": [{"NotificationRequestItem": ITEM}]}))
    yield line("null-reference", "accept", "null is as good as nothing",
               adyen_body(secret, ITEM | {"originalReference": None}))
    yield line("tampered-amount", "reject", "the amount is signed", body.replace("1130", "1131"))
    yield line("other-reason", "accept", "the reason is not signed: a known weakness", body.replace("Zoë ☃", "Eve"))
    for name in ("pspReference", "eventCode", "success"):
        yield line(f"{name.lower()}-twice", "reject", "which of two counts differs from parser to parser",
                   body.replace(f'"{name}"', f'"{name}": "x", "{name}"'))
    listed = adyen_body(secret, ITEM | {"originalReference": ["x"]})
    yield line("reference-of-another-kind", "reject", "a list is no value", listed)
    yield line("items-are-no-list", "reject", "an object where the list should be", json.dumps(
        {"notificationItems": {"0": adyen_item(ITEM, secret)}}))
    yield line("many-items", "reject", "more than anyone sends", adyen_body(secret, *[ITEM] * 65))


def encoded():
    def line(name, expect, why, text, **more):
        request = {"method": "POST", "url": FACEBOOK_ROW.url, "headers": {"Content-Type": FORM_TYPE},
                   "body": "signed_request=" + urllib.parse.quote_plus(text)}
        return FACEBOOK_ROW.line(name, expect, why, request, **more)

    secret = FACEBOOK_ROW.secret
    whole = signed_request(secret, PAYLOAD)
    yield line("genuine", "accept", "by the documented formula", whole)
    yield line("stale", "reject", "authentic, but seven hours old", whole, now_unix=NOW + 7 * 3600,
               reject_reason="timestamp")
    for name, algorithm in (("other-algorithm", "HMAC-SHA1"), ("no-algorithm", None), ("algorithm-none", "none")):
        payload = {key: value for key, value in (PAYLOAD | {"algorithm": algorithm}).items() if value}
        yield line(name, "reject", "authentic, but names another algorithm", signed_request(secret, payload))
    tag, _, encoded = whole.partition(".")
    yield line("no-signature", "reject", "nothing before the dot", "." + encoded)
    yield line("no-dot", "reject", "nothing that is signed", tag)
    yield line("padded", "reject", "the text is signed as it stands", whole + "=")
    yield line("two-dots", "reject", "not base64url", whole + ".e30")


def quirks():
    for part in (urls, heads, forms, twilio, queries, in_body, items, encoded):
        yield from part()
