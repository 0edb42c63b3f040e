"""The signature, or the time, stands in the body."""

import base64
import textwrap
import urllib.parse

from .formula import FORM_TYPE, NOW, Formula

XML = "<notification><timestamp>2023-11-14T22:13:20Z</timestamp><kind>subscription_went_past_due</kind>" \
      "<subject><subscription><id>Zoë ☃</id></subscription></subject></notification>"
# Braintree breaks the base64 into lines, and signs the breaks.
PAYLOAD = "".join(line + "\n" for line in textwrap.wrap(base64.b64encode(XML.encode()).decode(), 60))
BRAINTREE = "https://github.com/braintree/braintree_python/blob/master/braintree/webhook_notification_gateway.py"
MAILGUN = "https://documentation.mailgun.com/docs/mailgun/user-manual/events/webhooks"
TOKEN = "b1946ac92492d2347c6235b4d2611184b1946ac92492d23470"

ROWS = [
    Formula("braintree", {}, BRAINTREE, "{payload}", digest="sha1", key="sha1", content_type=FORM_TYPE,
            fields={"payload": "form:bt_payload"},
            body="bt_signature=q7x2m9k4v8b3n6c5%7C{hex}&bt_payload=" + urllib.parse.quote(PAYLOAD, safe=""),
            more={"public_key": "q7x2m9k4v8b3n6c5"}),
    # Only time and type are signed; the time is the event's, not the delivery's.
    Formula("dropbox-sign", {}, "https://developers.hellosign.com/docs/events/walkthrough", "{time}{type}",
            fields={"time": "/event/event_time", "type": "/event/event_type"}, answer="Hello API Event Received",
            body='{"account_guid":"63522885f9261e2b04eea043933ee7313eb674fd","event":{"event_time":"%d",'
                 '"event_type":"signature_request_sent","event_hash":"{hex}"},"note":"Zoë ☃"}' % NOW),
    Formula("mailgun", {}, MAILGUN, "{time}{nonce}",
            fields={"time": "/signature/timestamp", "nonce": "/signature/token"},
            body='{"signature":{"timestamp":"%d","token":"%s","signature":"{hex}"},'
                 '"event-data":{"event":"failed","id":"CPgfbmQMTCKtHW6uIWtuVe","note":"Zoë ☃"}}' % (NOW, TOKEN)),
    Formula("mailgun-form", {}, MAILGUN, "{time}{nonce}", fields={"time": "form:timestamp", "nonce": "form:token"},
            content_type=FORM_TYPE,
            body=f"event=failed&recipient=zoe%40example.com&note=Zo%C3%AB+%E2%98%83&timestamp={NOW}&token={TOKEN}"
                 "&signature={hex}"),
    Formula("pusher", {"X-Pusher-Key": "278d425bdf160c739803", "X-Pusher-Signature": "{hex}"},
            "https://pusher.com/docs/channels/server_api/webhooks/", ages=True,
            body='{"time_ms":%d,"events":[{"name":"test.event","channel":"Zoë ☃"}]}' % (NOW * 1000),
            secret="7ad3773142a6692b25b8", more={"key_id": "278d425bdf160c739803"}),
]
BY = {row.provider: row for row in ROWS}


def quirks():
    braintree = BY["braintree"]
    ours = braintree.request()["body"]
    theirs = ours.replace("q7x2m9k4v8b3n6c5%7C", "w1d8f5g2h7j4k9l6%7C" + "0" * 40 + "%26q7x2m9k4v8b3n6c5%7C")
    yield braintree.line("another-public-key-first", "accept", "the pair with our public key counts", {"body": theirs})
    borrowed = ours.replace("q7x2m9k4v8b3n6c5", "w1d8f5g2h7j4k9l6")
    yield braintree.line("only-another-public-key", "reject", "no pair with our public key", {"body": borrowed})
    changed = ours.replace("&bt_payload=P", "&bt_payload=Q")
    assert changed != ours
    yield braintree.line("tampered-payload", "reject", "one character of the payload was changed", {"body": changed})

    sign = BY["dropbox-sign"]
    other = sign.request()["body"].replace("request_sent", "request_canceled")
    yield sign.line("tampered-type", "reject", "the type is signed", {"body": other})

    mailgun = BY["mailgun"]
    for row in (mailgun, BY["mailgun-form"]):
        other = row.request()["body"].replace(TOKEN, TOKEN[:-1] + "1")
        yield row.line("tampered-token", "reject", "the token is signed", {"body": other})
    upper = mailgun.changed(body=mailgun.body.replace("{hex}", "{HEX}"))
    yield upper.line("upper-case", "accept", "the case of hex digits does not matter")
