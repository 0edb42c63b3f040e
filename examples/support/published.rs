//! Deliveries that providers publish, in their documentation or with their SDKs.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::client::Request;

/// What of a line of `tests/vectors` is needed here.
#[derive(Deserialize)]
pub(crate) struct Published {
    pub(crate) provider: String,
    name: String,
    pub(crate) secret: String,
    headers: BTreeMap<String, String>,
    body: String,
    pub(crate) now_unix: u64,
    /// The answer that is due, if it checks the endpoint.
    #[serde(default)]
    pub(crate) handshake_response: Option<Due>,
    #[serde(skip)]
    pub(crate) title: &'static str,
}

#[derive(Deserialize)]
pub(crate) struct Due {
    pub(crate) body: String,
}

impl Published {
    pub(crate) fn path(&self) -> String {
        format!("/published/{}/{}", self.provider, self.name)
    }

    pub(crate) fn request(&self) -> Request {
        let headers = self.headers.clone().into_iter().collect();
        Request { method: "POST", path: self.path(), headers, body: self.body.clone().into() }
    }
}

/// Picks lines by name: `file: "name" = "title"`.
macro_rules! published {
    ($($file:literal: $name:literal = $title:literal,)+) => {
        &[$((include_str!(concat!("../../tests/vectors/", $file, ".jsonl")), $name, $title)),+]
    };
}

const PICKED: &[(&str, &str, &str)] = published! {
    "stripe": "rotation-two-v1" = "Stripe: two v1 of a rotation, and a v0 (stripe-node)",
    "github": "octokit-basic" = "GitHub (octokit)",
    "github": "octokit-special-characters" = "GitHub: escapes and hearts (octokit)",
    "standard-webhooks": "rust-test-sign" = "Standard Webhooks (reference library)",
    "standard-webhooks": "multi-signature-middle" = "Standard Webhooks: the third of four signatures fits",
    "svix": "sign-function" = "Svix (svix-webhooks)",
    "openai": "sdk-test-valid" = "OpenAI (openai-python)",
    "paddle": "node-valid" = "Paddle (paddle-node-sdk)",
    "paddle": "go-example" = "Paddle (paddle-go-sdk)",
    "pagerduty": "go-valid" = "PagerDuty (go-pagerduty)",
    "bitbucket": "documented" = "Bitbucket (documentation)",
    "slack": "url-verification-json" = "Slack url_verification (slack_sdk)",
};

pub(crate) fn all() -> Vec<Published> {
    let read = |(file, name, title): &(&str, &str, &'static str)| {
        let mut lines = file.lines().map(|line| serde_json::from_str(line).expect("a delivery"));
        let found: Option<Published> = lines.find(|delivery: &Published| delivery.name == *name);
        Published { title, ..found.expect("a line of this name") }
    };
    PICKED.iter().map(read).collect()
}
