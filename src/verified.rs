//! The only readable view of a delivery.

use std::{
    fmt,
    marker::PhantomData,
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use time::OffsetDateTime;

use crate::{
    error::Cause,
    idempotency::{IdempotencyKey, KeyBy},
    payload::{Unprotected, fields},
    policy::Case,
    scheme::{
        Envelope, Scheme, Text, find,
        plan::{At, Place},
        values::Head,
    },
    urlencoded,
    verifier::{Opened, Origin, Shared},
};

mod snippet;

pub(crate) use snippet::Snippet;

/// An authentic, fresh delivery from the provider `P`. Its existence is the proof: only a
/// [`Verifier`](crate::Verifier) makes one, and the payload cannot be had without it.
///
/// It owns what it needs, so it can be moved into a task.
pub struct Verified<P> {
    shared: Arc<Shared>,
    body: Bytes,
    opened: Opened,
    /// Looked for when first asked for.
    in_body: OnceLock<InBody>,
    /// What the body's envelope holds.
    document: OnceLock<Box<Bytes>>,
    provider: PhantomData<fn() -> P>,
}

/// An id or an event's type, and whether the signature covers it.
pub(crate) struct Found {
    pub(crate) text: Snippet,
    pub(crate) signed: bool,
    /// Which of the scheme's places it is from: the first that has one counts.
    pub(crate) rank: u8,
}

/// What the body says of itself.
#[derive(Default)]
pub(crate) struct InBody {
    pub(crate) id: Option<Found>,
    pub(crate) kind: Option<Found>,
}

impl<P> Verified<P> {
    #[inline]
    pub(crate) fn new(shared: Arc<Shared>, body: Bytes, opened: Opened) -> Self {
        Self { shared, body, opened, in_body: OnceLock::new(), document: OnceLock::new(), provider: PhantomData }
    }

    /// The name of the scheme, for example `stripe`.
    pub fn provider(&self) -> &str {
        self.scheme().name()
    }

    /// The scheme by which it was verified.
    pub fn scheme(&self) -> &Scheme {
        &self.shared.plan.scheme
    }

    /// The event's id, if the delivery has one. A number is given as it is written.
    ///
    /// Ask [`id_is_signed`](Self::id_is_signed) before you trust it, and prefer
    /// [`idempotency_key`](Self::idempotency_key) for telling repetitions.
    pub fn id(&self) -> Option<&str> {
        self.found_id().map(|id| id.text.as_str())
    }

    /// Whether the signature covers the id. GitHub's and Shopify's ids, for example, are in unsigned headers: whoever
    /// captured a delivery can send it again under another one.
    pub fn id_is_signed(&self) -> bool {
        self.found_id().is_some_and(|id| id.signed)
    }

    fn found_id(&self) -> Option<&Found> {
        first(self.opened.id.as_ref(), || self.in_body().id.as_ref())
    }

    /// The event's type, such as `invoice.paid`, if the delivery says it.
    ///
    /// Whether it is signed follows from the provider, see [`Scheme::kind_is_signed`].
    pub fn kind(&self) -> Option<&str> {
        first(self.opened.kind.as_ref(), || self.in_body().kind.as_ref()).map(|kind| kind.text.as_str())
    }

    /// The time of signing, if it is signed.
    pub fn timestamp(&self) -> Option<OffsetDateTime> {
        self.opened.timestamp.and_then(crate::time::Moment::to_date_time)
    }

    /// The id of the secret that matched: during a rotation, it shows whether the old one is still in use.
    pub fn key_id(&self) -> &str {
        self.shared.keys.id_of(&self.opened.key)
    }

    /// Whether the signature covers the body. If not, see [`unprotected`](Self::unprotected).
    pub fn covers_body(&self) -> bool {
        self.scheme().covers_body()
    }

    /// Whether the signature covers the time of signing.
    pub fn covers_timestamp(&self) -> bool {
        self.scheme().covers_timestamp()
    }

    /// Whether the signature covers the URL that was called.
    pub fn covers_url(&self) -> bool {
        self.scheme().covers_url()
    }

    /// The payload, whether the signature covers it or not.
    ///
    /// For a provider that sends only a token, or signs only a few values, this is the way to the payload: `json()` and
    /// its siblings do not compile there. The sender knew the secret once; whoever saw that delivery can send another
    /// body with it. Fetch what matters from the provider's API.
    ///
    /// ```
    /// # #[cfg(feature = "testing")] {
    /// use hookseal::{Verifier, provider::Telegram, testing};
    ///
    /// let (headers, body) = testing::sign::<Telegram>("token", r#"{"update_id":7}"#).into_headers_and_body();
    /// let update = Verifier::<Telegram>::new("token").unwrap().verify(&headers, body).unwrap();
    /// let id: u64 = update.unprotected().json_at("/update_id").unwrap();
    /// assert_eq!(id, 7);
    /// # }
    /// ```
    ///
    /// ```compile_fail,E0080
    /// # use hookseal::{Verified, provider::Telegram};
    /// fn read(update: Verified<Telegram>) -> usize {
    ///     update.body().len()
    /// }
    /// # let read: fn(_) -> usize = read;
    /// ```
    pub fn unprotected(&self) -> Unprotected<'_, P> {
        Unprotected(self)
    }

    /// What makes this delivery "the same event" as another.
    ///
    /// It is taken from signed data: the id if the signature covers it, else the digest of the signed body. A captured
    /// delivery with another unsigned id is therefore still the same event. Where other bytes can have the same signature
    /// ([`Parameters`](crate::scheme::Parameters)), or single values are signed in each item of the body, it is the digest
    /// of what is signed. See [`KeyBy`] for the other choice.
    pub fn idempotency_key(&self) -> IdempotencyKey {
        let key = |kind: &str, id: &[u8]| IdempotencyKey::new(&self.shared.namespace, self.provider(), kind, id);
        let by_id = self.id_is_signed() || matches!(self.shared.key_by, KeyBy::DeliveryId);
        match (self.id(), &self.opened.fingerprint) {
            (Some(id), _) if by_id => key("id", id.as_bytes()),
            (_, Some(fingerprint)) => key("signed", &**fingerprint),
            _ => key("body", &crate::crypto::digest(&self.body_without_time())),
        }
    }

    /// Whose events these are, for the keys of those that have one of their own.
    #[cfg(feature = "json")]
    pub(crate) fn of(&self) -> crate::payload::batch::Of<'_> {
        crate::payload::batch::Of { namespace: &self.shared.namespace, provider: self.provider() }
    }

    /// Whether an id counts that the signature does not cover.
    #[cfg(feature = "json")]
    pub(crate) fn counts_unsigned_ids(&self) -> bool {
        matches!(self.shared.key_by, KeyBy::DeliveryId)
    }

    /// The signed body, but for the time of signing: a retry has a new one and is the same event.
    fn body_without_time(&self) -> [&[u8]; 2] {
        #[cfg(feature = "json")]
        if let crate::scheme::plan::Time::Body(pointer, _) = &self.shared.plan.time {
            return crate::payload::locate::around(&self.body, pointer).unwrap_or([&*self.body, &[]]);
        }
        [&self.body, &[]]
    }

    /// The answer that says "done" to the provider: 200, with the text that a few of them want to read. What
    /// [`Inbox::process`](crate::Inbox::process) answers; for handlers that do without it.
    pub fn acknowledgement(&self) -> Response<Bytes> {
        acknowledge(self.shared.policy.status(Case::Processed), &self.scheme().answer)
    }

    /// What a processed event is answered with, besides the status.
    #[cfg(feature = "tokio")]
    pub(crate) fn answer(&self) -> Text {
        self.scheme().answer
    }

    #[cfg(feature = "tokio")]
    pub(crate) fn policy(&self) -> &crate::Policy {
        &self.shared.policy
    }

    /// The JSON document: the body, or what its envelope holds.
    pub(crate) fn document(&self) -> &[u8] {
        match &self.scheme().envelope {
            Envelope::None => &self.body,
            envelope => self.document.get_or_init(|| {
                Box::new(urlencoded::unwrap(envelope, &self.body).map_or_else(|| self.body.clone(), Bytes::from))
            }),
        }
    }

    #[cfg(feature = "json")]
    pub(crate) fn document_bytes(&self) -> Bytes {
        let document = self.document();
        if document.len() == self.body.len() { self.body.clone() } else { Bytes::copy_from_slice(document) }
    }

    pub(crate) fn raw(&self) -> &Bytes {
        &self.body
    }

    /// What the token that proved the sender says; empty if there was none.
    pub(crate) fn raw_claims(&self) -> &[u8] {
        self.opened.said.as_ref().map_or(&[], |said| &said.claims)
    }

    fn in_body(&self) -> &InBody {
        self.in_body.get_or_init(|| fields::find(&self.shared.plan, self.document(), &self.body, self.raw_claims()))
    }
}

impl<P: Origin> Verified<P> {
    /// Where the code that reads the payload is compiled, for a provider whose signature does not cover it.
    const COVERED: () = assert!(
        P::COVERS_BODY,
        "the signature of this provider does not cover the body: read it through `Verified::unprotected()`"
    );

    /// The payload, which the signature covers.
    pub(crate) fn covered(&self) -> Unprotected<'_, P> {
        let () = Self::COVERED;
        Unprotected(self)
    }

    /// The signed body, byte for byte.
    pub fn body(&self) -> &[u8] {
        self.covered().body()
    }

    /// The signed body, shared and not copied.
    pub fn bytes(&self) -> Bytes {
        self.covered().bytes()
    }
}

/// An answer with a status and, where a provider wants to read one, a text.
pub(crate) fn acknowledge(status: StatusCode, text: &Text) -> Response<Bytes> {
    let mut response = Response::new(Bytes::copy_from_slice(text.as_bytes()));
    *response.status_mut() = status;
    if !text.is_empty() {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    }
    response
}

/// The value from the earlier of two places; the body is not looked at if a header is the first place of all.
fn first<'f>(in_headers: Option<&'f Found>, in_body: impl FnOnce() -> Option<&'f Found>) -> Option<&'f Found> {
    match in_headers {
        Some(found) if found.rank == 0 => Some(found),
        _ => in_headers.into_iter().chain(in_body()).min_by_key(|found| found.rank),
    }
}

/// The first of these places that is a header or in the query and has a value. One that is repeated is refused, signed or
/// not: nobody could say which copy a handler, or a log, goes by.
pub(crate) fn in_head(places: &[Place], head: &Head<'_>, found: &mut Option<Found>) -> Result<(), Cause> {
    for (rank, place) in (0..).zip(places) {
        let text = match &place.at {
            At::Header(name) => {
                find::optional(head.headers, name)?.and_then(|value| Snippet::of_ascii(value.as_bytes()))
            }
            At::Query(name) => {
                let value = head.query.and_then(|query| urlencoded::single(query.as_bytes(), name));
                value.and_then(|value| Snippet::new(std::str::from_utf8(&value).ok()?))
            }
            _ => continue,
        };
        if let Some(text) = text {
            *found = Some(Found { text, signed: place.signed, rank });
            break;
        }
    }
    Ok(())
}

impl<P> fmt::Debug for Verified<P> {
    /// Shows what a log may have: not the body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("provider", &self.provider())
            .field("id", &self.id())
            .field("kind", &self.kind())
            .field("key_id", &self.key_id())
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}
