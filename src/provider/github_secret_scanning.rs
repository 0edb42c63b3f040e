//! GitHub's secret scanning.

use super::Provider;
use crate::scheme::{Encoding, Field, KeysAt, Scheme, Signature, SignatureAlgorithm};

/// GitHub's secret scanning partner program: ECDSA on P-256 of the body, in base64, in `Github-Public-Key-Signature`.
///
/// - The key is named in `Github-Public-Key-Identifier` and fetched from
///   `https://api.github.com/meta/public_keys/secret_scanning`; nothing has to be pasted. GitHub limits how often.
/// - Copilot's extensions sign in the same headers; their keys are at `…/meta/public_keys/copilot_api`: say so with
///   [`Builder::keys_url`](crate::verifier::Builder::keys_url).
/// - The body is an array of findings. Neither time nor id: a repetition is known by the digest of the body.
/// - Source: [GitHub's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://docs.github.com/en/code-security/secret-scanning/secret-scanning-partnership-program/secret-scanning-partner-program
#[derive(Debug)]
pub enum GitHubSecretScanning {}

impl Provider for GitHubSecretScanning {
    const SCHEME: Scheme = Scheme::signed("github-secret-scanning", SignatureAlgorithm::ECDSA_P256)
        .signature(Signature::header("github-public-key-signature").encoding(Encoding::Base64))
        .key_id("github-public-key-identifier")
        .keys_at(KeysAt::set("https://api.github.com/meta/public_keys/secret_scanning"))
        .kind(&[Field::json("/0/type")]);
}
