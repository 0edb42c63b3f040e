//! Hook0, and who sends through it.

use super::Provider;
use crate::scheme::{
    Algorithm, Field, Listing, Part, Scheme, Separator, Signature, TimeFormat, Timestamp,
};

/// Hook0: HMAC-SHA-256 of `{t}.{names}.{values}.{body}`, in hex, in the list `X-Hook0-Signature: t=…,h=…,v1=…`; or, if
/// the list has no `v1`, of `{t}.{body}`, in `v0=…`.
///
/// - Secret: the subscription's, as text. Source: [Hook0's client][docs].
/// - `h` names the signed headers, whose values are signed in that order. Id (`X-Event-Id`) and type (`X-Event-Type`)
///   are usually among them; whoever can cut `v1` from a list that has both can change them nevertheless, so they count
///   as unsigned.
/// - Dots stand between the values, and between those and the body, and either may have dots: whoever has captured a
///   delivery can move the end of the last value into the body, or the beginning of the body into that value. What is left
///   of a body in JSON is none then, so read it as JSON before anything comes of it.
/// - Time in seconds; 5 min, as in the client.
/// - 2xx (retries unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://github.com/hook0/hook0/blob/master/clients/rust/src/signature.rs
#[derive(Debug)]
pub enum Hook0 {}

impl Provider for Hook0 {
    const SCHEME: Scheme = Scheme::mac("hook0", Algorithm::Sha256)
        .signature(Signature::header("x-hook0-signature").pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[
            Part::Timestamp,
            Part::literal("."),
            Part::value(Field::member("h")),
            Part::literal("."),
            Part::headers(Field::member("h"), Listing::Values),
            Part::literal("."),
            Part::Body,
        ])
        .or_message("v0", &[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::header("x-event-id")])
        .kind(&[Field::header("x-event-type")]);
}

/// Coinbase Developer Platform: as [`Hook0`], in the same header. Source: [Coinbase's API description][docs].
///
/// - Secret: `metadata.secret` of the subscription, as text (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://github.com/coinbase/cdp-sdk/blob/main/openapi.yaml
#[derive(Debug)]
pub enum CoinbaseCdp {}

impl Provider for CoinbaseCdp {
    const SCHEME: Scheme = Hook0::SCHEME.named("coinbase-cdp");
}
