//! Vonage's SMS API, with its other hashes.

use super::{Provider, VonageSms};
use crate::scheme::{Algorithm, Proof, Scheme};

/// As [`VonageSms`], for accounts whose signature method is "SHA512 HMAC". Source: [Vonage's documentation][docs].
///
/// - Confidence: high.
///
/// [docs]: https://developer.vonage.com/en/getting-started/concepts/signing-messages
#[derive(Debug)]
pub enum VonageSmsSha512 {}

impl Provider for VonageSmsSha512 {
    const SCHEME: Scheme = VonageSms::SCHEME.proven_by(Proof::Mac(Algorithm::Sha512)).named("vonage-sms-sha512").way_of("vonage-sms");
}

/// As [`VonageSms`], for accounts whose signature method is "SHA1 HMAC". Needs the feature `sha1`.
///
/// - Confidence: high.
#[derive(Debug)]
pub enum VonageSmsSha1 {}

impl Provider for VonageSmsSha1 {
    const SCHEME: Scheme = VonageSms::SCHEME.proven_by(Proof::Mac(Algorithm::Sha1)).named("vonage-sms-sha1").way_of("vonage-sms");
}

/// As [`VonageSms`], for accounts whose signature method is "MD5 HMAC". Needs the feature `md5`.
///
/// - Confidence: high.
#[derive(Debug)]
pub enum VonageSmsMd5 {}

impl Provider for VonageSmsMd5 {
    const SCHEME: Scheme = VonageSms::SCHEME.proven_by(Proof::Mac(Algorithm::Md5)).named("vonage-sms-md5").way_of("vonage-sms");
}
