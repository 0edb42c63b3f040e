//! Deliveries that are what they claim to be.

use super::{Case, standard, stripe};
use crate::trial::{
    client::How,
    letter::Letter,
    mounts::{self, OLD_SECRET, OLD_SECRET_ENDS},
    published::Published,
};

pub(super) fn published(published: &[Published]) -> Vec<Case> {
    let events = published.iter().filter(|delivery| delivery.handshake_response.is_none());
    events.map(|delivery| Case::processed(delivery.title, delivery.request())).collect()
}

pub(super) fn fresh() -> Vec<Case> {
    let before = OLD_SECRET_ENDS - 10;
    let rotating = |id, secret| stripe("/rotating", id, "charge.refunded", "{}").at(before).secret(secret).sign();
    let teapot = stripe("/stripe", "evt_2", "teapot.boiled", "{}").sign();
    let current = mounts::at("/rotating").secret;
    let plain = [
        ("Stripe", stripe("/stripe", "evt_1", "invoice.paid", r#"{"amount_paid":4200}"#)),
        ("GitHub", Letter::to("/github", r#"{"repository":{"full_name":"octo/cat"}}"#).id("d-1")),
        ("Standard Webhooks", standard("/standard", "msg_1", r#"{"type":"user.created"}"#)),
        ("Slack", Letter::to("/slack", r#"{"type":"event_callback","event_id":"Ev1","event":{"type":"message"}}"#)),
        ("Slack, a slash command, which is a form", Letter::to("/slack", "command=%2Fdeploy&text=now")),
        ("Meta", Letter::to("/meta", r#"{"object":"page","entry":[{"id":"1"}]}"#)),
        ("Zoom", Letter::to("/zoom", r#"{"event":"meeting.started","payload":{}}"#)),
        ("Twitch", Letter::to("/twitch", r#"{"subscription":{"status":"enabled"}}"#).id("t-1")),
        ("Paddle", Letter::to("/paddle", r#"{"event_id":"evt_01","event_type":"customer.created"}"#)),
        ("Shopify", Letter::to("/shopify", r#"{"id":1,"note":"Zoë ☃"}"#)),
        ("Telegram", Letter::to("/telegram", r#"{"update_id":10000,"message":{}}"#)),
        ("GitLab, secret token", Letter::to("/gitlab", r#"{"object_kind":"push"}"#)),
    ];
    let pieces = standard("/standard", "msg_2", r#"{"type":"user.created","data":{"name":"in pieces"}}"#).sign();
    let plain = plain.into_iter().map(|(title, letter)| Case::processed(title, letter.sign()));
    let mut cases: Vec<_> = plain.collect();
    cases.extend([
        Case::new("Stripe, a type that did not exist", teapot, "processed, unknown teapot.boiled", 200, 1),
        Case::processed("Standard Webhooks, in chunks of 7 bytes", pieces).how(How::Chunked(7)),
        Case::processed("Stripe, while the secret is rolled: the new one", rotating("evt_3", current)).clock(before),
        Case::new(
            "Stripe, while the secret is rolled: the old one",
            rotating("evt_4", OLD_SECRET),
            "processed, key spring",
            200,
            1,
        ),
    ]);
    cases
}
