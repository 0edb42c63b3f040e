//! Cloudinary, with either of its hashes.

use std::time::Duration;

use super::Provider;
use crate::{
    scheme::{Algorithm, Field, Part, Scheme, Signature, TimeFormat, Timestamp},
    time::Tolerance,
};

/// Cloudinary: SHA-1 (no MAC) of `{body}{timestamp}{secret}`, in hex, in `X-Cld-Signature`.
///
/// Needs the feature `sha1`.
///
/// - Secret: the API secret, as text. Source: [Cloudinary's SDK][docs].
/// - Time in `X-Cld-Timestamp`, in seconds, at most two hours old. No id; the type (`notification_type`) is in the
///   signed body.
/// - SHA-1 has collisions: whoever can write two bodies that collide has one signature for both. Have the account sign
///   with SHA-256, and use [`CloudinarySha256`].
/// - 2xx (retries unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://github.com/cloudinary/pycloudinary/blob/master/cloudinary/utils.py
#[derive(Debug)]
pub enum Cloudinary {}

impl Provider for Cloudinary {
    const SCHEME: Scheme = Scheme::hash("cloudinary", Algorithm::Sha1, &[Part::Body, Part::Timestamp, Part::Secret])
        .signature(Signature::header("x-cld-signature"))
        .timestamp(Timestamp::header("x-cld-timestamp", TimeFormat::UnixSeconds))
        .tolerance(Tolerance { past: Duration::from_secs(7200), ..Tolerance::DEFAULT })
        .kind(&[Field::json("/notification_type")]);
}

/// Cloudinary: as [`Cloudinary`], with SHA-256, for accounts whose signature algorithm is set to it.
///
/// - Confidence: high.
#[derive(Debug)]
pub enum CloudinarySha256 {}

impl Provider for CloudinarySha256 {
    const SCHEME: Scheme =
        Scheme::hash("cloudinary-sha256", Algorithm::Sha256, &[Part::Body, Part::Timestamp, Part::Secret])
            .way_of("cloudinary")
            .signature(Signature::header("x-cld-signature"))
            .timestamp(Timestamp::header("x-cld-timestamp", TimeFormat::UnixSeconds))
            .tolerance(Tolerance { past: Duration::from_secs(7200), ..Tolerance::DEFAULT })
            .kind(&[Field::json("/notification_type")]);
}
