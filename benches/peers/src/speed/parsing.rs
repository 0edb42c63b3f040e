//! async-stripe, which verifies and parses in one call.

use std::hint::black_box;

use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use hookseal::provider::Stripe;
use sha2::Sha256;
use stripe_webhook::Webhook;

use super::{Case, Group};
use crate::{
    contestant::Contestant,
    delivery::{Delivery, SECRET},
    peers::verifier,
    sender::Sender,
};

pub(super) fn group() -> Group {
    Group {
        title: "verifying and parsing a Stripe event".into(),
        note: "`Webhook::construct_event` of async-stripe-webhook. The others verify and have the same parser make the same type \
               of it (`Webhook::insecure`), so that only the verification differs.",
        cases: [1024, 16 * 1024].map(|size| Case::of_size(size, move || contestants(size))).into(),
    }
}

fn contestants(size: usize) -> Vec<Contestant> {
    let delivery = Delivery::of::<Stripe>(SECRET, event(size));
    let signature = delivery.header("stripe-signature").to_owned();
    let pieces = Sender::Stripe.message(&delivery);
    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any key");
    let Delivery { headers, body } = delivery;
    let verifier = verifier::<Stripe>(&[SECRET]);
    let theirs = body.clone();
    vec![
        Contestant::new("bare MAC, then the parser", move || {
            let mut mac = key.clone();
            for piece in &pieces {
                mac.update(black_box(piece));
            }
            black_box(mac.finalize());
            parse(pieces.last().expect("the body"));
        }),
        Contestant::new("hookseal, then the parser", move || {
            let event = verifier.verify(black_box(&headers), body.clone()).expect("genuine");
            parse(event.body());
        }),
        Contestant::new("async-stripe-webhook", move || {
            let body = std::str::from_utf8(black_box(&theirs)).expect("UTF-8");
            black_box(Webhook::construct_event(body, &signature, SECRET).expect("genuine"));
        }),
    ]
}

fn parse(body: &[u8]) {
    let body = std::str::from_utf8(body).expect("UTF-8");
    black_box(Webhook::insecure(body).expect("an event that it knows"));
}

/// An event of about this size, of a type that async-stripe-webhook knows without further crates.
fn event(size: usize) -> Bytes {
    let whole = |members: usize| {
        let metadata: serde_json::Map<_, _> =
            (0..members).map(|number| (format!("key_{number:04}"), "a value that someone chose".into())).collect();
        let event = serde_json::json!({
            "id": "evt_1",
            "object": "event",
            "api_version": null,
            "created": 1_733_011_200,
            "livemode": false,
            "pending_webhooks": 1,
            "type": "account.external_account.created",
            "data": {
                "object": {
                    "id": "ba_1",
                    "object": "bank_account",
                    "country": "US",
                    "currency": "usd",
                    "last4": "6789",
                    "status": "new",
                    "metadata": metadata,
                },
            },
        });
        event.to_string()
    };
    (0..size).map(whole).find(|text| text.len() >= size).expect("members have more than a byte").into()
}
