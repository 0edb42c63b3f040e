"""Lines of providers whose files hold nothing else, each file made by the function of its name."""

import base64
import hashlib
import hmac
import json

from .formula import NOW


def mac(secret: bytes, message: bytes) -> bytes:
    return hmac.new(secret, message, hashlib.sha256).digest()


def line(provider, name, source, secret, headers, body, expect, why, origin="self-computed", **more):
    return {
        "provider": provider, "name": name, "source": source, "origin": origin, "secret": secret,
        "secret_encoding": "utf8", "method": "POST", "url": "https://example.com/webhooks/x", "headers": headers,
        "body": body, "now_unix": NOW, "expect": expect, "why": why, **more,
    }


def bitbucket():
    docs = "https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/"
    secret, body = "It's a Secret to Everybody", "Hello World!"
    signed = {"X-Hub-Signature": "sha256=" + mac(secret.encode(), body.encode()).hex()}
    assert signed["X-Hub-Signature"].endswith("a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9")
    info = {"X-Event-Key": "repo:push", "X-Request-UUID": "2f1f0a34-6a3f-4b1e-9a4c-6c1f6a0a0b11"}
    yield line("bitbucket", "documented", docs, secret, signed | info, body, "accept", "the page's own example",
               origin="published")
    yield line("bitbucket", "tampered-body", docs, secret, signed | info, body + "!", "reject", "one character more")


def linear():
    docs = "https://linear.app/developers/webhooks"
    secret = "lin_wh_test"
    for name, age, expect in [("fresh", 0, "accept"), ("60-s-old", 60_000, "accept"), ("61-s-old", 61_000, "reject"),
                              ("61-s-ahead", -61_000, "reject")]:
        body = json.dumps({"action": "create", "type": "Issue", "webhookTimestamp": NOW * 1000 - age})
        headers = {"Linear-Signature": mac(secret.encode(), body.encode()).hex(), "Linear-Event": "Issue",
                   "Linear-Delivery": "234d1a4e-b617-4388-90fe-adc3633d6b72"}
        yield line("linear", name, docs, secret, headers, body, expect, "the time is in the signed body")
    body = '{"action":"create","type":"Issue"}'
    headers = {"Linear-Signature": mac(secret.encode(), body.encode()).hex(), "Linear-Timestamp": str(NOW * 1000)}
    yield line("linear", "time-only-in-header", docs, secret, headers, body, "reject", "that header is not signed")


def typeform():
    docs = "https://www.typeform.com/developers/webhooks/secure-your-webhooks/"
    secret, body = "tf-secret", '{"event_id":"01H","event_type":"form_response","note":"Zoë ☃"}'
    tag = mac(secret.encode(), body.encode())
    yield line("typeform", "base64-after-prefix", docs, secret,
               {"Typeform-Signature": "sha256=" + base64.b64encode(tag).decode()}, body, "accept", "base64, not hex")
    yield line("typeform", "hex", docs, secret, {"Typeform-Signature": "sha256=" + tag.hex()}, body, "reject",
               "hex is another encoding")


def clerk():
    source = "https://github.com/clerk/javascript/blob/main/packages/backend/src/webhooks.ts"
    secret = "whsec_" + base64.b64encode(b"clerk-key-of-24-bytes-ok").decode()
    body = '{"type":"user.created","data":{"id":"user_1"}}'
    tag = mac(b"clerk-key-of-24-bytes-ok", f"msg_clerk.{NOW}.{body}".encode())
    signature = "v1," + base64.b64encode(tag).decode()
    headers = {"svix-id": "msg_clerk", "svix-timestamp": str(NOW), "svix-signature": signature}
    yield line("clerk", "svix-headers", source, secret, headers, body, "accept", "sent through Svix",
               secret_encoding_note="base64 after whsec_")
    other = headers | {"svix-id": "msg_other"}
    yield line("clerk", "other-id", source, secret, other, body, "reject", "the id is signed")


def genuine():
    """Events of the providers whose other vectors are refusals and handshakes."""
    body = '{"event_id":"Ev1","id":"evt_1","type":"test.event","event":"test.event","note":"Zoë ☃"}'
    stamp = "2023-11-14T22:13:20.634234626Z"
    formulas = [
        ("calendly", "https://developer.calendly.com/api-docs/4c305798a61d3-webhook-signatures", f"{NOW}.{body}",
         lambda tag: {"Calendly-Webhook-Signature": f"t={NOW},v1={tag}"}),
        ("sentry", "https://github.com/getsentry/integration-platform-example", body,
         lambda tag: {"Sentry-Hook-Signature": tag, "Sentry-Hook-Resource": "issue", "Request-ID": "4f3c"}),
        ("sentry", "https://github.com/getsentry/integration-platform-example", body,
         lambda tag: {"Sentry-App-Signature": tag}),
        ("slack", "https://docs.slack.dev/authentication/verifying-requests-from-slack", f"v0:{NOW}:{body}",
         lambda tag: {"X-Slack-Signature": f"v0={tag}", "X-Slack-Request-Timestamp": str(NOW)}),
        ("twitch", "https://dev.twitch.tv/docs/eventsub/handling-webhook-events/", f"e76c6bd4-55c9{stamp}{body}",
         lambda tag: {"Twitch-Eventsub-Message-Signature": f"sha256={tag}",
                      "Twitch-Eventsub-Message-Id": "e76c6bd4-55c9", "Twitch-Eventsub-Message-Timestamp": stamp,
                      "Twitch-Eventsub-Message-Type": "notification",
                      "Twitch-Eventsub-Subscription-Type": "channel.follow"}),
        ("zoom", "https://developers.zoom.us/docs/api/webhooks/", f"v0:{NOW}:{body}",
         lambda tag: {"x-zm-signature": f"v0={tag}", "x-zm-request-timestamp": str(NOW)}),
    ]
    for number, (provider, source, message, headers) in enumerate(formulas, 1):
        secret = f"{provider}-secret"
        tag = mac(secret.encode(), message.encode()).hex()
        yield line(provider, f"genuine-{number}", source, secret, headers(tag), body, "accept",
                   "by the documented formula")


FILES = {make.__name__: make for make in (bitbucket, linear, typeform, clerk, genuine)}
