"""No signature: the delivery carries the secret itself. Nothing else of it is authenticated."""

from .formula import FORM_TYPE, URL, Token

GRAPH = "https://learn.microsoft.com/graph/change-notifications-delivery-webhooks"
GRID = "https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema"
GRID_CLOUD_EVENTS = "https://learn.microsoft.com/azure/event-grid/end-point-validation-cloud-events-schema"
WEB_HOOKS = "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md"
STRUCTURED = ("application/cloudevents+json",
              '{"specversion":"1.0","id":"evt_1","source":"/x","type":"test.event","data":{"note":"Zoë ☃"}}')
STATE = "9c2f6a1e-4b7d-4e8a-b3c5-d0e1f2a3b4c5"


def notification(state: str) -> str:
    return '{"subscriptionId":"7f105c7d","changeType":"updated","resource":"users/Zoë ☃","clientState":"%s"}' % state


def header(provider, name, source, secret="", value="{token}", **more) -> Token:
    return Token(provider, {name: value}, source, secret=secret, **more)


ROWS = [
    header("buildkite-token", "X-Buildkite-Token", "https://buildkite.com/docs/apis/webhooks#webhook-token"),
    header("cloudflare-notifications", "cf-webhook-auth",
           "https://developers.cloudflare.com/notifications/get-started/configure-webhooks/"),
    header("documenso", "X-Documenso-Secret", "https://docs.documenso.com/developers/webhooks"),
    header("flutterwave-v3", "verif-hash", "https://developer.flutterwave.com/docs/webhooks"),
    header("gitlab", "X-Gitlab-Token", "https://docs.gitlab.com/user/project/integrations/webhooks/", way="token-"),
    header("google-channel", "X-Goog-Channel-Token", "https://developers.google.com/workspace/drive/api/guides/push"),
    header("huggingface", "X-Webhook-Secret", "https://huggingface.co/docs/hub/webhooks"),
    header("ringcentral", "Verification-Token",
           "https://developers.ringcentral.com/guide/notifications/webhooks/receiving"),
    header("telegram", "X-Telegram-Bot-Api-Secret-Token", "https://core.telegram.org/bots/api#setwebhook",
           "kL9_mN-2pQ4rS6tU8vW0xY"),
    header("vapi-token", "X-Vapi-Secret", "https://docs.vapi.ai/server-url/server-authentication"),
    # The whole value of the header, as the user typed it in.
    header("alertmanager", "Authorization", "https://prometheus.io/docs/alerting/latest/configuration/#http_config",
           "Bearer 4f0c2a9e8b7d6153a1b2c3d4e5f60718"),
    header("assemblyai", "Authorization", "https://www.assemblyai.com/docs/deployment/webhooks"),
    header("auth0", "Authorization", "https://auth0.com/docs/customize/log-streams/custom-log-streams",
           "Bearer 0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d"),
    header("braze", "Authorization", "https://www.braze.com/docs/user_guide/message_building_by_channel/webhooks/"),
    header("brevo", "Authorization", "https://developers.brevo.com/docs/secured-webhook",
           "Bearer 7e6d5c4b3a29180f7e6d5c4b3a29180f"),
    header("datadog", "Authorization", "https://docs.datadoghq.com/integrations/webhooks/"),
    header("fillout", "Authorization", "https://www.fillout.com/help/webhook"),
    header("freshdesk", "Authorization", "https://support.freshdesk.com/support/solutions/articles/132589"),
    header("iterable", "Authorization", "https://support.iterable.com/hc/articles/208013936"),
    header("mailjet", "Authorization", "https://dev.mailjet.com/email/guides/webhooks/"),
    header("new-relic", "Authorization",
           "https://docs.newrelic.com/docs/alerts/get-notified/notification-integrations/"),
    header("okta", "Authorization", "https://developer.okta.com/docs/concepts/event-hooks/"),
    header("revenuecat-token", "Authorization", "https://www.revenuecat.com/docs/integrations/webhooks",
           "Bearer 1f2e3d4c5b6a79881f2e3d4c5b6a7988"),
    header("zapier", "Authorization", "https://help.zapier.com/hc/articles/8496326446989"),
    header("chargebee", "Authorization", "https://www.chargebee.com/docs/2.0/webhook_settings.html",
           "chargebee:cB7x-Zoë-hook", "Basic {base64}"),
    header("pipedrive", "Authorization", "https://pipedrive.readme.io/docs/guide-for-webhooks-v2",
           "pipedrive:pD3k:with:colons", "Basic {base64}"),
    header("postmark", "Authorization", "https://postmarkapp.com/developer/webhooks/webhooks-overview",
           "postmark:pM9w-hook-password", "Basic {base64}"),
    header("cloudevents-webhook", "Authorization", WEB_HOOKS, value="Bearer {token}", content_type=STRUCTURED[0],
           body=STRUCTURED[1]),
    Token("cloudevents-webhook-query", {}, WEB_HOOKS, url=URL + "?access_token={token}", content_type=STRUCTURED[0],
          body=STRUCTURED[1]),
    Token("azure-event-grid", {"aeg-event-type": "Notification"}, GRID, url=URL + "?code={token}",
          body='[{"id":"evt_1","eventType":"test.event","subject":"Zoë ☃","data":{},"dataVersion":"1"}]'),
    Token("azure-event-grid-cloudevents", {}, GRID_CLOUD_EVENTS, url=URL + "?code={token}", content_type=STRUCTURED[0],
          body=STRUCTURED[1]),
    Token("aircall", {}, "https://developer.aircall.io/api-references/#webhooks",
          body='{"event":"call.created","resource":"call","token":"{token}","data":{"id":1,"note":"Zoë ☃"}}'),
    Token("figma", {}, "https://developers.figma.com/docs/rest-api/webhooks-security",
          body='{"event_type":"FILE_UPDATE","passcode":"{token}","file_name":"Zoë ☃","webhook_id":"22"}'),
    Token("ko-fi", {}, "https://help.ko-fi.com/hc/articles/360004162298", content_type=FORM_TYPE,
          secret="2c7f9e4b-6a1d-4d3e-9f8b-0a1b2c3d4e5f",
          body="data=%7B%22verification_token%22%3A%22{token}%22%2C%22message_id%22%3A%223a1fac0c%22%2C"
               "%22type%22%3A%22Donation%22%2C%22from_name%22%3A%22Zo%C3%AB+%E2%98%83%22%7D"),
    Token("livechat", {}, "https://platform.text.com/docs/management/webhooks",
          body='{"webhook_id":"9c7e","secret_key":"{token}","action":"incoming_chat","payload":{"note":"Zoë ☃"}}'),
    Token("microsoft-graph", {}, GRAPH, secret=STATE, body='{"value":[%s]}' % notification("{token}")),
]
BY = {row.provider: row for row in ROWS}


def quirks():
    for provider, name in [("documenso", "X-Documenso-Secret"), ("flutterwave-v3", "verif-hash")]:
        yield BY[provider].with_headers("empty-header", "reject", "an empty header is not the secret", {name: ""})
    for provider in ("chargebee", "pipedrive", "postmark"):
        row = BY[provider]
        user, _, password = row.secret.partition(":")
        yield row.line("wrong-password", "reject", "the user is right", row.request(f"{user}:{password[::-1]}"))
        yield row.line("wrong-user", "reject", "the password is right", row.request(f"{user}s:{password}"))
        bearer = row.request()["headers"]["Authorization"].replace("Basic", "Bearer")
        yield row.with_headers("bearer", "reject", "another way of authorization", {"Authorization": bearer})
    graph = BY["microsoft-graph"]
    for name, second, expect in [("batch", STATE, "accept"), ("batch-with-a-stranger", STATE[::-1], "reject")]:
        batch = graph.changed(body='{"value":[%s,%s]}' % (notification("{token}"), notification(second)))
        yield batch.line(name, expect, "each notification of a batch carries the state")
    yield graph.line("empty-batch", "reject", "no notification carries the state", {"body": '{"value":[]}'})
    figma = BY["figma"]
    yield figma.line("no-passcode", "reject", "the field is missing", {"body": '{"event_type":"PING"}'})
