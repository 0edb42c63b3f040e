//! axum's extractors, given requests that are in memory already.

use axum::{
    body::Body,
    extract::{FromRef, FromRequest, Request},
};
use axum_standardwebhooks::{SharedWebhook, StandardWebhook};
use bytes::Bytes;
use hookseal::{Verified, Verifier, provider::StandardWebhooks};
use tokio::runtime::{Builder, Runtime};

use super::{Case, Group};
use crate::{
    contestant::Contestant,
    delivery::{Delivery, SECRET, body},
    peers::verifier,
    sender::Sender,
};

/// What a router would hold.
#[derive(Clone, FromRef)]
struct State {
    ours: Verifier<StandardWebhooks>,
    theirs: SharedWebhook,
}

pub(super) fn group() -> Group {
    Group {
        title: "extractors of axum".into(),
        note: "Standard Webhooks; `FromRequest` of each, called on a request in memory. The yardstick is axum's own `Bytes`, \
               which verifies nothing.",
        cases: [1024, 16 * 1024].map(|size| Case::of_size(size, move || contestants(size))).into(),
    }
}

fn contestants(size: usize) -> Vec<Contestant> {
    let delivery = Sender::StandardWebhooks.sign(body(size));
    vec![
        extractor::<Bytes>("axum's Bytes", &delivery),
        extractor::<Verified<StandardWebhooks>>("hookseal", &delivery),
        extractor::<StandardWebhook<Bytes>>("axum-standardwebhooks", &delivery),
    ]
}

fn extractor<E>(name: &'static str, delivery: &Delivery) -> Contestant
where
    E: FromRequest<State> + 'static,
{
    let state = State {
        ours: verifier(&[SECRET]),
        theirs: SharedWebhook::new(standardwebhooks::Webhook::new(SECRET).expect("a secret")),
    };
    let runtime: &'static Runtime =
        Box::leak(Box::new(Builder::new_current_thread().enable_time().build().expect("a runtime")));
    let Delivery { headers, body } = delivery.clone();
    let make = move || {
        let mut request = Request::post("/hook").body(Body::from(body.clone())).expect("a request");
        *request.headers_mut() = headers.clone();
        request
    };
    Contestant::on(name, make, move |requests| {
        runtime.block_on(async {
            let mut extracted = Vec::with_capacity(requests.len());
            for request in requests {
                let one = E::from_request(request, &state).await;
                assert!(one.is_ok(), "{name} refuses a genuine delivery");
                extracted.push(one.ok());
            }
            extracted
        })
    })
}
