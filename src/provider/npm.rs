//! npm.

use super::Provider;
use crate::scheme::{Algorithm, Field, Scheme, Signature};

/// npm's hooks: HMAC-SHA-256 of the body, in hex, in `x-npm-signature: sha256=…`.
///
/// - The public registry has retired them; other servers that speak its language may still send them. Source: [npm's
///   announcement][docs].
/// - Secret: what was given when the hook was made, as text. No time, no id; the idempotency key is the digest of the
///   body. The type is signed with the body (its place is unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://blog.npmjs.org/post/145260155635/introducing-hooks-get-notifications-of-npm
#[derive(Debug)]
pub enum Npm {}

impl Provider for Npm {
    const SCHEME: Scheme = Scheme::mac("npm", Algorithm::Sha256)
        .signature(Signature::header("x-npm-signature").prefix("sha256="))
        .kind(&[Field::json("/event")]);
}
