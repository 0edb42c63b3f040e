//! eBay.

use super::Provider;
use crate::scheme::{
    Algorithm, Answer, Check, Curve, EcdsaForm, Encoding, Field, Handshake, IdForm, KeysAt, Scheme, Signature,
    SignatureAlgorithm,
};

/// eBay's notifications: ECDSA on P-256 with SHA-1 of the body, in the JSON that `X-EBAY-SIGNATURE` has in base64.
///
/// - The key is named there (`kid`) and is at `https://api.ebay.com/commerce/notification/v1/public_key/{kid}`, which asks for
///   an application token: give the verifier a [`KeySource`](crate::keys::KeySource) that sends it, or paste the key as a
///   secret with that id.
/// - `alg` and `digest` beside it must be `ecdsa` and `SHA1`: the sender has no choice.
/// - eBay checks the endpoint by GET. The answer is made of what you typed into its page: give the verification token to
///   [`Builder::verify_token`](crate::verifier::Builder::verify_token) and the endpoint, letter for letter, to
///   [`Builder::public_url`](crate::verifier::Builder::public_url).
/// - Id `/notification/notificationId`, type `/metadata/topic`. No time is signed that could be held against a clock.
/// - Source: [eBay's documentation][docs], its event-notification-nodejs-sdk.
/// - Confidence: high.
///
/// [docs]: https://developer.ebay.com/api-docs/commerce/notification/overview.html
#[derive(Debug)]
pub enum Ebay {}

impl Provider for Ebay {
    const SCHEME: Scheme = Scheme::signed("ebay", ECDSA_SHA1)
        .signature(Signature::field(Field::header_json("x-ebay-signature/signature")).encoding(Encoding::Base64))
        .key_id_at(Field::header_json("x-ebay-signature/kid"))
        .keys_at(KeysAt::each("https://api.ebay.com/commerce/notification/v1/public_key/", IdForm::Token))
        .check(Check::is_either(Field::header_json("x-ebay-signature/alg"), "ecdsa", "ECDSA"))
        .check(Check::is(Field::header_json("x-ebay-signature/digest"), "SHA1"))
        .id(&[Field::json("/notification/notificationId")])
        .kind(&[Field::json("/metadata/topic")])
        .handshake(
            Handshake::get()
                .challenge(Field::query("challenge_code"))
                .answer(Answer::json_digest("challengeResponse", Algorithm::Sha256)),
        );
}

const ECDSA_SHA1: SignatureAlgorithm =
    SignatureAlgorithm::Ecdsa { curve: Curve::P256, hash: Algorithm::Sha1, form: EcdsaForm::Der };
