//! Transloadit.

use super::Provider;
use crate::scheme::{Algorithm, Envelope, Field, Scheme, Signature, Text};

/// Transloadit's assembly notifications: HMAC-SHA-384 of the form's field `transloadit`, in hex, in the field `signature`
/// after `sha384:`.
///
/// - Secret: the auth secret of the account, as text. Source: [Transloadit's documentation][docs].
/// - The sender names the hash. SHA-384 is the only one that is accepted; a signature without a prefix is of SHA-1.
/// - The verified body is the JSON of the field. Id and type are in it: `assembly_id`, and `ok` or, after a failure,
///   `error`. No time is signed.
/// - 200; the retries are unconfirmed.
/// - Confidence: high.
///
/// [docs]: https://transloadit.com/docs/topics/assembly-notifications/
#[derive(Debug)]
pub enum Transloadit {}

impl Provider for Transloadit {
    const SCHEME: Scheme = Scheme::mac("transloadit", Algorithm::Sha384)
        .signature(Signature::field(Field::form("signature")).prefix("sha384:"))
        .envelope(Envelope::SignedInForm(Text::new("transloadit")))
        .id(&[Field::json("/assembly_id")])
        .kind(&[Field::json("/ok"), Field::json("/error")]);
}
