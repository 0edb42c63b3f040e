//! What deliveries of every provider say of themselves: id, type, time, and which of these are signed.
#![cfg(feature = "testing")]

use hookseal::{
    Verified, VerifyErrorKind, provider,
    testing::{Delivery, Signer},
    verifier::Custom,
};

#[path = "../support/genuine.rs"]
mod genuine;

use genuine::{NOW, SECRET, scheme, unix, verifier};

/// A delivery as its provider documents it.
#[derive(Clone, Copy)]
struct Event {
    provider: &'static str,
    /// Unsigned ones, and those by which a delivery is told apart; the rest is made by the signer.
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    id: Option<&'static str>,
    id_is_signed: bool,
    kind: Option<&'static str>,
}

/// Where no id is said.
const NO_ID: Event = Event { provider: "", headers: &[], body: "", id: None, id_is_signed: false, kind: None };

const fn event(provider: &'static str, body: &'static str, id: &'static str, kind: &'static str) -> Event {
    Event { provider, body, id: Some(id), id_is_signed: true, kind: Some(kind), ..NO_ID }
}

/// With an id that the signature does not cover.
const fn unsigned(event: Event, headers: &'static [(&'static str, &'static str)]) -> Event {
    Event { headers, id_is_signed: false, ..event }
}

/// Sent by Standard Webhooks and its like.
const fn delivered(provider: &'static str) -> Event {
    event(provider, USER, "msg_27UH4WbU6Z5A5EzD8u03uvzRxGB", "user.created")
}

const USER: &str = r#"{"type":"user.created","timestamp":"2027-01-15T08:00:00Z","data":{"id":"user_1"}}"#;
const PUSH: &str = r#"{"ref":"refs/heads/main","commits":[{"id":"0ac1d2","message":"Zoë ☃"}],"id":"not this"}"#;
const ORDER: &str = r#"{"id":820982911946154508,"email":"jon@example.com","type":"not this"}"#;

const EVENTS: &[Event] = &[
    unsigned(
        event("bitbucket", PUSH, "2f1f0a34-6a3f-4b1e-9a4c-6c1f6a0a0b11", "repo:push"),
        &[("X-Request-UUID", "2f1f0a34-6a3f-4b1e-9a4c-6c1f6a0a0b11"), ("X-Event-Key", "repo:push")],
    ),
    Event {
        provider: "calendly",
        body: r#"{"event":"invitee.created","payload":{"uri":"https://api.calendly.com/x"},"id":"not this"}"#,
        kind: Some("invitee.created"),
        ..NO_ID
    },
    delivered("clerk"),
    unsigned(
        event("gitea", PUSH, "f6266f16-1bf3-46a5-9ea4-602e06ead473", "push"),
        &[("X-Gitea-Delivery", "f6266f16-1bf3-46a5-9ea4-602e06ead473"), ("X-Gitea-Event", "push")],
    ),
    unsigned(
        event("github", PUSH, "72d3162e-cc78-11e3-81ab-4c9367dc0958", "push"),
        &[("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958"), ("X-GitHub-Event", "push")],
    ),
    Event {
        headers: &[("X-Gitlab-Event", "Push Hook")],
        ..event("gitlab", r#"{"object_kind":"push"}"#, "msg_27UH4WbU6Z5A5EzD8u03uvzRxGB", "Push Hook")
    },
    unsigned(
        event("gitlab-token", r#"{"object_kind":"push"}"#, "13792a34-cac6-4fda-95a8-c58e00a3954e", "Push Hook"),
        &[("Idempotency-Key", "13792a34-cac6-4fda-95a8-c58e00a3954e"), ("X-Gitlab-Event", "Push Hook")],
    ),
    unsigned(
        event("linear", r#"{"action":"create","type":"Issue","data":{"id":"2174add1"}}"#, "234d1a4e-b617", "Issue"),
        &[("Linear-Delivery", "234d1a4e-b617"), ("Linear-Event", "not this"), ("Linear-Timestamp", "1")],
    ),
    Event {
        provider: "meta",
        body: r#"{"object":"page","entry":[{"id":"0","time":1458692752478,"changes":[]}]}"#,
        kind: Some("page"),
        ..NO_ID
    },
    delivered("openai"),
    event(
        "paddle",
        r#"{"event_id":"evt_01h84cj","event_type":"customer.created","notification_id":"ntf_01h84cjfwmdph1k8kgsy"}"#,
        "evt_01h84cj",
        "customer.created",
    ),
    event(
        "pagerduty",
        r#"{"event":{"id":"01BX5CTWP5","event_type":"incident.triggered","data":{"id":"PGR0VU2"}}}"#,
        "01BX5CTWP5",
        "incident.triggered",
    ),
    delivered("polar"),
    delivered("resend"),
    unsigned(
        event("sentry", r#"{"action":"created","data":{"id":"1"}}"#, "4d2f0e5b5d0a4c6f", "issue"),
        &[("Request-ID", "4d2f0e5b5d0a4c6f"), ("Sentry-Hook-Resource", "issue"), ("Sentry-Hook-Timestamp", "1")],
    ),
    unsigned(
        event("shopify", ORDER, "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043", "orders/create"),
        &[("X-Shopify-Webhook-Id", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043"), ("X-Shopify-Topic", "orders/create")],
    ),
    unsigned(
        event("shopify-events", ORDER, "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043", "orders/create"),
        &[("Shopify-Webhook-Id", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043"), ("Shopify-Topic", "orders/create")],
    ),
    event(
        "slack",
        r#"{"type":"event_callback","event_id":"Ev08MFMKH6","event":{"type":"app_mention","text":"hi"}}"#,
        "Ev08MFMKH6",
        "app_mention",
    ),
    Event { provider: "slack", body: "command=%2Fdeploy&text=api+now", kind: Some("/deploy"), ..NO_ID },
    Event {
        provider: "slack",
        body: "payload=%7B%22type%22%3A%22block_actions%22%7D",
        kind: Some("block_actions"),
        ..NO_ID
    },
    delivered("standard-webhooks"),
    event(
        "stripe",
        r#"{"id":"evt_1NG8Du2eZvKYlo2CUI79vXWy","object":"event","type":"invoice.paid","data":{"object":{"id":"in_1"}}}"#,
        "evt_1NG8Du2eZvKYlo2CUI79vXWy",
        "invoice.paid",
    ),
    delivered("svix"),
    // A token covers nothing, so what it came with is not signed, wherever it stands.
    unsigned(event("telegram", r#"{"update_id":10000,"message":{"message_id":1365}}"#, "10000", "message"), &[]),
    Event {
        headers: &[
            ("Twitch-Eventsub-Subscription-Type", "channel.follow"),
            ("Twitch-Eventsub-Message-Type", "notification"),
        ],
        // Its ids look like this, although the documentation shows UUIDs.
        ..event(
            "twitch",
            r#"{"subscription":{"id":"f1c2a387","status":"enabled"}}"#,
            "jfYtFRGrher-4dnd-WeRXeq6vDhGkrWYDF3JkT_iX0k=",
            "channel.follow",
        )
    },
    event("typeform", r#"{"event_id":"LtWXD3crgy","event_type":"form_response"}"#, "LtWXD3crgy", "form_response"),
    unsigned(
        event(
            "zendesk",
            r#"{"type":"zen:event-type:user.created","id":"not this"}"#,
            "01GYYZ",
            "zen:event-type:user.created",
        ),
        &[("X-Zendesk-Webhook-Invocation-Id", "01GYYZ"), ("X-Zendesk-Webhook-Id", "not this")],
    ),
    Event {
        provider: "zoom",
        body: r#"{"event":"meeting.started","event_ts":1626230691572,"payload":{"object":{"id":"1"}}}"#,
        kind: Some("meeting.started"),
        ..NO_ID
    },
    #[cfg(feature = "sha1")]
    unsigned(
        event("github-legacy-sha1", PUSH, "72d3162e-cc78-11e3-81ab-4c9367dc0958", "push"),
        &[("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958"), ("X-GitHub-Event", "push")],
    ),
    #[cfg(feature = "sha1")]
    event("vercel", r#"{"id":"uev_x","type":"deployment.created"}"#, "uev_x", "deployment.created"),
];

impl Event {
    fn sign(&self) -> Delivery {
        let signer = Signer::from_scheme(scheme(self.provider)).at(unix(NOW)).id(self.id.unwrap_or("unused"));
        let signer = self.headers.iter().fold(signer, |signer, (name, value)| signer.header(name, value));
        signer.sign(SECRET, self.body)
    }
}

#[test]
fn every_provider_says_what_its_documentation_says() {
    for event in EVENTS {
        let scheme = scheme(event.provider);
        let (headers, body) = event.sign().into_headers_and_body();
        let verified = verifier(scheme).verify(&headers, body).expect(event.provider);
        assert_eq!(verified.provider(), event.provider);
        assert_eq!(verified.id(), event.id, "{}: id", event.provider);
        assert_eq!(verified.id_is_signed(), event.id_is_signed, "{}: whether the id is signed", event.provider);
        assert_eq!(verified.kind(), event.kind, "{}: type", event.provider);
        let signed_at = scheme.freshness().map(|_| unix(NOW));
        assert_eq!(verified.timestamp().map(Into::into), signed_at, "{}: time", event.provider);
        assert_eq!(verified.key_id(), "1", "{}", event.provider);
    }
}

/// Each place that a scheme names is one where an id or a type is found.
#[test]
fn every_place_that_is_named_is_looked_at() {
    for preset in provider::all() {
        let scheme = preset.scheme;
        let written = serde_json::to_value(scheme).expect("a scheme");
        for (what, read) in [("id", Verified::id as fn(&Verified<Custom>) -> Option<&str>), ("kind", Verified::kind)] {
            for place in written[what].as_array().expect("places") {
                let Some(pointer) = place["json"].as_str() else { continue };
                let mut body = serde_json::json!({});
                let mut at = &mut body;
                for member in pointer.split('/').skip(1) {
                    if at.is_null() && member == "0" {
                        *at = serde_json::json!([null]);
                    }
                    at = if at.is_array() { &mut at[0] } else { &mut at[member] };
                }
                *at = "here".into();
                let mut request = genuine::sign(scheme, body.to_string()).into_request();
                // Where a header is looked at first, there is none.
                for first in written[what].as_array().into_iter().flatten().filter_map(|place| place["header"].as_str())
                {
                    request.headers_mut().remove(first);
                }
                let event = verifier(scheme).verify_request(request);
                let event = match event {
                    // Where the scheme says what the value is, it cannot be another.
                    Err(error)
                        if error.kind() == VerifyErrorKind::Unexpected
                            && written["checks"].to_string().contains(pointer) =>
                    {
                        continue;
                    }
                    event => event.unwrap_or_else(|error| panic!("{}: {error:?}", scheme.name())),
                };
                assert_eq!(read(&event), Some("here"), "{}: {what} at {pointer}", scheme.name());
            }
        }
    }
}

/// What a scheme says of itself is what its deliveries show.
#[test]
fn what_is_signed_changes_with_the_signature_only() {
    for event in EVENTS {
        let scheme = scheme(event.provider);
        let (signed, body) = event.sign().into_headers_and_body();
        let Some(id) = event.id else { continue };
        let Some((name, _)) = signed.iter().find(|(_, value)| value.as_bytes() == id.as_bytes()) else { continue };
        let mut headers = signed.clone();
        headers.insert(name, genuine::header("another-id"));
        let verified = verifier(scheme).verify(&headers, body);
        assert_eq!(verified.is_err(), event.id_is_signed, "{}: another id: {verified:?}", event.provider);
        if let Ok(verified) = verified {
            assert_eq!(verified.id(), Some("another-id"), "{}", event.provider);
            assert!(!verified.id_is_signed() && !scheme.id_is_signed(), "{}", event.provider);
        }
    }
}
