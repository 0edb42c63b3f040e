//! Travis CI.

use super::{PAYLOAD, Provider};
use crate::scheme::{Encoding, Envelope, Field, KeysAt, Scheme, Signature, SignatureAlgorithm};

/// Travis CI: RSA with SHA-1 of the form's decoded field `payload`, in base64, in `Signature`.
///
/// - The key is fetched from `https://api.travis-ci.com/config`; nothing has to be pasted.
/// - Whoever can find collisions of SHA-1 could have one payload signed and send another. Travis CI has nothing else.
/// - No time is signed. No id: `/id` is that of a build, which is told several times. Type `/state`.
///   `Travis-Repo-Slug` is not signed.
/// - Source: [Travis CI's documentation][docs].
/// - Confidence: high.
///
/// [docs]: https://docs.travis-ci.com/user/notifications/#verifying-webhook-requests
#[derive(Debug)]
pub enum TravisCi {}

impl Provider for TravisCi {
    const SCHEME: Scheme = Scheme::signed("travis-ci", SignatureAlgorithm::RSA_SHA1)
        .signature(Signature::header("signature").encoding(Encoding::Base64))
        .envelope(Envelope::SignedInForm(PAYLOAD))
        .keys_at(KeysAt::set("https://api.travis-ci.com/config"))
        .kind(&[Field::json("/state")]);
}
