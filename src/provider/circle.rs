//! Circle.

use super::Provider;
use crate::scheme::{Encoding, Field, IdForm, KeysAt, Scheme, Signature, SignatureAlgorithm};

/// Circle's notifications (version 2): ECDSA on P-256 of the body, in base64, in `X-Circle-Signature`.
///
/// - The key is named in `X-Circle-Key-Id` by a UUID and is at `https://api.circle.com/v2/notifications/publicKey/{id}`,
///   which asks for your API key: give the verifier a [`KeySource`](crate::keys::KeySource) that sends it, or paste the
///   key as a secret with that id. A key never changes. The payments network and `StableFX` have theirs at other URLs:
///   [`Builder::keys_url`](crate::verifier::Builder::keys_url).
/// - No time is signed that could be held against a clock. Id `/notificationId`, type `/notificationType`.
/// - Circle looks by HEAD whether the endpoint is there, which is answered. Source: [Circle's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://developers.circle.com/wallets/webhook-notifications
#[derive(Debug)]
pub enum Circle {}

impl Provider for Circle {
    const SCHEME: Scheme = Scheme::signed("circle", SignatureAlgorithm::ECDSA_P256)
        .signature(Signature::header("x-circle-signature").encoding(Encoding::Base64))
        .key_id("x-circle-key-id")
        .keys_at(KeysAt::each("https://api.circle.com/v2/notifications/publicKey/", IdForm::Uuid))
        .id(&[Field::json("/notificationId")])
        .kind(&[Field::json("/notificationType")])
        .answers_head();
}
