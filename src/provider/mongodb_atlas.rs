//! `MongoDB` Atlas.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Field, Scheme, Signature};

/// `MongoDB` Atlas's alerts: HMAC-SHA-1 of the body, in base64, in `X-MMS-Signature`. Needs the feature `sha1`.
///
/// - Secret: the "webhook secret", as text; without one, deliveries are not signed, and are refused. Source:
///   [`MongoDB`'s documentation][docs].
/// - No time is signed. No id: the body's `id` is the alert's, which opens and closes; the idempotency key is the
///   digest of the body. The type (`X-MMS-Event: alert.open`) is in an unsigned header.
/// - Confidence: medium. The documentation of Ops Manager, a relative, speaks of hex.
///
/// [docs]: https://www.mongodb.com/docs/atlas/tutorial/third-party-service-integrations/
#[derive(Debug)]
pub enum MongoDbAtlas {}

impl Provider for MongoDbAtlas {
    const SCHEME: Scheme = Scheme::mac("mongodb-atlas", Algorithm::Sha1)
        .signature(Signature::header("x-mms-signature").encoding(Encoding::Base64))
        .kind(&[Field::header("x-mms-event")]);
}
