//! What providers send before they send events. The library answers; no handler runs.

use super::Case;
use crate::trial::{
    client::Request,
    letter::Letter,
    mounts::{self, VERIFY_TOKEN},
    published::Published,
    sign,
};

pub(super) fn cases(published: &[Published]) -> Vec<Case> {
    let by_sdk = published.iter().filter_map(|delivery| {
        let due = delivery.handshake_response.as_ref()?;
        Some(answered(delivery.title, delivery.request(), &due.body))
    });
    let slack = Letter::to("/slack", r#"{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV"}"#);
    let twitch = Letter::to("/twitch", r#"{"challenge":"pogchamp-kappa","subscription":{}}"#).id("t-2");
    let twitch = twitch.header("Twitch-Eventsub-Message-Type", "webhook_callback_verification");
    let zoom = Letter::to("/zoom", r#"{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZ"}}"#);
    let encrypted = sign::hex(mounts::at("/zoom").secret.as_bytes(), "qgg8vlvZ");
    let encrypted = format!(r#"{{"plainToken":"qgg8vlvZ","encryptedToken":"{encrypted}"}}"#);
    let mut cases: Vec<_> = by_sdk.collect();
    cases.extend([
        answered("Slack url_verification", slack.sign(), "3eZbrw1aBm2rZgRNFdxV"),
        answered("Zoom endpoint.url_validation", zoom.sign(), &encrypted),
        answered("Twitch webhook_callback_verification", twitch.sign(), "pogchamp-kappa"),
        answered("Meta GET hub.challenge, right token", hub(VERIFY_TOKEN), "1158201444"),
        Case::new("Meta GET hub.challenge, wrong token", hub("guess"), "handshake_refused", 403, 0).body(""),
    ]);
    cases
}

/// An authentic check is answered with exactly this.
fn answered(title: &str, request: Request, body: &str) -> Case {
    Case::new(title, request, "handshake", 200, 0).body(body)
}

fn hub(token: &str) -> Request {
    let path = format!("/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}");
    Request { method: "GET", path, headers: Vec::new(), body: Vec::new() }
}
