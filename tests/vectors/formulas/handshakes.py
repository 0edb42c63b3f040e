"""Endpoint checks, and what they must be answered with."""

import base64
import hashlib
import hmac
import json

from . import raw_body, time_beside, time_header, tokens
from .formula import FORM_TYPE, JSON_TYPE

BY = {row.provider: row for family in (raw_body, time_beside, time_header, tokens) for row in family.ROWS}
HOOK = "https://example.com/webhooks/x"
TOKEN = "vT7kQ2mX9pL4"
FEED = "https%3A%2F%2Fexample.org%2Ffeed"
EMPTY = {"status": 200, "body": ""}


def plain(body: str) -> dict:
    return {"status": 200, "content_type": "text/plain", "body": body}


def answer_json(value: dict) -> dict:
    return {"status": 200, "content_type": JSON_TYPE, "json": value}


def check(provider, name, response, why, method="GET", query="", headers=None, body="", expect="accept", config=None):
    """An unsigned request; `response` is None where it is refused like any other."""
    url = f"{HOOK}?{query}" if query else HOOK
    request = {"method": method, "url": url, "headers": headers or {}, "body": body}
    more = {"config": config} if config else {}
    more |= {"handshake_response": response} if response else {}
    return BY[provider].line(name, expect, why, request, **more)


def echoes():
    """The value of the query comes back as it is."""
    safe = plain("3eZbrw1aBm2rZgRNFdxV") | {"headers": {"X-Content-Type-Options": "nosniff"}}
    yield check("dropbox", "challenge", safe, "the challenge as plain text", query="challenge=3eZbrw1aBm2rZgRNFdxV")
    for provider, name in [("nylas", "challenge"), ("onfleet", "check")]:
        yield check(provider, name, {"status": 200, "body": "bc609b38-c81f-47fb-a275"}, "exactly the value",
                    query=f"{name}=bc609b38-c81f-47fb-a275")
    decoded = "Validation: Testing client application reachability, Zoë & ☃"
    query = "validationToken=Validation%3a+Testing+client+application+reachability%2c+Zo%C3%AB+%26+%E2%98%83"
    yield check("microsoft-graph", "validation", plain(decoded), "decoded, as plain text", "POST", query,
                {"Content-Type": "text/plain; charset=utf-8"})
    for name, token, expect, response in [("verify", TOKEN, "accept", {"status": 200, "body": "1158201444"}),
                                          ("verify-wrong-token", "wrong", "reject", {"status": 403})]:
        query = f"hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}"
        yield check("meta", name, response, "the challenge, if the token is ours", query=query, expect=expect,
                    config={"verify_token": TOKEN})
    for name, code, expect, status in [("verify", TOKEN, "accept", 204), ("verify-wrong-code", "wrong", "reject", 404)]:
        yield check("fitbit", name, {"status": status, "body": ""}, "both the right and a wrong code are tried",
                    query=f"verify={code}", expect=expect, config={"verify_token": TOKEN})


def subscriptions():
    topic = {"topic": "https://example.org/feed"}
    query = f"hub.mode=subscribe&hub.topic={FEED}&hub.challenge=cL7wQ9xZ&hub.lease_seconds=864000"
    yield check("websub", "subscribe", {"status": 200, "body": "cL7wQ9xZ"}, "the challenge, if the topic is ours",
                query=query, config=topic)
    query = f"hub.mode=subscribe&hub.topic={FEED}2&hub.challenge=cL7wQ9xZ&hub.lease_seconds=864000"
    yield check("websub", "other-topic", {"status": 404}, "we did not ask for this topic", query=query, expect="reject",
                config=topic)
    query = f"hub.mode=denied&hub.topic={FEED}&hub.reason=not+allowed"
    yield check("websub", "denied", EMPTY, "the hub refused: there is no challenge to echo", query=query, config=topic)


def macs():
    """The value comes back with a MAC of it."""
    key = BY["x"].secret.encode()
    tag = base64.b64encode(hmac.digest(key, b"YTg4ZjRlZTYtMTk4ZS00MzRl", "sha256")).decode()
    yield check("x", "crc", answer_json({"response_token": f"sha256={tag}"}), "a MAC of crc_token, not of the nonce",
                query="crc_token=YTg4ZjRlZTYtMTk4ZS00MzRl&nonce=OWU0NmE3ZTQt")
    code = "890e4665-4dfe-4ab1-b689-ed553bceeed0"
    tag = hmac.new(BY["linkedin"].secret.encode(), code.encode(), hashlib.sha256).hexdigest()
    yield check("linkedin", "challenge", answer_json({"challengeCode": code, "challengeResponse": tag}),
                "code and its MAC", query=f"challengeCode={code}&applicationId=86vhj2q7ukf83q")


def headers():
    """The value comes in a header."""
    challenge = "Challenge-yX9k-4Qm2"
    yield check("okta", "challenge", answer_json({"verification": challenge}), "from the header into JSON",
                headers={"x-okta-verification-challenge": challenge})
    for provider, name, header, value in [("ringcentral", "validation", "Validation-Token", challenge),
                                          ("asana", "handshake", "X-Hook-Secret", BY["asana"].secret)]:
        yield check(provider, name, EMPTY | {"headers": {header: value}}, "the header comes back", "POST",
                    headers={header: value, "Content-Type": JSON_TYPE}, body="{}")
    front = BY["front-app"].changed(body='{"type":"sync"}')
    asking = {"X-Front-Challenge": challenge}
    yield front.with_headers("challenge", "accept", "signed; from the header into JSON", asking,
                             handshake_response=answer_json({"challenge": challenge}))
    forged = {"headers": front.request()["headers"] | asking, "body": '{"type":"async"}'}
    yield front.line("challenge-forged", "reject", "the request with the challenge is signed", forged)


def bodies():
    """The value comes in a JSON body, unsigned."""
    for name, token, expect in [("url-verification", TOKEN, "accept"),
                                ("url-verification-wrong-token", "wrong", "reject")]:
        body = json.dumps({"challenge": "ajls384kdjx98XX", "token": token, "type": "url_verification"})
        response = answer_json({"challenge": "ajls384kdjx98XX"}) if expect == "accept" else {"status": 403}
        yield check("lark", name, response, "unsigned: the token proves it", "POST", body=body, expect=expect,
                    headers={"Content-Type": JSON_TYPE}, config={"verify_token": TOKEN})
    notion = BY["notion"].changed(secret="secret_8nRw3kLqT5vYx1ZbCf6GhJmPdS9uE2aK7oVi4tXyBcD")
    arriving = {"headers": {"Content-Type": JSON_TYPE}, "body": json.dumps({"verification_token": notion.secret})}
    why = "the secret arrives, before anything can be signed with it"
    yield notion.line("verification-token", "accept", why, arriving, handshake_response=EMPTY)


def empty_answers():
    yield check("mailchimp", "get", EMPTY, "the address is probed when the webhook is saved")
    yield check("intercom", "head", EMPTY, "the address is probed when the webhook is saved", "HEAD")
    yield check("woocommerce", "ping", EMPTY, "unsigned, sent when the webhook is saved", "POST",
                headers={"Content-Type": FORM_TYPE}, body="webhook_id=7")
    xero = BY["xero"]
    forged = xero.request("another-key")
    why = "some of these checks are forged: 401 and nothing else"
    yield xero.line("intent-to-receive-forged", "reject", why, forged, handshake_response={"status": 401, "body": ""})


def leave():
    """An origin asks whether it may deliver; Event Grid asks for a code in its own schema, too."""
    granted = {"status": 200, "body": "", "headers": {
        "WebHook-Allowed-Origin": "eventgrid.azure.net", "WebHook-Allowed-Rate": "*", "Allow": "POST"}}
    allowed = {"allowed_origins": ["eventgrid.azure.net", "events.example.com"]}
    for provider in ("cloudevents-webhook", "cloudevents-webhook-query", "azure-event-grid-cloudevents"):
        for name, origin, expect, response in [("leave", "eventgrid.azure.net", "accept", granted),
                                               ("leave-for-a-stranger", "evil.example", "reject", {"status": 403})]:
            asking = {"WebHook-Request-Origin": origin, "WebHook-Request-Rate": "120",
                      "WebHook-Request-Callback": "https://169.254.169.254/latest/meta-data"}
            why = "an origin that is allowed, and no call to the callback" if expect == "accept" else "another origin"
            yield check(provider, name, response, why, "OPTIONS", headers=asking, expect=expect, config=allowed)
    body = ('[{"id":"2d1781af","topic":"/subscriptions/x","subject":"","data":{"validationCode":"512d38b6-c7b8-40c8-89fe",'
            '"validationUrl":"https://rp-eastus2.eventgrid.azure.net/validate"},'
            '"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","dataVersion":"1"}]')
    grid = BY["azure-event-grid"]
    asking = grid.changed(body=body, headers={"aeg-event-type": "SubscriptionValidation"})
    yield asking.line("validation", "accept", "the code comes back, to whoever knows the secret",
                      handshake_response=answer_json({"validationResponse": "512d38b6-c7b8-40c8-89fe"}))
    yield asking.line("validation-forged", "reject", "the secret is another", asking.request("another"))


def quirks():
    for kind in (leave, echoes, subscriptions, macs, headers, bodies, empty_answers):
        yield from kind()
