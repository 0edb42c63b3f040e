//! Plivo, with both of its versions and both of its tokens.

use super::Provider;
use crate::scheme::{Algorithm, Encoding, Parameters, Part, Scheme, Separator, Signature};

/// What version 3 signs: the URL, the sorted parameters of query and form, and the nonce.
const MESSAGE: [Part; 5] = [
    Part::UrlWithoutQuery,
    Part::parameters(Parameters::query().between('=').joined('&').begin('?', '.')),
    Part::parameters(Parameters::form().begin('?', '.')),
    Part::literal("."),
    Part::header("x-plivo-signature-v3-nonce"),
];

/// Plivo, version 3: HMAC-SHA-256 of URL, parameters and `X-Plivo-Signature-V3-Nonce`, in base64, in the list
/// `X-Plivo-Signature-V3`.
///
/// - Secret: the auth token of the account or subaccount that the number belongs to. Source: [Plivo's SDK][docs].
/// - The URL is the one that was given to Plivo: [`Builder::public_url`](crate::verifier::Builder::public_url). GET and
///   POST. Nothing stands between names and values of the form, see [`Parameters`].
/// - No time is signed; the nonce is not the event's. Id and type depend on the product.
/// - 2xx; the retries can be configured in the URL.
/// - Confidence: high.
///
/// [docs]: https://github.com/plivo/plivo-python/blob/master/plivo/utils/signature_v3.py
#[derive(Debug)]
pub enum Plivo {}

impl Provider for Plivo {
    const SCHEME: Scheme = Scheme::mac("plivo", Algorithm::Sha256)
        .signature(Signature::header("x-plivo-signature-v3").list(Separator::Comma).encoding(Encoding::Base64))
        .message(&MESSAGE)
        .any_method();
}

/// Plivo, version 3, signed with the auth token of the main account in `X-Plivo-Signature-Ma-V3`; else as [`Plivo`].
///
/// - Confidence: high.
#[derive(Debug)]
pub enum PlivoMainAccount {}

impl Provider for PlivoMainAccount {
    const SCHEME: Scheme = Plivo::SCHEME
        .named("plivo-main-account")
        .way_of("plivo")
        .signature(Signature::header("x-plivo-signature-ma-v3").list(Separator::Comma).encoding(Encoding::Base64));
}
