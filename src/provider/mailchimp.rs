//! Mailchimp.

use super::Provider;
use crate::scheme::{
    Algorithm, Field, Handshake, Part, Scheme, Separator, Signature, TimeFormat, Timestamp,
};

/// Mailchimp (marketing): HMAC-SHA-256 of `{t}.{body}`, in hex, in the list `X-Mailchimp-Signature: t=…,v1=…`.
///
/// - Secret: the signing secret of the webhook, as text. Signing is switched on per webhook; deliveries of older
///   ones have no signature and are refused. Source: [Mailchimp's documentation][docs].
/// - Time in seconds, signed; tolerance 5 min. No id; the idempotency key is the digest of the body.
/// - The body is a form; its `type` (unconfirmed) is signed with it.
/// - The address is probed by GET when the webhook is saved; the library answers 200.
/// - Confidence: medium. Mailchimp began to sign in 2026; older descriptions know only a secret in the URL.
///
/// [docs]: https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/
#[derive(Debug)]
pub enum Mailchimp {}

impl Provider for Mailchimp {
    const SCHEME: Scheme = Scheme::mac("mailchimp", Algorithm::Sha256)
        .signature(Signature::header("x-mailchimp-signature").pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .kind(&[Field::form("type")])
        .handshake(Handshake::get());
}
