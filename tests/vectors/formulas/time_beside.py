"""The time stands in the header of the signature, and is signed with the body."""

import json

from .formula import FORM, FORM_TYPE, Formula


def nested_json(request, values) -> bytes:
    """Hygraph signs a JSON object that holds the body as a string."""
    parts = {"Body": values["body"], "EnvironmentName": values["environment"], "TimeStamp": int(values["millis"])}
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


# provider, header, its value, what is signed, the provider's page
TABLE = [
    ("buildkite", "X-Buildkite-Signature", "timestamp={seconds},signature={hex}", "{seconds}.{body}",
     "https://buildkite.com/docs/apis/webhooks#webhook-signature"),
    ("calendly", "Calendly-Webhook-Signature", "t={seconds},v1={hex}", "{seconds}.{body}",
     "https://developer.calendly.com/api-docs/4c305798a61d3-webhook-signatures"),
    ("cloudflare-stream", "Webhook-Signature", "time={seconds},sig1={hex}", "{seconds}.{body}",
     "https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/"),
    ("coinbase-cdp", "X-Hook0-Signature", "t={seconds},v0={hex}", "{seconds}.{body}",
     "https://github.com/coinbase/cdp-sdk/blob/main/openapi.yaml"),
    ("hook0", "X-Hook0-Signature", "t={seconds},v0={hex}", "{seconds}.{body}",
     "https://github.com/hook0/hook0/blob/master/clients/rust/src/signature.rs"),
    ("increase", "Increase-Webhook-Signature", "t={rfc3339},v1={hex}", "{rfc3339}.{body}",
     "https://increase.com/documentation/webhooks"),
    ("moneybird", "Moneybird-Signature", "t={seconds},v1={hex}", "{seconds}.{body}",
     "https://developer.moneybird.com/webhooks/verifying-signatures"),
    ("mux", "Mux-Signature", "t={seconds},v1={hex}", "{seconds}.{body}",
     "https://www.mux.com/docs/core/verify-webhook-signatures"),
    ("recurly", "recurly-signature", "{millis},{hex}", "{millis}.{body}",
     "https://github.com/recurly/recurly-client-ruby/blob/v3-v2021-02-25/lib/recurly/webhooks.rb"),
    ("retell", "x-retell-signature", "v={millis},d={hex}", "{body}{millis}",
     "https://docs.retellai.com/features/secure-webhook"),
    ("revenuecat", "X-RevenueCat-Webhook-Signature", "t={seconds},v1={hex}", "{seconds}.{body}",
     "https://www.revenuecat.com/docs/integrations/webhooks"),
    ("sanity", "sanity-webhook-signature", "t={millis},v1={base64url}", "{millis}.{body}",
     "https://github.com/sanity-io/webhook-toolkit/blob/main/src/signature.ts"),
    ("shippo", "Shippo-Auth-Signature", "t={seconds},v1={hex}", "{seconds}.{body}",
     "https://docs.goshippo.com/tracking/webhook-security"),
    ("tiktok", "TikTok-Signature", "t={seconds},s={hex}", "{seconds}.{body}",
     "https://developers.tiktok.com/doc/webhooks-verification"),
    ("whereby", "Whereby-Signature", "t={seconds},v1={hex}", "{seconds}.{body}",
     "https://docs.whereby.com/reference/webhooks"),
    ("workos", "WorkOS-Signature", "t={millis}, v1={hex}", "{millis}.{body}",
     "https://workos.com/docs/events/data-syncing/webhooks"),
]

ROWS = [Formula(provider, {header: value}, source, message) for provider, header, value, message, source in TABLE] + [
    Formula("affirm", {"X-Affirm-Signature": "t={seconds},v0={hex}"},
            "https://docs.affirm.com/developers/docs/webhooks", "{seconds}.{body}", digest="sha512"),
    Formula("elevenlabs", {"ElevenLabs-Signature": "t={seconds},v0={hex}"},
            "https://elevenlabs.io/docs/product-guides/administration/webhooks", "{seconds}.{body}",
            secret="wsec_5c1e0f9a7b3d4826a1b2c3d4e5f60718293a4b5c6d7e8f901a2b3c4d5e6f7081"),
    Formula("hygraph", {"gcms-signature": "sign={base64}, env={environment}, t={millis}"},
            "https://github.com/hygraph/hygraph-utils", nested_json, covers_body=True, ages=True),
    Formula("mailchimp", {"X-Mailchimp-Signature": "t={seconds},v1={hex}"},
            "https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/", "{seconds}.{body}",
            body=FORM, content_type=FORM_TYPE),
    Formula("paddle", {"Paddle-Signature": "ts={seconds};h1={hex}"},
            "https://developer.paddle.com/webhooks/signature-verification", "{seconds}:{body}",
            secret="pdl_ntfset_01hsdn8d43dt7mezr1ef2jtbaw_7aB3cD9eF1gH5iJ2kL8mN4oP6qR0sTuV"),
    Formula("persona", {"Persona-Signature": "t={seconds},v1={hex}"}, "https://docs.withpersona.com/webhooks",
            "{seconds}.{body}", secret="wbhsec_2f6c4e1a-9b7d-4c3e-8a5f-0d1e2f3a4b5c"),
    Formula("stripe", {"Stripe-Signature": "t={seconds},v1={hex}"}, "https://docs.stripe.com/webhooks/signature",
            "{seconds}.{body}", secret="whsec_6fQ2nXk0tB9vR4yLzJ7sWd1aHc3uPe5m"),
    Formula("tabapay", {"X-HMAC-Signature": "t={seconds},v1={hex}",
                        "Idempotency-Key": "1b4e28ba-2fa1-11d2-883f-0016d3cca427"},
            "https://developers.tabapay.com/reference/verifying-webhook-signatures", "{seconds}.{body}"),
]
