//! The id and the type of an event inside a JSON body.

use std::hint::black_box;

use bytes::Bytes;
use hookseal::provider::Stripe;
use serde::Deserialize;

use super::{Case, Group};
use crate::{
    contestant::Contestant,
    delivery::{Delivery, SECRET},
    peers::verifier,
};

/// What someone would write who wants to know just that.
#[derive(Deserialize)]
struct Head<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
}

pub(super) fn group() -> Group {
    Group {
        title: "`id()` and `kind()` from a JSON body".into(),
        note: "Of a verified Stripe event, `id` at its beginning and `type` at its end, between them a list of invoice lines. \
               The yardstick is serde_json into a struct that borrows both and ignores the rest.",
        cases: [1024, 16 * 1024].map(|size| Case::of_size(size, move || contestants(size))).into(),
    }
}

fn contestants(size: usize) -> Vec<Contestant> {
    let delivery = Delivery::of::<Stripe>(SECRET, event(size));
    let verifier = verifier::<Stripe>(&[SECRET]);
    let Delivery { headers, body } = delivery;
    let bare = body.clone();
    vec![
        Contestant::new("serde_json", move || {
            let head: Head<'_> = serde_json::from_slice(black_box(&bare)).expect("JSON");
            assert!(black_box(head.id).len() + black_box(head.kind).len() > 0);
        }),
        Contestant::on(
            "hookseal",
            move || verifier.verify(&headers, body.clone()).expect("genuine"),
            |events| {
                for event in &events {
                    assert!(black_box(event.id()).is_some() && black_box(event.kind()).is_some());
                }
                events
            },
        ),
    ]
}

/// An event of about this size.
pub(super) fn event(size: usize) -> Bytes {
    let line = |number: usize| {
        serde_json::json!({
            "id": format!("il_{number:08}"),
            "object": "line_item",
            "amount": 1000 + number,
            "currency": "usd",
            "description": "Seats \u{d7} 3 (at $10.00 / month)",
            "metadata": { "order": number, "note": "said \"as agreed\"" },
            "period": { "end": 1_735_689_600, "start": 1_733_011_200 },
            "proration": false,
            "discounts": [],
            "tax_rate": 0.19,
        })
    };
    let whole = |lines: usize| {
        let object = serde_json::json!({ "id": "in_1", "lines": (0..lines).map(line).collect::<Vec<_>>() });
        format!(r#"{{"id":"evt_1QWertz","object":"event","data":{{"object":{object}}},"type":"invoice.paid"}}"#)
    };
    (0..size).map(whole).find(|text| text.len() >= size).expect("lines have more than a byte").into()
}
