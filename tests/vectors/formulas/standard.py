"""Standard Webhooks and Svix: id, time and body, joined by dots; the key is base64 after `whsec_` but for two."""

from .formula import Formula

SPEC = "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md"

STANDARD = {
    "anthropic": "https://github.com/anthropics/anthropic-sdk-python/blob/main/src/anthropic/resources/beta",
    "brex": "https://developer.brex.com/docs/webhooks/",
    "etsy": "https://developers.etsy.com/documentation/essentials/webhooks/",
    "fathom": "https://developers.fathom.ai/webhooks",
    "folk": "https://developer.folk.app/",
    "gemini": "https://ai.google.dev/gemini-api/docs/webhooks",
    "gitlab": "https://docs.gitlab.com/user/project/integrations/webhooks/",
    "higgsfield": "https://docs.higgsfield.ai/",
    "incident-io": "https://docs.incident.io/",
    "loops": "https://loops.so/docs/webhooks",
    "openai": "https://github.com/openai/openai-python/blob/main/src/openai/lib/_webhooks.py",
    "postsyncer": "https://docs.postsyncer.com/guides/verify-webhooks",
    "recall-ai": "https://docs.recall.ai/docs/authenticating-requests-from-recallai",
    "render": "https://render.com/docs/webhooks",
    "replicate": "https://replicate.com/docs/topics/webhooks/verify-webhook",
    "signatureapi": "https://signatureapi.com/docs/api/guides/how-to/verify-webhooks",
    "standard-webhooks": SPEC,
    "three-sixty-learning": "https://360learning.readme.io/docs/security-and-signature-verification",
    "zapier-white-label": "https://docs.zapier.com/",
}
SVIX = {
    "beehiiv": "https://developers.beehiiv.com/webhooks",
    "privy": "https://docs.privy.io/api-reference/webhooks/overview",
    "resend": "https://resend.com/docs/webhooks/verify-webhooks-requests",
    "stytch": "https://stytch.com/docs/guides/dashboard/webhooks",
    "svix": "https://docs.svix.com/receiving/verifying-payloads/how-manual",
    "vanta": "https://developer.vanta.com/",
}


def standard(provider, source, prefix="webhook", **more) -> Formula:
    headers = {f"{prefix}-id": "{id}", f"{prefix}-timestamp": "{seconds}", f"{prefix}-signature": "v1,{base64}"}
    return Formula(provider, headers, source, "{id}.{seconds}.{body}", **({"key": "whsec"} | more))


ROWS = [standard(provider, source) for provider, source in STANDARD.items()]
ROWS += [standard(provider, source, "svix") for provider, source in SVIX.items()]
ROWS += [
    standard("bigcommerce", "https://developer.bigcommerce.com/docs/integrations/webhooks", key="utf8"),
    standard("polar", "https://polar.sh/docs/integrate/webhooks/delivery", key="utf8",
             secret="polar_whs_ovyN6cPrTv56AApvzCaJno08SSmGJmgbWilb33N2JuK"),
    standard("supabase", "https://supabase.com/docs/guides/auth/auth-hooks",
             secret="v1,whsec_c3VwYWJhc2UtaG9vay1zZWNyZXQtb2YtMzItYnl0ZXM="),
]
