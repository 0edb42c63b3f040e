"""What libraries in Python make of the cases in a file: a line of JSON for each. Usage: peers.py CASES"""

import importlib.metadata
import json
import statistics
import sys
import time

import openai
import slack_sdk.signature
import standardwebhooks
import stripe
import svix.webhooks
import twilio.request_validator

from inputs import Case


class Apart(Exception):
    """A delivery that cannot be handed to a library."""


# Each function sets a library up and gives what verifies: it raises, or says False, if it refuses. The exceptions are those
# that its documentation says to catch; any other leaves the handler and is answered with 500.

def standard(case):
    webhook = standardwebhooks.Webhook(case.secret)
    return lambda delivery: webhook.verify(delivery.body, delivery.headers, json_parse=False)


def svix_(case):
    webhook = svix.webhooks.Webhook(case.secret)
    return lambda delivery: webhook.verify(delivery.body, delivery.headers)


def openai_(case):
    client = openai.OpenAI(api_key="none", webhook_secret=case.secret)
    return lambda delivery: client.webhooks.verify_signature(delivery.body, delivery.headers)


def stripe_(case):
    def verify(delivery):
        stripe.Webhook.construct_event(delivery.body, delivery.headers.get("stripe-signature"), case.secret)
    return verify


def slack(case):
    verifier = slack_sdk.signature.SignatureVerifier(case.secret)
    return lambda delivery: verifier.is_valid_request(delivery.body, delivery.headers)


def twilio_(case):
    validator = twilio.request_validator.RequestValidator(case.secret)

    def verify(delivery):
        try:
            form = delivery.form() or delivery.body.decode()
        except UnicodeDecodeError:
            raise Apart("takes decoded parameters") from None
        return validator.validate(delivery.url, form, delivery.headers.get("x-twilio-signature", ""))
    return verify


LIBRARIES = [
    ("standardwebhooks", "standard-webhooks", standard, standardwebhooks.webhooks.WebhookVerificationError),
    ("svix", "standard-webhooks", svix_, svix.webhooks.WebhookVerificationError),
    ("openai", "standard-webhooks", openai_, Exception),
    ("stripe", "stripe", stripe_, (ValueError, stripe.SignatureVerificationError)),
    ("slack_sdk", "slack", slack, ()),
    ("twilio", "twilio", twilio_, ()),
]


def judge(verify, delivery, documented):
    """What becomes of one delivery."""
    try:
        verdict = verify(delivery)
    except Apart as why:
        return "apart", str(why)
    except documented as error:
        return "refused", type(error).__name__
    except Exception as error:
        return "other error", type(error).__name__
    return ("refused", "") if verdict is False else ("accepted", "")


def outcomes(prepare, documented, case):
    """Each kind of answer once."""
    try:
        verify = prepare(case)
    except Exception as error:
        return [("refused", f"set-up: {error}")]
    for delivery in case.before:
        judge(verify, delivery, documented)
    return sorted({judge(verify, delivery, documented) for delivery in case.deliveries})


def median(verify, delivery, documented):
    """The median of single runs, in seconds: of as many as there is time for, and at least five."""
    start, seconds = time.perf_counter(), []
    while len(seconds) < 5 or len(seconds) < 1001 and time.perf_counter() - start < 0.2:
        before = time.perf_counter()
        judge(verify, delivery, documented)
        seconds.append(time.perf_counter() - before)
    return statistics.median(seconds)


def main():
    cases = [Case(line) for line in open(sys.argv[1], encoding="utf-8")]
    about = lambda name, case: {"library": name, "language": "Python", "version": importlib.metadata.version(name),
                                "family": case.family, "case": case.name}
    # Verdicts first: genuine deliveries get old while others are timed.
    for name, family, prepare, documented in LIBRARIES:
        for case in cases:
            if case.family == family:
                print(json.dumps(about(name, case) | {"outcomes": outcomes(prepare, documented, case)}))
    for name, family, prepare, documented in LIBRARIES:
        genuine = next(case for case in cases if case.family == family and case.name == "a genuine delivery")
        for case in cases:
            if case.family == family and case.line.get("cost"):
                times = [median(prepare(one), one.deliveries[0], documented) for one in (case, genuine)]
                print(json.dumps(about(name, case) | {"cost": times[0] / times[1]}))


main()
