"""The formulas of the providers, one after the other."""

import datetime
import hashlib
import json
import urllib.parse
import zlib

from cryptography.hazmat.primitives.asymmetric import ec
from keys import Ecdsa, Ed25519, Rsa, b64, b64url, certificate, pem, spki
from rows import NOW, Row

EVENT = '{"id":"evt_1","type":"order.paid","event_type":"order.paid","note":"Zoë"}'
FIVE = (300, 300)


def rfc3339(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def over(header, text=b64, message=lambda at, body: body.encode(), time=None, clock=str, **others):
    """Headers of a scheme whose signature is in one, and whose time perhaps is in another."""

    def make(sign, at, body):
        return {header: text(sign(message(at, body)))} | ({time: clock(at)} if time else {}) | others

    return make


def hexed(data):
    return data.hex()


def swapped(name, why, header, value):
    """The genuine delivery with another value in one header."""

    def more(row):
        headers, body = row.parts()
        yield row.line(name, why, (headers | {header: value}, body))

    return more


def without(name, why, header):
    def more(row):
        headers, body = row.parts()
        yield row.line(name, why, ({other: value for other, value in headers.items() if other != header}, body))

    return more


def raw64(key):
    return b64(key.raw())


def jwks(kid):
    return lambda key: {"keys": [key.jwk("another") | {"kid": "another"}, key.jwk(kid)]}


def millis(at):
    return f"{at}000"


# --- Ed25519 ---
DISCORD = over("X-Signature-Ed25519", hexed, lambda at, body: f"{at}{body}".encode(), "X-Signature-Timestamp")
TELNYX = over("telnyx-signature-ed25519", b64, lambda at, body: f"{at}|{body}".encode(), "telnyx-timestamp")


def v1a(sign, at, body):
    signature = b64(sign(f"msg_1.{at}.{body}".encode()))
    return {"webhook-id": "msg_1", "webhook-timestamp": str(at), "webhook-signature": f"v1,AAAA v1a,{signature}"}


def turnkey(sign, at, body):
    message = f"v1.ed25519.whk-1.{at}000.evt-1.{body}".encode()
    return {
        "X-Turnkey-Timestamp": f"{at}000", "X-Turnkey-Event-Id": "evt-1", "X-Turnkey-Signature-Key-Id": "whk-1",
        "X-Turnkey-Signature-Algorithm": "ed25519", "X-Turnkey-Signature-Version": "v1",
        "X-Turnkey-Signature": sign(message).hex(),
    }


def fal(sign, at, body):
    message = f"req-1\nuser_1\n{at}\n{hashlib.sha256(body.encode()).hexdigest()}"
    return {
        "X-Fal-Webhook-Request-Id": "req-1", "X-Fal-Webhook-User-Id": "user_1", "X-Fal-Webhook-Timestamp": str(at),
        "X-Fal-Webhook-Signature": sign(message.encode()).hex(),
    }


class Bot(Ed25519):
    """The pair of keys that QQ derives from the secret of a bot."""

    SECRETS = {"own": "DG5g3B4j9X2KOErG", "other": "naOC0ocQE3shWLAfffVLB1rhYPG7"}

    def __init__(self, name):
        secret = self.SECRETS[name].encode()
        super().__init__(name, (secret * 32)[:32])


# --- ECDSA ---
SENDGRID = over(
    "X-Twilio-Email-Event-Webhook-Signature", b64, lambda at, body: f"{at}{body}".encode(),
    "X-Twilio-Email-Event-Webhook-Timestamp",
)
KID = "11111111-2222-4333-8444-555555555555"


def ebay(sign, at, body, **inside):
    signed = {"alg": "ecdsa", "kid": KID, "signature": b64(sign(body.encode())), "digest": "SHA1"} | inside
    return {"X-EBAY-SIGNATURE": b64(json.dumps(signed).encode())}


def ebay_more(row):
    key = row.key("own").sign
    for name, why, inside in [
        ("another digest", "the sender does not choose the hash", {"digest": "SHA256"}),
        ("another algorithm", "nor the algorithm", {"alg": "none"}),
        ("another key", "a key that is not there", {"kid": "22222222-2222-4333-8444-555555555555"}),
        ("a key that is a path", "it would become a part of a URL", {"kid": "../../oauth2"}),
        ("a signature that is a number", "no text", {"signature": 7}),
    ]:
        yield row.line(name, why, (ebay(key, NOW, row.body, **inside), row.body))
    signature = b64(key(row.body.encode()))
    yield row.line("bare signature", "no JSON around it", ({"X-EBAY-SIGNATURE": signature}, row.body))
    yield row.line("JSON as it is", "no base64 around it", ({"X-EBAY-SIGNATURE": '{"alg":"ecdsa"}'}, row.body))
    token, url = "a_token_of_32_to_80_letters_and_digits", row.fields["url"]
    digest = hashlib.sha256(f"a1b2c3{token}{url}".encode()).hexdigest()
    answer = {"status": 200, "content_type": "application/json", "json": {"challengeResponse": digest}}
    check = {"method": "GET", "url": f"{url}?challenge_code=a1b2c3", "config": {"verification_token": token, "public_url": url}}
    yield row.line(
        "challenge", "SHA-256 of challenge, token and endpoint", ({}, ""), "accept", **check, handshake_response=answer
    )
    yield row.line("no challenge", "a GET that asks nothing", ({}, ""), **(check | {"url": url}), handshake_response={"status": 403})


# --- RSA ---
def rsa(hash):
    return lambda name: Rsa(name, hash)


def lines(prefix):
    """Time, nonce and body, a line each: WeChat Pay and Binance Pay."""
    clock = millis if prefix == "BinancePay" else str
    serial = "Certificate-SN" if prefix == "BinancePay" else "Serial"

    def make(sign, at, body):
        message = f"{clock(at)}\nnonce1\n{body}\n".encode()
        return {
            f"{prefix}-Timestamp": clock(at), f"{prefix}-Nonce": "nonce1", f"{prefix}-{serial}": "7D12",
            f"{prefix}-Signature": b64(sign(message)),
        }

    return make


def bridge(sign, at, body, hashed=lambda message: hashlib.sha256(message).digest()):
    signature = sign(hashed(f"{at}000.{body}".encode()))
    return {"X-Webhook-Signature": f"t={at}000,v0={b64(signature)}"}


def bridge_more(row):
    once = bridge(row.key("own").sign, NOW, row.body, hashed=lambda message: message)
    yield row.line("hashed once", "the digest is what is signed", (once, row.body))


def kick(sign, at, body):
    return {
        "Kick-Event-Message-Id": "01K", "Kick-Event-Message-Timestamp": rfc3339(at), "Kick-Event-Type": "chat.message.sent",
        "Kick-Event-Version": "1", "Kick-Event-Signature": b64(sign(f"01K.{rfc3339(at)}.{body}".encode())),
    }


def shipengine(sign, at, body):
    signature = b64(sign(f"{rfc3339(at)}.{body}".encode()))
    return {
        "X-ShipEngine-Timestamp": rfc3339(at), "X-ShipEngine-RSA-SHA256-Key-ID": "ship-1",
        "X-ShipEngine-RSA-SHA256-Signature": signature,
    }


FORM = {"notify_id": "n1", "notify_type": "trade_status_sync", "charset": "utf-8", "total_amount": "1.00", "empty": ""}


def alipay(keeps_type):
    def make(sign, at, form, **others):
        form = dict(form) | {"sign_type": "RSA2"} | others
        signed = {k: v for k, v in form.items() if v and (keeps_type or k != "sign_type")}
        message = "&".join(f"{name}={value}" for name, value in sorted(signed.items()))
        return {}, urllib.parse.urlencode(form | {"sign": b64(sign(message.encode()))})

    return make


def alipay_more(row):
    key, make = row.key("own").sign, row.make
    _, body = make(key, NOW, FORM)
    yield row.line("added", "a parameter more", ({}, body + "&refund=1"))
    yield row.line("repeated", "a parameter twice", ({}, body + "&total_amount=1.00"))
    yield row.line("no algorithm", "no sign_type", ({}, body.replace("&sign_type=RSA2", "")))
    yield row.line("SHA-1", "the sender does not choose the hash", make(Rsa("own", "sha1").sign, NOW, FORM, sign_type="RSA"))
    yield row.line("GBK", "only UTF-8 is read", make(key, NOW, FORM | {"charset": "GBK"}))
    yield row.line("an array", "no form", ({}, "[1]"))


def travis(sign, at, body):
    payload = '{"id":1,"state":"passed","repository":{"name":"minimal"}}'
    return {"Signature": b64(sign(payload.encode()))}, urllib.parse.urlencode({"payload": payload})


# --- certificates ---
SNS = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:orders"
SIGNED = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]


def notification(at, **others):
    return {
        "Type": "Notification", "MessageId": "m1", "TopicArn": TOPIC, "Subject": "Order 1", "Message": '{"order":1}\nwith lines',
        "Timestamp": rfc3339(at), "SignatureVersion": "2", "SigningCertURL": SNS,
    } | others


def sns(sign, at, body):
    message = "".join(f"{name}\n{body[name]}\n" for name in SIGNED if name in body)
    signed = body | {"Signature": b64(sign(message.encode()))}
    return {"x-amz-sns-message-type": body["Type"]}, json.dumps(signed, indent=2)


def sns_more(row):
    key = row.key("own").sign
    plain = notification(NOW)
    headers, body = sns(key, NOW, plain)
    sent = json.loads(body)
    at_aws = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t1"
    confirmation = plain | {"Type": "SubscriptionConfirmation", "SubscribeURL": at_aws, "Token": "t1"}
    del confirmation["Subject"]
    lambda_event = plain | {"SigningCertUrl": SNS}
    del lambda_event["SigningCertURL"]
    no_subject = {name: value for name, value in plain.items() if name != "Subject"}
    for name, why, values in [
        ("confirmation", "with its URL and its token", confirmation),
        ("end of a subscription", "the same values", confirmation | {"Type": "UnsubscribeConfirmation"}),
        ("as Lambda spells it", "SigningCertUrl", lambda_event),
        ("no subject", "it is left out where there is none", no_subject),
    ]:
        yield row.line(name, why, sns(key, NOW, values), "accept")
    old = sns(Rsa("own", "sha1").sign, NOW, plain | {"SignatureVersion": "1"})
    yield row.line("version 1", "SHA-1", old, "accept")
    for name, why, values in [
        ("a topic of someone else", "anyone can have a topic signed", plain | {"TopicArn": TOPIC + "-of-others"}),
        ("another type", "there are three", plain | {"Type": "Other"}),
        ("another host", "anyone can have a bucket", plain | {"SigningCertURL": "https://sns.evil.s3.amazonaws.com/x.pem"}),
        ("another file", "no certificate", plain | {"SigningCertURL": SNS.replace(".pem", ".txt")}),
        ("a host after a user", "userinfo", plain | {"SigningCertURL": SNS.replace("https://", "https://a@")}),
    ]:
        yield row.line(name, why, sns(key, NOW, values))
    for name, why, changes in [
        ("a subject added", "a value that is signed", {"Subject": "Order 2"}),
        ("another token", "a value that may be signed", {"Token": "t2"}),
        ("version 1 of a version 2", "the version chooses the hash", {"SignatureVersion": "1"}),
        ("version 2.0", "no version", {"SignatureVersion": "2.0"}),
    ]:
        yield row.line(name, why, (headers, json.dumps(sent | changes)))
    for left_out in ["MessageId", "TopicArn", "Type", "Timestamp", "SignatureVersion", "Signature", "SigningCertURL"]:
        rest = {name: value for name, value in sent.items() if name != left_out}
        yield row.line(f"without {left_out}", "it must be there", (headers, json.dumps(rest)))
    split = {"Message": "a", "MessageId": "b\nMessageId\nm1"}
    _, whole = sns(key, NOW, plain | {"Message": "a\nMessageId\nb"})
    yield row.line("split otherwise", "the same lines, shared out in another way", (headers, json.dumps(json.loads(whole) | split)))
    twice = body.replace('"Type": "Notification"', '"Type": "Notification", "Type": "Other"')
    yield row.line("a value twice", "which of them counts?", (headers, twice))
    header = {"x-amz-sns-message-type": "SubscriptionConfirmation"}
    yield row.line("another type in the header", "it is not signed", (header, body))
    yield row.line("no header", "Lambda has none", ({}, body), "accept")


def paypal(sign, at, body, webhook="WH-1"):
    message = f"tx-1|{rfc3339(at)}|{webhook}|{zlib.crc32(body.encode())}".encode()
    return {
        "PAYPAL-TRANSMISSION-ID": "tx-1", "PAYPAL-TRANSMISSION-TIME": rfc3339(at), "PAYPAL-AUTH-ALGO": "SHA256withRSA",
        "PAYPAL-CERT-URL": "https://api.paypal.com/v1/notifications/certs/CERT-1", "PAYPAL-TRANSMISSION-SIG": b64(sign(message)),
    }


def paypal_more(row):
    key = row.key("own")
    yield row.line("another webhook", "its id is signed", (paypal(key.sign, NOW, EVENT, "WH-2"), EVENT))
    headers = paypal(key.sign, NOW, EVENT)
    yield row.line("another name", "a certificate of someone else", (headers, EVENT), public_key=certificate(key, "evil.example"))
    expired = certificate(key, "messageverificationcerts.paypal.com", 2020, 2026)
    yield row.line("expired", "a certificate that is over", (headers, EVENT), public_key=expired)


def alexa_body(at):
    return json.dumps({"version": "1.0", "request": {"type": "LaunchRequest", "requestId": "r1", "timestamp": rfc3339(at)}})


def alexa(sign, at, body):
    url = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"
    return {"SignatureCertChainUrl": url, "Signature-256": b64(sign(body.encode()))}


def alexa_more(row):
    parts = row.parts()
    evil = certificate(row.key("own"), "evil.example")
    yield row.line("another name", "a certificate of someone else", parts, public_key=evil)


CHAIN = "SignatureCertChainUrl"
ECHO = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"
PEM = {"key": rsa("sha256"), "shown": pem}

ROWS = [
    Row("discord", "https://discord.com/developers/docs/interactions/overview", Ed25519, lambda key: key.raw().hex(), DISCORD,
        '{"id":"1","type":2}', FIVE, changed=("2", "3")),
    Row("discord-events", "https://discord.com/developers/docs/events/webhook-events", Ed25519, lambda key: key.raw().hex(),
        DISCORD, '{"type":1,"event":{"type":"APPLICATION_AUTHORIZED"}}', FIVE),
    Row("telnyx", "https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks", Ed25519, raw64, TELNYX,
        '{"data":{"id":"1","event_type":"message.sent"}}', FIVE),
    Row("standard-webhooks-v1a", "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",
        Ed25519, lambda key: "whpk_" + raw64(key), v1a, EVENT, FIVE,
        more=[swapped("another id", "it is signed", "webhook-id", "msg_2"), without("no id", "it is signed", "webhook-id")]),
    Row("turnkey", "https://docs.turnkey.com/features/webhooks/verify-signatures", Ed25519, jwks("whk-1"), turnkey, EVENT, FIVE,
        key_id="whk-1", more=[
            swapped("another version", "there is one", "X-Turnkey-Signature-Version", "v2"),
            swapped("another algorithm", "there is one", "X-Turnkey-Signature-Algorithm", "none"),
            swapped("another event", "its id is signed", "X-Turnkey-Event-Id", "evt-2"),
            swapped("another key of the set", "its name is signed", "X-Turnkey-Signature-Key-Id", "another"),
        ]),
    Row("fal", "https://docs.fal.ai/model-apis/model-endpoints/webhooks", Ed25519, jwks("k1"), fal, EVENT, FIVE,
        more=[swapped("another user", "it is signed", "X-Fal-Webhook-User-Id", "user_2")]),
    Row("kiwify", "https://docs.kiwify.com.br", Ed25519, raw64,
        over("x-kiwify-digital-signature", b64url, lambda at, body: f"/hooks/kiwify:POST:{body}:{at}000".encode(),
             "x-kiwify-timestamp", millis), EVENT, FIVE, url="https://example.com/hooks/kiwify?x=1"),
    Row("qq-bot", "https://github.com/tencent-connect/botgo", Bot, None, DISCORD, EVENT, FIVE, secret=Bot.SECRETS["own"],
        answer='{"op":12}'),
    Row("sendgrid", "https://www.twilio.com/docs/sendgrid/for-developers/tracking-events", Ecdsa, spki, SENDGRID,
        '[{"event":"delivered","sg_event_id":"1"}]\r\n', FIVE),
    Row("github-secret-scanning", "https://docs.github.com/en/code-security/secret-scanning", Ecdsa, pem,
        over("Github-Public-Key-Signature", **{"Github-Public-Key-Identifier": "abc"}), '[{"token":"1","type":"some_type"}]',
        key_id="abc", more=[swapped("another key", "not in the document", "Github-Public-Key-Identifier", "abd")]),
    Row("circle", "https://developers.circle.com/wallets/webhook-notifications", Ecdsa, spki,
        over("X-Circle-Signature", **{"X-Circle-Key-Id": KID}), '{"notificationId":"1","notificationType":"webhooks.test"}',
        key_id=KID, more=[
            swapped("no UUID", "it would become a part of a URL", "X-Circle-Key-Id", KID + "/.."),
            swapped("another key", "not there", "X-Circle-Key-Id", KID.replace("5", "6")),
        ]),
    Row("ebay", "https://developer.ebay.com/api-docs/commerce/notification/overview.html", lambda name: Ecdsa(name, hash="sha1"),
        pem, ebay, '{"metadata":{"topic":"T"},"notification":{"notificationId":"1"}}', key_id=KID, more=[ebay_more]),
    Row("starkbank", "https://github.com/starkbank/sdk-python", lambda name: Ecdsa(name, ec.SECP256K1()), pem,
        over("Digital-Signature"), '{"event":{"id":"1","subscription":"transfer"}}'),
    Row("wise", "https://docs.wise.com/api-docs/features/webhooks-notifications/event-handling", **PEM,
        make=over("X-Signature-SHA256", **{"X-Delivery-Id": "d1"}), body=EVENT),
    Row("wise-legacy-sha1", "https://docs.wise.com/api-docs/features/webhooks-notifications/event-handling", rsa("sha1"), pem,
        over("X-Signature", **{"X-Delivery-Id": "d1"}), EVENT),
    Row("wechatpay-v3", "https://pay.weixin.qq.com/doc/v3/merchant/4012365342", **PEM, make=lines("Wechatpay"), body=EVENT,
        window=FIVE, key_id="7D12", more=[
            swapped("another serial", "no such key", "Wechatpay-Serial", "7D13"),
            swapped("another kind", "there is one", "Wechatpay-Signature-Type", "WECHATPAY2-SM2-WITH-SM3"),
            swapped("a probe", "sent on purpose", "Wechatpay-Signature", "WECHATPAY/SIGNTEST/AAAA"),
            without("no nonce", "it is signed", "Wechatpay-Nonce"),
        ]),
    Row("binance-pay", "https://developers.binance.com/docs/binance-pay/webhook-common", **PEM, make=lines("BinancePay"),
        body='{"bizType":"PAY","bizId":29383937493038367292,"bizStatus":"PAY_SUCCESS"}', window=FIVE, key_id="7D12",
        changed=("PAY_S", "PAY_R"), answer='{"returnCode":"SUCCESS","returnMessage":null}',
        more=[swapped("another serial", "no such key", "BinancePay-Certificate-SN", "7D13")]),
    Row("alipay", "https://opendocs.alipay.com/open/270/105902", rsa("sha256"), spki, alipay(False), FORM, answer="success",
        changed=("1.00", "2.00"), more=[alipay_more]),
    Row("alipay-v2", "https://github.com/alipay/alipay-sdk-nodejs-all", rsa("sha256"), spki, alipay(True), FORM,
        answer="success", changed=("1.00", "2.00"), more=[alipay_more]),
    Row("travis-ci", "https://docs.travis-ci.com/user/notifications/", rsa("sha1"), pem, travis, "", changed=("1", "2")),
    Row("fireblocks-v1", "https://developers.fireblocks.com/reference/validating-webhooks", rsa("sha512"), pem,
        over("Fireblocks-Signature"), EVENT),
    Row("bridge-xyz", "https://apidocs.bridge.xyz/platform/additional-information/webhooks/signature", **PEM, make=bridge,
        body=EVENT, window=(600, 600), more=[bridge_more]),
    Row("kick", "https://github.com/KickEngineering/KickDevDocs/blob/main/events/webhook-security.md", **PEM, make=kick,
        body=EVENT, window=FIVE, more=[without("no id", "it is signed", "Kick-Event-Message-Id")]),
    Row("shipengine", "https://www.shipengine.com/docs/tracking/webhooks/", rsa("sha256"), jwks("ship-1"), shipengine,
        '{"resource_type":"API_TRACK","data":1}', FIVE, key_id="ship-1",
        more=[swapped("another key", "not in the set", "X-ShipEngine-RSA-SHA256-Key-ID", "ship-2")]),
    Row("videosdk", "https://docs.videosdk.live", **PEM, make=over("videosdk-signature"), body=EVENT),
    Row("chip-in-asia", "https://docs.chip-in.asia", **PEM, make=over("X-Signature"), body=EVENT),
    Row("dyte", "https://docs.dyte.io/guides/webhooks", **PEM, make=over("dyte-signature"), body=EVENT),
    Row("aws-sns", "https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html", rsa("sha256"),
        lambda key: certificate(key, "sns.amazonaws.com"), sns, notification, (3600, 300), config={"topic_arn": TOPIC},
        changed=("order", "refund"), more=[sns_more]),
    Row("paypal", "https://developer.paypal.com/api/rest/webhooks/rest/", rsa("sha256"),
        lambda key: certificate(key, "messageverificationcerts.paypal.com"), paypal, EVENT, FIVE,
        config={"webhook_id": "WH-1"}, more=[
            paypal_more,
            swapped("another algorithm", "there is one", "PAYPAL-AUTH-ALGO", "SHA1withRSA"),
            swapped("another transmission", "its id is signed", "PAYPAL-TRANSMISSION-ID", "tx-2"),
            swapped("another host", "no host of PayPal", "PAYPAL-CERT-URL", "https://paypal.com.evil.example/c"),
        ]),
    Row("alexa-skill", "https://developer.amazon.com/en-US/docs/alexa/custom-skills/host-a-custom-skill-as-a-web-service.html",
        rsa("sha256"), lambda key: certificate(key, "echo-api.amazon.com"), alexa, alexa_body, (150, 150),
        changed=("Launch", "Intent"), more=[
            alexa_more,
            swapped("another host", "no bucket of Alexa", CHAIN, "https://s3.evil.example/echo.api/c.pem"),
            swapped("another path", "a bucket of anyone", CHAIN, "https://s3.amazonaws.com/evil.api/c.pem"),
            swapped("out of the path", "the path once it is resolved", CHAIN, "https://s3.amazonaws.com/echo.api/../evil/c.pem"),
            swapped("another port", "443 or none", CHAIN, ECHO.replace(".com", ".com:563")),
        ]),
]
