//! ShipEngine.

use super::Provider;
use crate::scheme::{Encoding, Field, KeysAt, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp};

/// ShipEngine (the API of ShipStation): RSA with SHA-256 of `{timestamp}.{body}`, in base64, in
/// `X-ShipEngine-RSA-SHA256-Signature`.
///
/// - The key is named in `X-ShipEngine-RSA-SHA256-Key-ID` and fetched from `https://api.shipengine.com/jwks`. Needs the
///   feature `jwt`, which reads such sets.
/// - The time, in `X-ShipEngine-Timestamp`, is signed; five minutes. No id; type `/resource_type`.
/// - Source: [ShipEngine's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://www.shipengine.com/docs/tracking/webhooks/
#[derive(Debug)]
pub enum ShipEngine {}

impl Provider for ShipEngine {
    const SCHEME: Scheme = Scheme::signed("shipengine", SignatureAlgorithm::RSA_SHA256)
        .signature(Signature::header("x-shipengine-rsa-sha256-signature").encoding(Encoding::Base64))
        .key_id("x-shipengine-rsa-sha256-key-id")
        .keys_at(KeysAt::set("https://api.shipengine.com/jwks"))
        .timestamp(Timestamp::header("x-shipengine-timestamp", TimeFormat::Rfc3339))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .kind(&[Field::json("/resource_type")]);
}
