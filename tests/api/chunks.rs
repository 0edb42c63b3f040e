//! However a body is cut into chunks on its way, both adapters say of it what is said of the whole: for deliveries of every
//! provider, genuine and changed.
//!
//! What else may happen to a body on the wire is in `support/bodies.rs`.
#![cfg(all(feature = "testing", feature = "axum", feature = "actix"))]

use std::{
    collections::VecDeque,
    convert::Infallible,
    pin::Pin,
    sync::LazyLock,
    task::{Context, Poll},
};

use actix_web::{FromRequest as FromActix, dev::Payload, error::PayloadError, test::TestRequest};
use axum::{body::Body, extract::FromRequest as FromAxum};
use bytes::Bytes;
use futures_core::Stream;
use hookseal::{
    IdempotencyKey, Verified, Verifier, VerifyErrorKind,
    provider::{self, Preset},
    verifier::Custom,
};
use http::Request;
use proptest::{prelude::*, sample::Index};
use tokio::runtime::Runtime;

#[path = "../support/genuine.rs"]
mod genuine;

/// What is said of a delivery.
type Verdict = Result<(IdempotencyKey, Bytes, Option<i64>), (u16, VerifyErrorKind)>;

fn verdict(event: &Verified<Custom>) -> (IdempotencyKey, Bytes, Option<i64>) {
    (event.idempotency_key(), event.bytes(), event.timestamp().map(time::OffsetDateTime::unix_timestamp))
}

/// Chunks as they arrive; for `None`, nothing has arrived yet.
struct Chunks(VecDeque<Option<Bytes>>);

impl Chunks {
    fn poll<E>(&mut self, context: &Context<'_>) -> Poll<Option<Result<Bytes, E>>> {
        match self.0.pop_front() {
            Some(Some(chunk)) => Poll::Ready(Some(Ok(chunk))),
            Some(None) => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            None => Poll::Ready(None),
        }
    }
}

struct ForAxum(Chunks);

impl Stream for ForAxum {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context)
    }
}

struct ForActix(Chunks);

impl Stream for ForActix {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context)
    }
}

/// A body cut at these places. Between two chunks there may be an empty one, or a while.
fn chunks(body: &Bytes, cuts: &[(Index, bool, bool)]) -> Chunks {
    let mut places: Vec<_> = cuts.iter().map(|(at, empty, late)| (at.index(body.len() + 1), *empty, *late)).collect();
    places.sort_unstable();
    let (mut chunks, mut start) = (VecDeque::new(), 0);
    for (end, is_empty, is_late) in places {
        chunks.push_back(Some(body.slice(start..end)));
        chunks.extend(is_empty.then(|| Some(Bytes::new())));
        chunks.extend(is_late.then_some(None));
        start = end;
    }
    chunks.push_back(Some(body.slice(start..)));
    Chunks(chunks)
}

async fn by_axum(verifier: &Verifier<Custom>, request: Request<Chunks>) -> Verdict {
    let request = request.map(|chunks| Body::from_stream(ForAxum(chunks)));
    match <Verified<Custom> as FromAxum<_>>::from_request(request, verifier).await {
        Ok(event) => Ok(verdict(&event)),
        Err(error) => Err((error.status().as_u16(), error.kind())),
    }
}

async fn by_actix(verifier: &Verifier<Custom>, request: Request<Chunks>) -> Verdict {
    let (head, chunks) = request.into_parts();
    let mut given = TestRequest::with_uri(&head.uri.to_string()).app_data(verifier.clone());
    given = given.method(head.method.as_str().parse().expect("a method"));
    for (name, value) in &head.headers {
        given = given.append_header((name.as_str(), value.as_bytes()));
    }
    let stream: Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>> = Box::pin(ForActix(chunks));
    match <Verified<Custom> as FromActix>::from_request(&given.to_http_request(), &mut Payload::from(stream)).await {
        Ok(event) => Ok(verdict(&event)),
        Err(error) => {
            let response = error.as_response_error().error_response();
            let kind = response.extensions().get::<VerifyErrorKind>().copied();
            Err((response.status().as_u16(), kind.expect("the kind of the refusal")))
        }
    }
}

type Delivered = (Verifier<Custom>, [Request<Bytes>; 2]);

/// Of each provider, a verifier, a genuine delivery, and one with another byte at the end of the body.
static DELIVERIES: LazyLock<Vec<Delivered>> = LazyLock::new(|| {
    let of = |preset: &Preset| {
        let genuine = genuine::sign(preset.scheme, genuine::BODY).into_request();
        let changed = genuine.clone().map(|body| [&body, &b"x"[..]].concat().into());
        (genuine::verifier(preset.scheme), [genuine, changed])
    };
    provider::all().map(of).collect()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chunks_change_no_verdict(cuts in prop::collection::vec((any::<Index>(), any::<bool>(), any::<bool>()), 0..12)) {
        let runtime = Runtime::new().expect("a runtime");
        let mut accepted = 0;
        for (verifier, requests) in DELIVERIES.iter() {
            for request in requests {
                let name = verifier.scheme().name();
                let whole = verifier.verify_request(request.clone());
                let whole = whole.map(|event| verdict(&event)).map_err(|error| (error.status().as_u16(), error.kind()));
                accepted += usize::from(whole.is_ok());
                let cut = || request.clone().map(|body| chunks(&body, &cuts));
                prop_assert_eq!(&runtime.block_on(by_axum(verifier, cut())), &whole, "{}: axum", name);
                prop_assert_eq!(&runtime.block_on(by_actix(verifier, cut())), &whole, "{}: actix", name);
            }
        }
        prop_assert!(accepted >= DELIVERIES.len() && accepted < 2 * DELIVERIES.len(), "{}", accepted);
    }
}
