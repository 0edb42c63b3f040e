//! Wise, in its former way.

use super::{Provider, Wise};
use crate::scheme::{Encoding, Scheme, Signature, SignatureAlgorithm};

/// Wise's former signature: RSA with SHA-1 of the body, in base64, in `X-Signature`. Otherwise as [`Wise`], which is the one
/// to use: both headers come with the same delivery.
///
/// Source: [Wise's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://docs.wise.com/api-docs/features/webhooks-notifications/event-handling
#[derive(Debug)]
pub enum WiseLegacySha1 {}

impl Provider for WiseLegacySha1 {
    const SCHEME: Scheme = Wise::SCHEME
        .named("wise-legacy-sha1")
        .way_of("wise")
        .proven_by(crate::scheme::Proof::Signed(SignatureAlgorithm::RSA_SHA1))
        .signature(Signature::header("x-signature").encoding(Encoding::Base64));
}
