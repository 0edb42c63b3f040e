//! Security event tokens.

use super::Provider;
use crate::scheme::{Check, Encoding, Envelope, Field, Jws, JwsAlgorithm, KeysAt, Scheme, Signature};

/// Security event tokens that are pushed (RFC 8417, RFC 8935), by the Shared Signals Framework: the body is a token
/// (`application/secevent+jwt`), and what it carries is the event. Source: [OpenID's framework][docs].
///
/// - Key: fetched from the `jwks_uri` of the transmitter's `/.well-known/ssf-configuration`, see [`keys`](crate::keys): say it
///   with [`Builder::keys_url`](crate::verifier::Builder::keys_url).
/// - Settings: `issuer`, that of the stream, letter for letter, and `audience`, yours.
/// - The type (`typ`) must be `secevent+jwt`, and `exp` and `sub` must not be there: nothing else that the issuer signs passes for
///   an event. Old events are normal. The id (`jti`) is signed; what happened is in `events`.
/// - Answered with 202. The event of the type `…/verification` has the `state` to compare.
/// - Confidence: high.
///
/// [docs]: https://openid.net/specs/openid-sharedsignals-framework-1_0.html
#[derive(Debug)]
pub enum SecurityEventToken {}

impl Provider for SecurityEventToken {
    const SCHEME: Scheme = events("security-event-token-push", ALGORITHMS)
        .keys_at(KeysAt::own_set())
        .check(Check::setting(Field::claim("/iss"), "issuer"))
        .check(Check::is(Field::jose("/typ"), "secevent+jwt"))
        .check(Check::absent(Field::claim("/exp")))
        .check(Check::absent(Field::claim("/sub")));
}

const ALGORITHMS: &[JwsAlgorithm] = &[
    JwsAlgorithm::Rs256,
    JwsAlgorithm::Rs384,
    JwsAlgorithm::Rs512,
    JwsAlgorithm::Ps256,
    JwsAlgorithm::Es256,
    JwsAlgorithm::Es384,
    JwsAlgorithm::EdDsa,
];

/// A token with events in it, which do not end.
pub(super) const fn events(name: &str, algorithms: &[JwsAlgorithm]) -> Scheme {
    Scheme::jws(name, Jws::claims(algorithms).timeless())
        .signature(Signature::body().encoding(Encoding::Text))
        .envelope(Envelope::Jws)
        .check(Check::setting(Field::claim("/aud"), "audience"))
        .check(Check::object(Field::claim("/events")))
        .id(&[Field::claim("/jti")])
        .answer_status(202)
}
