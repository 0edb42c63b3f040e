//! Deliveries that are not what they claim to be. All are answered alike; why they were refused is for the operator.

use super::{Case, standard, stripe};
use crate::trial::{
    client::Request,
    clock::unix_now,
    letter::Letter,
    mounts::{OLD_SECRET, OLD_SECRET_ENDS},
};

/// Twice the tolerance.
const TEN_MINUTES: u64 = 600;

pub(super) fn cases() -> Vec<Case> {
    let event = || standard("/standard", "msg_f", r#"{"type":"user.deleted"}"#);
    let slack = || Letter::to("/slack", r#"{"type":"event_callback","event_id":"EvF"}"#);
    let paddle = || Letter::to("/paddle", r#"{"event_id":"evt_f","event_type":"customer.created"}"#);
    let shopify = || Letter::to("/shopify", r#"{"id":2}"#);
    let github = Letter::to("/github", r#"{"repository":{"full_name":"octo/cat"}}"#).id("d-f");
    let challenge = Letter::to("/slack", r#"{"type":"url_verification","challenge":"let me in"}"#);
    let refund = stripe("/rotating", "evt_f", "charge.refunded", "{}").at(OLD_SECRET_ENDS).secret(OLD_SECRET);
    let (past, future) = (unix_now() - TEN_MINUTES, unix_now() + TEN_MINUTES);

    vec![
        Case::refused("Standard Webhooks, one bit of the body flipped", flipped(event()), "mismatch"),
        Case::refused("Slack, one bit of the body flipped", flipped(slack()), "mismatch"),
        Case::refused("Paddle, one bit of the body flipped", flipped(paddle()), "mismatch"),
        Case::refused("Shopify, one bit of the body flipped", flipped(shopify()), "mismatch"),
        Case::refused("Standard Webhooks, another id", with(event(), "webhook-id", "msg_g"), "mismatch"),
        Case::refused("Slack, ten minutes old", slack().at(past).sign(), "expired"),
        Case::refused("Slack, ten minutes old, time made new", made_new(slack().at(past)), "mismatch"),
        Case::refused("Paddle, ten minutes old", paddle().at(past).sign(), "expired"),
        Case::refused("Standard Webhooks, from the future", event().at(future).sign(), "not_yet_valid"),
        Case::refused("Paddle, another one's secret", paddle().secret("pdl_ntfset_other").sign(), "mismatch"),
        Case::refused("Shopify, another app's secret", shopify().secret("another app's").sign(), "mismatch"),
        Case::refused("Stripe, old secret, once it has ended", refund.sign(), "mismatch").clock(OLD_SECRET_ENDS),
        Case::refused("Standard Webhooks, no signature", unsigned(event()), "missing_header"),
        Case::refused("Standard Webhooks, two signature headers", twice(event()), "malformed"),
        Case::refused("Standard Webhooks, empty signature", signature(event(), ""), "malformed"),
        Case::refused("Standard Webhooks, signature v9", signature(event(), "v9,AAAA"), "no_supported_signature"),
        Case::refused("Slack, signature of 9000 bytes", signature(slack(), &"f".repeat(9000)), "malformed"),
        Case::refused("Slack url_verification by someone else", challenge.secret("a guess").sign(), "mismatch"),
        Case::refused("Telegram, wrong token", Letter::to("/telegram", "{}").secret("a guess").sign(), "mismatch"),
        Case::refused("GitLab, no token", unsigned(Letter::to("/gitlab", "{}")), "missing_header"),
        // Its handler takes a `Verified` and so is not even told of the refusal.
        Case::refused("GitHub, one bit of the body flipped", flipped(github), "refused"),
    ]
}

fn flipped(letter: Letter) -> Request {
    let mut request = letter.sign();
    request.body[2] ^= 1;
    request
}

fn signature(letter: Letter, signature: &str) -> Request {
    let mut request = letter.sign();
    signature.clone_into(&mut request.headers[0].1);
    request
}

fn unsigned(letter: Letter) -> Request {
    let mut request = letter.sign();
    request.headers.remove(0);
    request
}

fn twice(letter: Letter) -> Request {
    let mut request = letter.sign();
    request.headers.push(request.headers[0].clone());
    request
}

fn with(letter: Letter, name: &str, value: &str) -> Request {
    let mut request = letter.sign();
    let header = request.headers.iter_mut().find(|header| header.0 == name).expect("this header");
    value.clone_into(&mut header.1);
    request
}

/// An old delivery under a new time.
fn made_new(letter: Letter) -> Request {
    with(letter, "X-Slack-Request-Timestamp", &unix_now().to_string())
}
