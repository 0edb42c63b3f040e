//! Signs as the providers document it, with nothing of hookseal in between: what it proves is not its own doing.

use base16ct::HexDisplay;
use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, KeyInit as _, Mac as _, digest::Output};
use sha2::Sha256;

/// When everything from Twitch is signed, in its own notation and in seconds since 1970.
pub(crate) const TWITCH_TIME: (&str, u64) = ("2023-11-14T22:13:20Z", 1_700_000_000);

/// The headers of a delivery of the provider, that with the signature first.
pub(crate) fn headers(provider: &str, secret: &str, at: u64, id: &str, body: &str) -> Vec<(&'static str, String)> {
    let hex = |message: &str| hex(secret.as_bytes(), message);
    match provider {
        "stripe" => vec![("Stripe-Signature", format!("t={at},v1={}", hex(&format!("{at}.{body}"))))],
        "paddle" => vec![("Paddle-Signature", format!("ts={at};h1={}", hex(&format!("{at}:{body}"))))],
        "github" => vec![
            ("X-Hub-Signature-256", format!("sha256={}", hex(body))),
            ("X-GitHub-Delivery", id.into()),
            ("X-GitHub-Event", "push".into()),
        ],
        "meta" => vec![("X-Hub-Signature-256", format!("sha256={}", hex(body)))],
        "slack" => vec![
            ("X-Slack-Signature", format!("v0={}", hex(&format!("v0:{at}:{body}")))),
            ("X-Slack-Request-Timestamp", at.to_string()),
        ],
        "zoom" => vec![
            ("x-zm-signature", format!("v0={}", hex(&format!("v0:{at}:{body}")))),
            ("x-zm-request-timestamp", at.to_string()),
        ],
        "standard-webhooks" => vec![
            ("webhook-signature", format!("v1,{}", base64(&whsec(secret), &format!("{id}.{at}.{body}")))),
            ("webhook-timestamp", at.to_string()),
            ("webhook-id", id.into()),
        ],
        "twitch" => vec![
            ("Twitch-Eventsub-Message-Signature", format!("sha256={}", hex(&format!("{id}{}{body}", TWITCH_TIME.0)))),
            ("Twitch-Eventsub-Message-Timestamp", TWITCH_TIME.0.into()),
            ("Twitch-Eventsub-Message-Id", id.into()),
        ],
        "shopify" => vec![("X-Shopify-Hmac-Sha256", base64(secret.as_bytes(), body))],
        "telegram" => vec![("X-Telegram-Bot-Api-Secret-Token", secret.into())],
        "gitlab-token" => vec![("X-Gitlab-Token", secret.into()), ("X-Gitlab-Event", "Push Hook".into())],
        other => unreachable!("nothing here is sent by {other}"),
    }
}

/// The key of a secret of Standard Webhooks.
fn whsec(secret: &str) -> Vec<u8> {
    Base64::decode_vec(secret.trim_start_matches("whsec_")).expect("base64 after `whsec_`")
}

pub(crate) fn hex(key: &[u8], message: &str) -> String {
    format!("{:x}", HexDisplay(&mac(key, message)))
}

fn base64(key: &[u8], message: &str) -> String {
    Base64::encode_string(&mac(key, message))
}

fn mac(key: &[u8], message: &str) -> Output<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message.as_bytes());
    mac.finalize().into_bytes()
}
