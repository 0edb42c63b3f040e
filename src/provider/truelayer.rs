//! `TrueLayer`.

use super::Provider;
use crate::scheme::{
    Check, Encoding, Field, Jws, JwsAlgorithm, KeysAt, Listing, Part, Scheme, Signature, Slash, TimeFormat, Timestamp, UrlPin,
};

/// `TrueLayer`: a token by ES512 in `Tl-Signature` that leaves out what it signs: method, path, the headers that it lists, and
/// the body. Source: [TrueLayer's documentation][docs], its crate truelayer-signing.
///
/// - Key: fetched from the URL that the token names (`jku`), which must be one of `TrueLayer`'s two, see
///   [`keys`](crate::keys).
/// - The time, in `X-Tl-Webhook-Timestamp`, must be among the headers that are listed (`tl_headers`).
/// - The path is tried with and without a slash at its end, as `TrueLayer`'s own crate does; the query is not signed.
/// - Confidence: high.
///
/// [docs]: https://docs.truelayer.com/docs/configure-webhooks-for-your-integration
#[derive(Debug)]
pub enum TrueLayer {}

impl Provider for TrueLayer {
    const SCHEME: Scheme = SIGNED
        .timestamp(Timestamp::header("x-tl-webhook-timestamp", TimeFormat::Rfc3339))
        .keys_at(KeysAt::named_set(
            Field::jose("/jku"),
            UrlPin::hosts(&["webhooks.truelayer.com", "webhooks.truelayer-sandbox.com"]).path("/.well-known/jwks"),
        ));
}

/// Requests that are signed as [`TrueLayer`]'s webhooks are, but without a time, and by a key of which you have the public
/// half: those that a client of `TrueLayer` sends. Source: [TrueLayer's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://docs.truelayer.com/docs/sign-your-payments-requests
#[derive(Debug)]
pub enum TrueLayerRequest {}

impl Provider for TrueLayerRequest {
    const SCHEME: Scheme = SIGNED.named("truelayer-request").way_of("truelayer").check(Check::absent(Field::jose("/jku")));
}

const SIGNED: Scheme = Scheme::jws("truelayer", Jws::detached(&[JwsAlgorithm::Es512]))
    .signature(Signature::header("tl-signature").encoding(Encoding::Text))
    .message(&[
        Part::Method,
        Part::literal(" "),
        Part::Path(Slash::Either),
        Part::literal("\n"),
        Part::headers(Field::jose("/tl_headers"), Listing::Lines),
        Part::Body,
    ])
    .check(Check::is(Field::jose("/tl_version"), "2"))
    .id(&[Field::json("/event_id")])
    .kind(&[Field::json("/type"), Field::json("/event_type")]);
