//! Alipay, in both of its ways to sign.

use super::Provider;
use crate::scheme::{
    Check, Encoding, Field, Parameters, Part, Repeated, Scheme, Signature, SignatureAlgorithm, When,
};

/// Alipay's asynchronous notifications: RSA with SHA-256 ("RSA2") of the form's parameters, sorted, decoded, as `k=v` with
/// `&` between them and without those that are empty, in base64, in the field `sign`.
///
/// - Secret: Alipay's public key, in base64 or PEM, from the console; not your own.
/// - `sign_type` must be `RSA2`: the sender cannot fall back to SHA-1. It is not signed itself. `charset` must be UTF-8.
/// - No time is signed that could be held against a clock. Id `notify_id`, type `notify_type`. Check `app_id`, `seller_id`,
///   `out_trade_no` and `total_amount` in the handler, as Alipay asks.
/// - The answer is `success`, without which Alipay repeats for a day.
/// - Source: [Alipay's documentation][docs], its alipay-sdk-nodejs-all and its tests.
/// - Confidence: high.
///
/// [docs]: https://opendocs.alipay.com/open/270/105902
#[derive(Debug)]
pub enum Alipay {}

impl Provider for Alipay {
    const SCHEME: Scheme =
        FORM.message(&[Part::parameters(SORTED.without("sign").without("sign_type"))]);
}

/// Alipay's other notifications ("V2"), whose signature covers `sign_type`, too. Otherwise as [`Alipay`].
///
/// Source: [Alipay's documentation][docs], its alipay-sdk-nodejs-all.
/// - Confidence: high.
///
/// [docs]: https://opendocs.alipay.com/open/270/105902
#[derive(Debug)]
pub enum AlipayV2 {}

impl Provider for AlipayV2 {
    const SCHEME: Scheme =
        FORM.named("alipay-v2").way_of("alipay").message(&[Part::parameters(SORTED.without("sign"))]);
}

const SORTED: Parameters = Parameters::form().between('=').joined('&').repeated(Repeated::Refused).without_empty();

const FORM: Scheme = Scheme::signed("alipay", SignatureAlgorithm::RSA_SHA256)
    .signature(Signature::field(Field::form("sign")).encoding(Encoding::Base64))
    .check(Check::is(Field::form("sign_type"), "RSA2"))
    .check(Check::is_one_of(Field::form("charset"), ["utf-8", "UTF-8", "utf8"]).when(When::Present))
    .id(&[Field::form("notify_id")])
    .kind(&[Field::form("notify_type")])
    .answer("success");
