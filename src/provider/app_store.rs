//! Apple's App Store.

use super::Provider;
use crate::scheme::{Check, Encoding, Envelope, Field, Jws, JwsAlgorithm, KeysAt, Scheme, Signature, When};

/// App Store Server Notifications V2: a token by ES256 in the body's `signedPayload`, which brings its certificates along, and what
/// it carries is the event. Source: [Apple's documentation][docs], its app-store-server-library.
///
/// - Secret: Apple's root certificate (Apple Root CA - G3), from <https://www.apple.com/certificateauthority/>, in PEM or base64. The
///   chain in the token must be three long, lead to it now, and have the marks of Apple's own.
/// - Settings: `bundle_id`, that of your app, and `environment`, `Production` or `Sandbox`: say it twice if the endpoint takes
///   both. What Xcode signs for tests on your machine is refused.
/// - `signedTransactionInfo` and `signedRenewalInfo` are tokens again: open them with
///   [`Verifier::open_token`](crate::Verifier::open_token). The token has no end; id and type are signed.
/// - Confidence: high.
///
/// [docs]: https://developer.apple.com/documentation/appstoreservernotifications/responsebodyv2decodedpayload
#[derive(Debug)]
pub enum AppStore {}

impl Provider for AppStore {
    const SCHEME: Scheme = Scheme::jws("apple-app-store-v2", Jws::claims(&[JwsAlgorithm::Es256]))
        .signature(Signature::field(Field::json("/signedPayload")).encoding(Encoding::Text))
        .envelope(Envelope::Jws)
        .keys_at(KeysAt::chain("1.2.840.113635.100.6.11.1", "1.2.840.113635.100.6.2.1"))
        .check(
            Check::setting(Field::claim("/data/bundleId"), "bundle_id")
                .or_at(Field::claim("/summary/bundleId"))
                .or_at(Field::claim("/externalPurchaseToken/bundleId"))
                .or_at(Field::claim("/appData/bundleId")),
        )
        .check(
            Check::setting(Field::claim("/data/environment"), "environment")
                .or_at(Field::claim("/summary/environment"))
                .or_at(Field::claim("/appData/environment"))
                .when(When::Present),
        )
        .id(&[Field::json("/notificationUUID")])
        .kind(&[Field::json("/notificationType")]);
}
