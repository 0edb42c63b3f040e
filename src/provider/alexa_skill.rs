//! Alexa.

use super::Provider;
use crate::{
    Tolerance,
    scheme::{Encoding, Field, KeysAt, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp, UrlPin},
};

/// Requests to Alexa skills: RSA with SHA-256 of the body, in base64, in `Signature-256`.
///
/// - The certificates are fetched from `SignatureCertChainUrl`, which must be `https://s3.amazonaws.com/echo.api/…`, and the
///   first must be for `echo-api.amazon.com` and valid now. Give Amazon's roots to
///   [`Builder::trust_anchors`](crate::verifier::Builder::trust_anchors) to have the whole chain checked, as Amazon asks.
/// - The time, `/request/timestamp`, counts for 150 s. Events of skills (`AlexaSkillEvent.…`) may be an hour old: give
///   their endpoint another [`tolerance`](crate::verifier::Builder::tolerance).
/// - Id `/request/requestId`, type `/request/type`. The header `Signature` (SHA-1) is not looked at. Check the
///   `applicationId` as well: it says for which skill a request is.
/// - Source: [Amazon's documentation][docs], its package ask-sdk-express-adapter.
/// - Confidence: high.
///
/// [docs]: https://developer.amazon.com/en-US/docs/alexa/custom-skills/host-a-custom-skill-as-a-web-service.html
#[derive(Debug)]
pub enum AlexaSkill {}

impl Provider for AlexaSkill {
    const SCHEME: Scheme = Scheme::signed("alexa-skill", SignatureAlgorithm::RSA_SHA256)
        .signature(Signature::header("signature-256").encoding(Encoding::Base64))
        .keys_at(
            KeysAt::certificate(
                Field::header("signaturecertchainurl"),
                UrlPin::hosts(&["s3.amazonaws.com"]).path_prefix("/echo.api/"),
            )
            .for_names(&["echo-api.amazon.com"]),
        )
        .timestamp(Timestamp::json("/request/timestamp", TimeFormat::Rfc3339))
        .tolerance(Tolerance::seconds(150))
        .id(&[Field::json("/request/requestId")])
        .kind(&[Field::json("/request/type")]);
}
