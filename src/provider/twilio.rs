//! Twilio, with either kind of its keys.

use super::Provider;
use crate::scheme::{
    Algorithm, Check, Encoding, Field, Parameters, Part, Proof, Repeated, Scheme, Signature, When,
};

/// Twilio: HMAC-SHA-1 of the URL and the form's names and values in the order of the names, in base64, in
/// `X-Twilio-Signature`.
///
/// Needs the feature `sha1`.
///
/// - Secret: the auth token of the account, as text. Source: [Twilio's documentation][docs].
/// - The URL is the one that was given to Twilio: [`Builder::public_url`](crate::verifier::Builder::public_url). With and
///   without its port, both are tried. GET, whose parameters are in the URL, and POST.
/// - JSON is not in the message: the query's `bodySHA256` must be its digest, without which it is refused.
/// - Nothing stands between URL, names and values, see [`Parameters`]: never choose a URL that others can add to.
/// - No time is signed. The id, in `I-Twilio-Idempotency-Token`, is unsigned; without it, two keys pressed the same way at
///   the same step of a call are one event to the idempotency key: [`KeyBy::DeliveryId`](crate::KeyBy::DeliveryId).
/// - A delivery that is signed with a shared key says so in a header, and is refused: [`TwilioSharedKey`].
/// - 2xx within 15 s; retries as configured in the URL.
/// - Confidence: high.
///
/// [docs]: https://www.twilio.com/docs/usage/webhooks/webhooks-security
#[derive(Debug)]
pub enum Twilio {}

const SETTINGS: Field = Field::header("x-twilio-webhooks-signature-settings");

/// Both ways, but for the key that they are signed with.
const EITHER: Scheme = Scheme::mac("twilio", Algorithm::Sha1)
    .signature(Signature::header("x-twilio-signature").encoding(Encoding::Base64))
    .message(&[Part::Url, Part::parameters(Parameters::form().repeated(Repeated::Distinct).if_form())])
    .check(Check::body_digest(Field::query("bodySHA256"), Algorithm::Sha256, Encoding::Hex).when(When::NoForm))
    .id(&[Field::header("i-twilio-idempotency-token")])
    .any_method()
    .either_port();

impl Provider for Twilio {
    const SCHEME: Scheme = EITHER.check(Check::absent(SETTINGS));
}

/// Twilio's shared keys (beta): as [`Twilio`], with HMAC-SHA-256 and the secret of the shared key. The header
/// `X-Twilio-Webhooks-Signature-Settings` must say `algorithm=HMAC_SHA256`; `HMAC_SHA1` is refused.
///
/// - Confidence: medium.
#[derive(Debug)]
pub enum TwilioSharedKey {}

impl Provider for TwilioSharedKey {
    const SCHEME: Scheme = EITHER
        .named("twilio-shared-key")
        .way_of("twilio")
        .proven_by(Proof::Mac(Algorithm::Sha256))
        .check(Check::member(SETTINGS, "algorithm", "HMAC_SHA256"));
}
