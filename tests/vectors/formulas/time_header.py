"""The time has a header of its own, and is signed with the body."""

from .formula import Formula

CLOUDINARY = "https://cloudinary.com/documentation/notification_signatures"
QUICKNODE = "https://www.quicknode.com/guides/quicknode-products/streams/validating-incoming-streams-webhook-messages"
GRAFANA = "https://github.com/grafana/alerting/blob/main/http/hmac.go"

ROWS = [
    Formula("airship", {"X-UA-SIGNATURE": "{hex}", "X-UA-TIMESTAMP": "{seconds}"},
            "https://docs.airship.com/api/connect/", "{seconds}:{body}"),
    Formula("airwallex", {"x-signature": "{hex}", "x-timestamp": "{millis}"},
            "https://www.airwallex.com/docs/developer-tools/webhooks/listen-for-webhook-events", "{millis}{body}"),
    Formula("box", {"BOX-DELIVERY-ID": "f96bb54b-ee16-4fc5-aa65-8c2d9e5b546f", "BOX-DELIVERY-TIMESTAMP": "{offset}",
                    "BOX-SIGNATURE-ALGORITHM": "HmacSHA256", "BOX-SIGNATURE-VERSION": "1",
                    "BOX-SIGNATURE-PRIMARY": "{base64}"},
            "https://developer.box.com/guides/webhooks/v2/signatures-v2/", "{body}{offset}"),
    Formula("chatwoot", {"X-Chatwoot-Signature": "sha256={hex}", "X-Chatwoot-Timestamp": "{seconds}"},
            "https://www.chatwoot.com/hc/user-guide/articles/1677693021-how-to-use-webhooks", "{seconds}.{body}"),
    Formula("close", {"close-sig-hash": "{hex}", "close-sig-timestamp": "{seconds}"},
            "https://developer.close.com/topics/webhooks/", "{seconds}{body}", key="hex"),
    Formula("cloudinary", {"X-Cld-Signature": "{hex}", "X-Cld-Timestamp": "{seconds}"}, CLOUDINARY,
            "{body}{seconds}{secret}", digest="sha1", plain=True),
    Formula("cloudinary-sha256", {"X-Cld-Signature": "{hex}", "X-Cld-Timestamp": "{seconds}"}, CLOUDINARY,
            "{body}{seconds}{secret}", plain=True, more={"algorithm": "sha256"}),
    Formula("crisp", {"X-Crisp-Signature": "{hex}", "X-Crisp-Request-Timestamp": "{millis}"},
            "https://github.com/crisp-im/node-crisp-api/blob/master/lib/crisp.ts", "[{millis};{body}]"),
    Formula("customer-io", {"X-CIO-Signature": "{hex}", "X-CIO-Timestamp": "{seconds}"},
            "https://docs.customer.io/integrations/api/webhooks/", "v0:{seconds}:{body}"),
    Formula("daily", {"X-Webhook-Signature": "{base64}", "X-Webhook-Timestamp": "{seconds}"},
            "https://docs.daily.co/reference/rest-api/webhooks", "{seconds}.{body}", key="base64"),
    # The body is not signed.
    Formula("dingtalk", {"timestamp": "{millis}", "sign": "{base64}"},
            "https://open.dingtalk.com/document/orgapp/receive-message", "{millis}\n{secret}"),
    Formula("front-app", {"X-Front-Signature": "{base64}", "X-Front-Request-Timestamp": "{millis}"},
            "https://dev.frontapp.com/docs/application-webhooks", "{millis}:{body}"),
    Formula("grafana-with-timestamp", {"X-Grafana-Alerting-Signature": "{hex}",
                                       "X-Grafana-Alerting-Timestamp": "{seconds}"}, GRAFANA, "{seconds}:{body}"),
    # How the header writes the time is not documented; the signed body holds it as well.
    Formula("klaviyo", {"Klaviyo-Signature": "{hex}", "Klaviyo-Timestamp": "{httpdate}",
                        "Klaviyo-Webhook-Id": "01KP4928STE8FKCWB6WDHZ4ZB7"},
            "https://developers.klaviyo.com/en/docs/working_with_system_webhooks", "{body}{httpdate}", ages=False,
            body='{"data":[{"topic":"event:klaviyo.test.event","external_id":"73WCCK7JKtE","note":"Zoë ☃"}],'
                 '"meta":{"timestamp":"2023-11-14T22:13:20.101159+00:00",'
                 '"klaviyo_webhook_id":"01KP4928STE8FKCWB6WDHZ4ZB7"}}'),
    Formula("lark", {"X-Lark-Signature": "{hex}", "X-Lark-Request-Timestamp": "{seconds}",
                     "X-Lark-Request-Nonce": "{nonce}"},
            "https://open.larksuite.com/document/server-docs/event-subscription-guide/event-subscription-configure-",
            "{seconds}{nonce}{secret}{body}", plain=True),
    Formula("lob", {"Lob-Signature": "{hex}", "Lob-Signature-Timestamp": "{seconds}"},
            "https://docs.lob.com/#tag/Webhooks", "{seconds}.{body}"),
    Formula("quicknode-quickalerts", {"x-qn-signature": "{base64}", "x-qn-nonce": "{nonce}",
                                      "x-qn-content-hash": "{hash}", "x-qn-timestamp": "{seconds}"}, QUICKNODE,
            "{nonce}{hash}{seconds}", secret="qnsec_Z7dAfqmoQvGfLSa0TTOt9A=="),
    Formula("quicknode-streams", {"x-qn-signature": "{hex}", "x-qn-nonce": "{nonce}", "x-qn-timestamp": "{seconds}"},
            QUICKNODE, "{nonce}{seconds}{body}"),
    Formula("sinch", {"x-sinch-webhook-signature": "{base64}", "x-sinch-webhook-signature-nonce": "{nonce}",
                      "x-sinch-webhook-signature-timestamp": "{seconds}",
                      "x-sinch-webhook-signature-algorithm": "HmacSHA256"},
            "https://developers.sinch.com/docs/conversation/callbacks", "{body}.{nonce}.{seconds}"),
    Formula("slack", {"X-Slack-Signature": "v0={hex}", "X-Slack-Request-Timestamp": "{seconds}"},
            "https://docs.slack.dev/authentication/verifying-requests-from-slack", "v0:{seconds}:{body}"),
    Formula("twitch", {"Twitch-Eventsub-Message-Signature": "sha256={hex}", "Twitch-Eventsub-Message-Id": "{id}",
                       "Twitch-Eventsub-Message-Timestamp": "{nanos}", "Twitch-Eventsub-Message-Type": "notification",
                       "Twitch-Eventsub-Subscription-Type": "channel.follow"},
            "https://dev.twitch.tv/docs/eventsub/handling-webhook-events/", "{id}{nanos}{body}"),
    Formula("webflow", {"x-webflow-signature": "{hex}", "x-webflow-timestamp": "{millis}"},
            "https://developers.webflow.com/data/docs/working-with-webhooks", "{millis}:{body}"),
    # No window is documented.
    Formula("zendesk", {"X-Zendesk-Webhook-Signature": "{base64}",
                        "X-Zendesk-Webhook-Signature-Timestamp": "{rfc3339}"},
            "https://developer.zendesk.com/documentation/webhooks/verifying/", "{rfc3339}{body}", ages=False),
    Formula("zoom", {"x-zm-signature": "v0={hex}", "x-zm-request-timestamp": "{seconds}"},
            "https://developers.zoom.us/docs/api/webhooks/", "v0:{seconds}:{body}"),
]
