//! Tpay.

use super::Provider;
use crate::scheme::{Encoding, Field, Jws, JwsAlgorithm, KeysAt, Scheme, Signature, UrlPin};

/// Tpay: a token by RS256 in `X-JWS-Signature` that leaves out its payload, the body: a form. Source: [Tpay's documentation][docs].
///
/// - Key: in the certificate that the token names (`x5u`), fetched from Tpay's two hosts, see [`keys`](crate::keys). Give Tpay's
///   root (`https://secure.tpay.com/x509/tpay-jws-root.pem`) to
///   [`Builder::trust_anchors`](crate::verifier::Builder::trust_anchors), which the certificate must then lead to.
/// - No time. The id (`tr_id`) is that of the transaction, which can be notified of several times (`tr_status`), so the
///   idempotency key is the digest of the body.
/// - Answered with `TRUE`, or Tpay repeats it.
/// - Confidence: medium.
///
/// [docs]: https://docs-api.tpay.com/en/webhooks/
#[derive(Debug)]
pub enum Tpay {}

impl Provider for Tpay {
    const SCHEME: Scheme = Scheme::jws("tpay", Jws::detached(&[JwsAlgorithm::Rs256]))
        .signature(Signature::header("x-jws-signature").encoding(Encoding::Text))
        .keys_at(KeysAt::certificate(
            Field::jose("/x5u"),
            UrlPin::hosts(&["secure.tpay.com", "secure.sandbox.tpay.com"]).path_suffix(".pem"),
        ))
        .kind(&[Field::form("tr_status")])
        .answer("TRUE");
}
