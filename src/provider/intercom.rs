//! Intercom.

use super::Provider;
use crate::scheme::{Algorithm, Field, Handshake, Scheme, Signature};

/// Intercom: HMAC-SHA-1 of the body, in hex, in `X-Hub-Signature: sha1=…`.
///
/// - Secret: the app's client secret, as text. No time is signed; id and type are in the signed body. Source:
///   [Intercom's documentation][docs].
/// - When the endpoint is saved, it is asked by HEAD and answered with 200 by the library; a `ping` follows.
/// - 2xx within 5 s; one retry, after a minute. 410 ends the subscription.
/// - Confidence: medium; the retries are unconfirmed.
///
/// Needs the feature `sha1`.
///
/// [docs]: https://developers.intercom.com/docs/references/webhooks/webhook-models
#[derive(Debug)]
pub enum Intercom {}

impl Provider for Intercom {
    const SCHEME: Scheme = Scheme::mac("intercom", Algorithm::Sha1)
        .signature(Signature::header("x-hub-signature").prefix("sha1="))
        .id(&[Field::json("/id")])
        .kind(&[Field::json("/topic")])
        .handshake(Handshake::get());
}
