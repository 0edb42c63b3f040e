//! `LaunchDarkly`.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// `LaunchDarkly`: HMAC-SHA-256 of the body, in hex, in `X-LD-Signature`.
///
/// - Secret: the webhook's secret, as text. Signing is optional there; without it the delivery is refused here.
/// - No time of sending is signed. The body is an entry of the audit log; its id and kind are signed. Source:
///   [`LaunchDarkly`'s documentation][docs].
/// - Confidence: medium; the places of id and type are unconfirmed, answers and retries are not known.
///
/// [docs]: https://launchdarkly.com/docs/home/infrastructure/webhooks
#[derive(Debug)]
pub enum LaunchDarkly {}

impl Provider for LaunchDarkly {
    const SCHEME: Scheme = Scheme::mac("launchdarkly", Algorithm::Sha256)
        .signature(Signature::header("x-ld-signature"))
        .id(&[Field::json("/_id")])
        .kind(&[Field::json("/kind")]);
}
