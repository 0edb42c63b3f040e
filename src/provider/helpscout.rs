//! Help Scout.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// Help Scout: HMAC-SHA-1 of the body, in base64, in `X-HelpScout-Signature`.
///
/// - Secret: the webhook's secret key, as text.
/// - Neither a time nor an id is sent; the type (`X-HelpScout-Event`) is in an unsigned header, `helpscout.test` for a
///   test. Source: [Help Scout's documentation][docs].
/// - Confidence: high; answers and retries are not known.
///
/// Needs the feature `sha1`.
///
/// [docs]: https://developer.helpscout.com/webhooks/
#[derive(Debug)]
pub enum HelpScout {}

impl Provider for HelpScout {
    const SCHEME: Scheme = Scheme::mac("helpscout", Algorithm::Sha1)
        .signature(Signature::header("x-helpscout-signature").encoding(Encoding::Base64))
        .kind(&[Field::header("x-helpscout-event")]);
}
