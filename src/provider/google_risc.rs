//! Google's Cross-Account Protection.

use super::{Provider, security_event_token::events};
use crate::scheme::{Check, Field, JwsAlgorithm, KeysAt, Scheme};

/// Google's Cross-Account Protection (RISC): the body is a security event token by RS256, and what it carries is the event.
/// Source: [Google's documentation][docs].
///
/// - Key: fetched from Google, see [`keys`](crate::keys).
/// - Setting `audience`: a client id of yours; say it once for each. The issuer is `https://accounts.google.com/`, with the
///   slash, so that no identity token passes for an event.
/// - Google asks not to look at `exp`. The id (`jti`) is signed. Answered with 202.
/// - Confidence: medium.
///
/// [docs]: https://developers.google.com/identity/protocols/risc
#[derive(Debug)]
pub enum GoogleRisc {}

impl Provider for GoogleRisc {
    const SCHEME: Scheme = events("google-risc", &[JwsAlgorithm::Rs256])
        .keys_at(KeysAt::set("https://www.googleapis.com/oauth2/v3/certs"))
        .check(Check::is(Field::claim("/iss"), "https://accounts.google.com/"));
}
