//! Shopify's app proxies.

use super::Provider;
use crate::scheme::{Algorithm, Field, Parameters, Part, Repeated, Scheme, Signature, TimeFormat, Timestamp};

/// Shopify's app proxies, which forward a shop's visitors to an app: HMAC-SHA-256 of the query's sorted `name=value`
/// without anything in between, in hex, in the query's `signature`.
///
/// - Secret: the app's client secret, as text. Source: [Shopify's documentation][docs].
/// - Signed is the query alone, decoded: neither the path nor, with POST, the body, which is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). Several values of a name have commas between them. As
///   nothing separates parameters, `a=1b=2` can be one or two of them: trust those that Shopify adds (`shop`,
///   `logged_in_customer_id`, `path_prefix`, `timestamp`) only if they are there once.
/// - Time in the query's `timestamp`, in seconds; no tolerance is documented, the default is 5 min. No id, no type.
/// - By GET and by POST: verify with [`verify_request`](crate::Verifier::verify_request). The answer is shown to the
///   visitor.
/// - The `hmac` of Shopify's OAuth has `&` between parameters, and is not this.
/// - Confidence: high.
///
/// [docs]: https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
#[derive(Debug)]
pub enum ShopifyAppProxy {}

impl Provider for ShopifyAppProxy {
    const SCHEME: Scheme = Scheme::mac("shopify-app-proxy", Algorithm::Sha256)
        .signature(Signature::field(Field::query("signature")))
        .timestamp(Timestamp::new(Field::query("timestamp"), TimeFormat::UnixSeconds))
        .message(&[Part::parameters(
            Parameters::query().between('=').repeated(Repeated::Joined(',')).without("signature"),
        )])
        .any_method();
}
