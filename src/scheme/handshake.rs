//! How providers check that an endpoint is there.

use serde::{Deserialize, Serialize};

use super::{Algorithm, Encoding, Field, text::Text};

/// How a provider checks an endpoint before it sends events to it: how the check is known, and what it wants to hear.
///
/// ```
/// use hookseal::scheme::{Answer, Field, Handshake};
///
/// // Slack sends a signed delivery of this type and wants the challenge back.
/// const SLACK: Handshake = Handshake::signed(Field::json("/type"), "url_verification")
///     .challenge(Field::json("/challenge"))
///     .answer(Answer::Text);
/// // Meta asks by GET, with the token that was typed into its dashboard.
/// const META: Handshake = Handshake::get()
///     .when(Field::query("hub.mode"), "subscribe")
///     .token(Field::query("hub.verify_token"))
///     .challenge(Field::query("hub.challenge"))
///     .answer(Answer::Text);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Handshake {
    pub(crate) by: By,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) when: Option<Field>,
    /// What is there; anything if empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) equals: Text,
    /// What is there if the provider only tells something; it never does if empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub(crate) notice: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) token: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) challenge: Option<Field>,
    /// Whether the challenge is the secret with which the provider is going to sign.
    #[serde(default)]
    pub(crate) learns_secret: bool,
    #[serde(default = "Answer::usual")]
    pub(crate) answer: Answer,
    /// The status of a refusal; that of the policy if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) refusal: Option<u16>,
}

/// How a check arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum By {
    /// By GET (or HEAD).
    Get,
    /// By OPTIONS: CloudEvents' web hooks, see [`Handshake::options`].
    Options,
    /// As a signed delivery: it is verified first.
    Signed,
    /// By POST, with no signature: it is looked for only in requests that have none.
    Unsigned,
    /// By POST, with a signature or none: RingCentral's check has the token of a subscription that has one. It is
    /// looked for in requests that have no signature and in those whose signature is right.
    SignedOrNot,
}

/// What a check wants to hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Answer {
    /// This status, and nothing else.
    Status(u16),
    /// The challenge, as plain text.
    Text,
    /// The challenge, as a member of a JSON object. What is a number in a JSON body stays one.
    Json {
        /// The member's name, or a JSON Pointer (RFC 6901) to it: `/pingData/challenge` (SmartThings).
        member: Text,
    },
    /// The challenge's MAC, as a member of a JSON object.
    ///
    /// Who may ask without a signature can have anything signed, so such a challenge may only be what a message never
    /// is: letters, digits and `-_.~+/=`, at most 128 of them.
    JsonMac {
        /// The member that repeats the challenge; none if empty.
        #[serde(default)]
        plain: Text,
        /// The member that has the MAC.
        signed: Text,
        /// What stands before the MAC.
        #[serde(default)]
        prefix: Text,
        /// How the MAC is written.
        encoding: Encoding,
    },
    /// The digest of challenge, [verify token](crate::verifier::Builder::verify_token) and
    /// [public URL](crate::verifier::Builder::public_url), one after the other, in hex, as a member of a JSON object (eBay).
    JsonDigest {
        /// The member's name.
        member: Text,
        /// Of which hash.
        hash: Algorithm,
    },
    /// The secret's id, something in between, and the challenge's MAC in hex, as plain text (Braintree).
    ///
    /// Braintree's messages are base64, so a challenge that nobody signed may only be what its SDKs take for one: 20 to
    /// 32 digits of base 16, in lower case.
    KeyIdAndMac {
        /// What stands in between.
        between: Text,
    },
    /// The challenge, in this header.
    Header(Text),
    /// Leave to deliver, for the origin that the challenge names, if it is one of
    /// [`Builder::allowed_origins`](crate::verifier::Builder::allowed_origins).
    AllowedOrigin,
}

impl Answer {
    const fn usual() -> Self {
        Self::Status(200)
    }

    /// JSON with the challenge as this member, which may be inside of others: `/pingData/challenge`.
    pub const fn json(member: &str) -> Self {
        Self::Json { member: Text::new(member) }
    }

    /// JSON with the challenge as the member `plain` (none if empty) and its MAC, after a prefix, as the member `signed`.
    pub const fn json_mac(plain: &str, signed: &str, prefix: &str, encoding: Encoding) -> Self {
        Self::JsonMac { plain: Text::new(plain), signed: Text::new(signed), prefix: Text::new(prefix), encoding }
    }

    /// JSON with the digest of challenge, verify token and public URL as this member.
    pub const fn json_digest(member: &str, hash: Algorithm) -> Self {
        Self::JsonDigest { member: Text::new(member), hash }
    }

    /// Whether the verify token is a part of it.
    pub(crate) const fn has_token(&self) -> bool {
        matches!(self, Self::JsonDigest { .. })
    }

    /// The secret's id, something in between, and the challenge's MAC.
    pub const fn key_id_and_mac(between: &str) -> Self {
        Self::KeyIdAndMac { between: Text::new(between) }
    }

    /// The challenge in a header.
    pub const fn header(name: &str) -> Self {
        Self::Header(Text::new(name))
    }
}

impl Handshake {
    const fn new(by: By, when: Option<Field>, equals: &str) -> Self {
        Self {
            by,
            when,
            equals: Text::new(equals),
            notice: Text::EMPTY,
            token: None,
            challenge: None,
            learns_secret: false,
            answer: Answer::usual(),
            refusal: None,
        }
    }

    /// A GET request.
    pub const fn get() -> Self {
        Self::new(By::Get, None, "")
    }

    /// The validation of [CloudEvents' web hooks][spec] (section 4): a request by OPTIONS, which asks whether the origin in
    /// `WebHook-Request-Origin` may deliver. It is answered with `WebHook-Allowed-Origin`, `WebHook-Allowed-Rate` and
    /// `Allow`. Which origins may is said by
    /// [`Builder::allowed_origins`](crate::verifier::Builder::allowed_origins).
    ///
    /// The URL in `WebHook-Request-Callback`, at which leave could be given later, is never called: whoever asks chooses
    /// it, and could have requests sent from inside of your network.
    ///
    /// [spec]: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md
    pub const fn options() -> Self {
        let origin = Field::header("webhook-request-origin");
        Self::new(By::Options, Some(origin), "").challenge(origin).answer(Answer::AllowedOrigin)
    }

    /// A signed delivery that has this value in this field.
    pub const fn signed(field: Field, equals: &str) -> Self {
        Self::new(By::Signed, Some(field), equals)
    }

    /// A POST without a signature that has this value in this field; any value if `equals` is empty.
    pub const fn unsigned(field: Field, equals: &str) -> Self {
        Self::new(By::Unsigned, Some(field), equals)
    }

    /// A POST, signed or not, that has this value in this field; any value if `equals` is empty.
    pub const fn signed_or_not(field: Field, equals: &str) -> Self {
        Self::new(By::SignedOrNot, Some(field), equals)
    }

    /// Known by this value in this field; any value if `equals` is empty.
    pub const fn when(self, field: Field, equals: &str) -> Self {
        Self { when: Some(field), equals: Text::new(equals), ..self }
    }

    /// With this other value in the same field, the provider asks nothing and only tells: once the token is right, it
    /// hears 200 and nothing else (the `denied` of W3C WebSub). By GET only.
    pub const fn notice(self, equals: &str) -> Self {
        Self { notice: Text::new(equals), ..self }
    }

    /// Answered only if this field has the token that was given to
    /// [`Builder::verify_token`](crate::verifier::Builder::verify_token).
    pub const fn token(self, field: Field) -> Self {
        Self { token: Some(field), ..self }
    }

    /// Where the challenge is.
    pub const fn challenge(self, field: Field) -> Self {
        Self { challenge: Some(field), ..self }
    }

    /// The challenge is the secret with which the provider is going to sign, and is told once only. It is handed to
    /// [`Builder::learn_secret`](crate::verifier::Builder::learn_secret); without that, the check is refused.
    pub const fn learns_secret(self) -> Self {
        Self { learns_secret: true, ..self }
    }

    /// What to answer; 200 and nothing else, if not said.
    pub const fn answer(self, answer: Answer) -> Self {
        Self { answer, ..self }
    }

    /// The status that the provider wants to see for a wrong token.
    pub const fn refusal(self, status: u16) -> Self {
        Self { refusal: Some(status), ..self }
    }

    /// How the check arrives.
    pub const fn by(&self) -> By {
        self.by
    }

    /// Whether the provider tells its secret by it.
    pub const fn tells_secret(&self) -> bool {
        self.learns_secret
    }

    /// Whether there is a challenge to answer with.
    pub const fn has_challenge(&self) -> bool {
        self.challenge.is_some()
    }

    /// Each place that it names.
    pub(crate) fn places(&self) -> Vec<&Field> {
        let mut places = Vec::new();
        places.extend(self.when.as_ref());
        places.extend(self.challenge.as_ref());
        places.extend(self.token.as_ref());
        places
    }

    /// Whether there is a token that decides, or is a part of the answer.
    pub const fn has_token(&self) -> bool {
        self.token.is_some() || self.answer.has_token()
    }
}
