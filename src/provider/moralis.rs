//! Moralis.

use super::Provider;
use crate::scheme::{Algorithm, Part, Scheme, Signature};

/// Moralis Streams: Keccak-256 of `{body}{secret}`, in hex, in `x-signature: 0x…`. Needs the feature `keccak`.
///
/// - A plain hash, not an HMAC, and Ethereum's Keccak, not SHA-3. Source: [Moralis's SDK][docs].
/// - Secret: the streams secret (or the API key), as text.
/// - The SDK writes the parsed JSON again before it hashes; what is sent is already written so, and the bytes as
///   received are verified.
/// - No time, id or type. Each block comes twice, first with `confirmed: false`; the idempotency key is the digest of
///   the body.
/// - The test on creation, signed too, must be answered with 200.
/// - Confidence: high.
///
/// [docs]: https://github.com/MoralisWeb3/Moralis-JS-SDK/blob/main/packages/streams/src/methods/verifySignature.ts
#[derive(Debug)]
pub enum Moralis {}

impl Provider for Moralis {
    const SCHEME: Scheme = Scheme::hash("moralis", Algorithm::Keccak256, &[Part::Body, Part::Secret])
        .signature(Signature::header("x-signature").prefix("0x"));
}
