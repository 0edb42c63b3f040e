//! VideoSDK.

use super::Provider;
use crate::scheme::{Encoding, Field, Scheme, Signature, SignatureAlgorithm};

/// VideoSDK: RSA with SHA-256 of the body, in base64, in `videosdk-signature`.
///
/// - Secret: VideoSDK's public key, in PEM, from `https://api.videosdk.live/v2/public/rsa-public-key`.
/// - No time is signed, and there is no id: a repetition is known by the digest of the body.
/// - Source: [VideoSDK's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://docs.videosdk.live/api-reference/realtime-communication/user-webhooks
#[derive(Debug)]
pub enum VideoSdk {}

impl Provider for VideoSdk {
    const SCHEME: Scheme = Scheme::signed("videosdk", SignatureAlgorithm::RSA_SHA256)
        .signature(Signature::header("videosdk-signature").encoding(Encoding::Base64))
        .kind(&[Field::json("/webhookType"), Field::json("/event")]);
}
