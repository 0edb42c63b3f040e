//! SmartThings.

use super::Provider;
use crate::scheme::{Answer, Field, Handshake, HttpAlgorithm, HttpSignature, IdForm, KeysAt, Scheme};

/// SmartThings' webhooks: a signature of the request as in draft-cavage-http-signatures, by RSA with SHA-256, in `Authorization`
/// after `Signature `. `(request-target)`, `digest` and `date` must be covered, and with them the body.
///
/// - The key is a certificate at `https://key.smartthings.com`, followed by the `keyId`: give the verifier a
///   [`KeySource`](crate::keys::KeySource), or paste the certificate.
/// - `PING`, which checks the endpoint and need not be signed, is answered.
/// - `CONFIRMATION` is an event as any other, signed by SmartThings: to confirm, GET its `/confirmationData/confirmationUrl`.
/// - `CONFIGURATION` wants an answer of your own. Source: SmartThings' [SDK for Node.js][sdk].
/// - Confidence: high.
///
/// [sdk]: https://github.com/SmartThingsCommunity/smartapp-sdk-nodejs
#[derive(Debug)]
pub enum SmartThings {}

impl Provider for SmartThings {
    const SCHEME: Scheme = Scheme::http_signature(
        "smartthings",
        HttpSignature::cavage("authorization", &[HttpAlgorithm::RsaV15Sha256]).prefix("Signature "),
    )
    .keys_at(KeysAt::each("https://key.smartthings.com", IdForm::Path))
    .id(&[Field::json("/executionId")])
    .kind(&[Field::json("/lifecycle")])
    .handshake(
        Handshake::signed_or_not(Field::json("/lifecycle"), "PING")
            .challenge(Field::json("/pingData/challenge"))
            .answer(Answer::json("/pingData/challenge")),
    );
}
