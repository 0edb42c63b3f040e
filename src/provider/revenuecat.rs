//! `RevenueCat`, in its two ways.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Separator, Signature, TimeFormat, Timestamp};

/// `RevenueCat` with a signing secret: HMAC-SHA-256 of `{t}.{body}`, in hex, in the list
/// `X-RevenueCat-Webhook-Signature: t=…,v1=…`.
///
/// - Secret: the signing secret, as text. Source: [`RevenueCat`'s documentation][docs].
/// - Time in seconds, signed; no tolerance is documented, the default is 5 min. Id and type are signed with the body
///   (their places are unconfirmed).
/// - Confidence: medium.
///
/// [docs]: https://www.revenuecat.com/docs/integrations/webhooks
#[derive(Debug)]
pub enum RevenueCat {}

impl Provider for RevenueCat {
    const SCHEME: Scheme = Scheme::mac("revenuecat", Algorithm::Sha256)
        .signature(Signature::header("x-revenuecat-webhook-signature").pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::Body])
        .id(&[Field::json("/event/id")])
        .kind(&[Field::json("/event/type")]);
}

/// `RevenueCat` without one: the secret itself in `Authorization`.
///
/// - A token covers nothing: the body is not protected, and is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). Use [`RevenueCat`] where you can. Source: [`RevenueCat`'s
///   documentation][docs].
/// - Secret: the whole value of the header, as typed into the webhook. No time; id and type are unsigned.
/// - Confidence: medium.
///
/// [docs]: https://www.revenuecat.com/docs/integrations/webhooks
#[derive(Debug)]
pub enum RevenueCatToken {}

impl Provider for RevenueCatToken {
    const SCHEME: Scheme = Scheme::token("revenuecat-token", "authorization")
        .way_of("revenuecat")
        .id(&[Field::json("/event/id")])
        .kind(&[Field::json("/event/type")]);
}
