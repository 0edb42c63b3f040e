//! Who signs, and what is signed, as the provider documents it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use hookseal::provider::{GitHub, Hook0, Shopify, Slack, StandardWebhooks, Stripe};

use crate::delivery::{Delivery, SECRET};

/// Whose deliveries are verified.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // their names say it
pub enum Sender {
    Stripe,
    GitHub,
    StandardWebhooks,
    Slack,
    Shopify,
    Hook0,
}

impl Sender {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Stripe, Self::GitHub, Self::StandardWebhooks, Self::Slack, Self::Shopify, Self::Hook0];

    /// As in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stripe => "Stripe",
            Self::GitHub => "GitHub",
            Self::StandardWebhooks => "Standard Webhooks",
            Self::Slack => "Slack",
            Self::Shopify => "Shopify",
            Self::Hook0 => "Hook0",
        }
    }

    /// A genuine delivery.
    pub fn sign(self, body: Bytes) -> Delivery {
        match self {
            Self::Stripe => Delivery::of::<Stripe>(SECRET, body),
            Self::GitHub => Delivery::of::<GitHub>(SECRET, body),
            Self::StandardWebhooks => Delivery::of::<StandardWebhooks>(SECRET, body),
            Self::Slack => Delivery::of::<Slack>(SECRET, body),
            Self::Shopify => Delivery::of::<Shopify>(SECRET, body),
            Self::Hook0 => Delivery::of::<Hook0>(SECRET, body),
        }
    }

    /// The header that has the signature, in some encoding.
    pub fn signature_header(self) -> &'static str {
        match self {
            Self::Stripe => "stripe-signature",
            Self::GitHub => "x-hub-signature-256",
            Self::StandardWebhooks => "webhook-signature",
            Self::Slack => "x-slack-signature",
            Self::Shopify => "x-shopify-hmac-sha256",
            Self::Hook0 => "x-hook0-signature",
        }
    }

    /// The bytes of the key.
    pub fn key(self) -> Vec<u8> {
        match self {
            Self::StandardWebhooks => STANDARD.decode(SECRET.trim_start_matches("whsec_")).expect("base64"),
            _ => SECRET.into(),
        }
    }

    /// What is signed, in the pieces in which it arrives.
    pub fn message(self, delivery: &Delivery) -> Vec<Bytes> {
        let text = |text: &str| Bytes::copy_from_slice(text.as_bytes());
        let header = |name| text(delivery.header(name));
        let body = delivery.body.clone();
        match self {
            Self::Stripe => vec![text(member(delivery.header("stripe-signature"), "t")), text("."), body],
            Self::GitHub | Self::Shopify => vec![body],
            Self::StandardWebhooks => {
                vec![header("webhook-id"), text("."), header("webhook-timestamp"), text("."), body]
            }
            Self::Slack => vec![text("v0:"), header("x-slack-request-timestamp"), text(":"), body],
            Self::Hook0 => {
                let list = delivery.header("x-hook0-signature");
                let names = member(list, "h");
                let values = names.split(' ').map(|name| delivery.header(name)).collect::<Vec<_>>().join(".");
                let pieces = [member(list, "t"), ".", names, ".", &values, "."];
                pieces.into_iter().map(text).chain([body]).collect()
            }
        }
    }
}

/// A member of a list like `t=…,v1=…`.
pub fn member<'l>(list: &'l str, name: &str) -> &'l str {
    let mut members = list.split(',').filter_map(|member| member.split_once('='));
    members.find(|member| member.0 == name).map(|member| member.1).expect("a member of the list")
}
