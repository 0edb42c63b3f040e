//! Building a verifier.

use std::{
    error::Error,
    fmt,
    marker::PhantomData,
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::StatusCode;
use zeroize::Zeroizing;

#[cfg(feature = "public-keys")]
use super::shared::Remote;
use super::{Shared, Verifier};
use crate::{
    Policy, Scheme, Secret, SetupError,
    crypto::Key,
    handshake::{self, Learn, Origins},
    idempotency::KeyBy,
    policy::Case,
    proxy::Proxies,
    scheme::{
        Proof, TimeFormat,
        plan::{self, Plan},
    },
    secret::{
        keys::{Keys, Set},
        ring,
    },
    time::{Clock, Moment, SystemClock, Tolerance, Window},
};

mod dangerous;
#[cfg(feature = "public-keys")]
mod published;

pub use dangerous::Dangerous;

/// How long a body may take to arrive, unless the builder says otherwise.
const BODY_DEADLINE: Duration = Duration::from_secs(10);

/// Makes a [`Verifier`]. Nothing is checked until [`build`](Self::build).
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use hookseal::{Secret, Tolerance, Verifier, provider::Stripe};
///
/// let tomorrow = SystemTime::now() + Duration::from_secs(24 * 60 * 60);
/// let stripe = Verifier::<Stripe>::builder()
///     .secret(Secret::new("whsec_new").id("2026-11"))
///     .secret_until(Secret::new("whsec_old").id("2026-05"), tomorrow)
///     .tolerance(Tolerance { past: Duration::from_secs(600), ..Tolerance::DEFAULT })
///     .build()?;
/// # Ok::<(), hookseal::SetupError>(())
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder<P> {
    scheme: Scheme,
    secrets: Vec<(Secret, Option<Moment>)>,
    tolerance: Option<Tolerance>,
    ignore_timestamp: bool,
    clock: Arc<dyn Clock>,
    public_url: Option<Box<str>>,
    settings: Vec<(String, Option<String>)>,
    #[cfg(feature = "public-keys")]
    remote: Remote,
    #[cfg(feature = "x509")]
    anchors: Option<Vec<u8>>,
    proxies: Option<(Vec<String>, Vec<String>)>,
    verify_token: Option<Zeroizing<String>>,
    learn_secret: Option<Learn>,
    origins: Option<Origins>,
    secrets_later: bool,
    /// Whether the body must be covered by the signature: so if nothing else stands for it, as a provider's type does.
    covered_body: bool,
    body_limit: usize,
    body_deadline: Duration,
    namespace: Box<str>,
    key_by: KeyBy,
    policy: Policy,
    provider: PhantomData<fn() -> P>,
}

impl<P> Builder<P> {
    /// For a scheme that no type stands for.
    pub(crate) fn of_scheme(scheme: Scheme) -> Self {
        Self { covered_body: true, ..Self::new(scheme) }
    }

    pub(crate) fn new(scheme: Scheme) -> Self {
        Self {
            scheme,
            secrets: Vec::new(),
            tolerance: None,
            ignore_timestamp: false,
            clock: Arc::new(SystemClock),
            public_url: None,
            settings: Vec::new(),
            #[cfg(feature = "public-keys")]
            remote: Remote::default(),
            #[cfg(feature = "x509")]
            anchors: None,
            proxies: None,
            verify_token: None,
            learn_secret: None,
            origins: None,
            secrets_later: false,
            covered_body: false,
            body_limit: scheme.body_limit,
            body_deadline: BODY_DEADLINE,
            namespace: Box::default(),
            key_by: KeyBy::default(),
            policy: Policy::DEFAULT,
            provider: PhantomData,
        }
    }

    /// Adds a secret. Any of those that are active verifies; put the current one first, it is tried first.
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets.push((secret.into(), None));
        self
    }

    /// Adds a secret that stops counting at `end` (a `SystemTime` or `time::OffsetDateTime`), without a restart: the
    /// old one of a rotation.
    pub fn secret_until(mut self, secret: impl Into<Secret>, end: impl Into<SystemTime>) -> Self {
        self.secrets.push((secret.into(), Some(Moment::from_system(end.into()))));
        self
    }

    /// How far the time of signing may be off; what the provider documents, or five minutes either way, if not set.
    pub fn tolerance(self, tolerance: Tolerance) -> Self {
        Self { tolerance: Some(tolerance), ..self }
    }

    /// Where "now" comes from; the machine's clock, if not set.
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// The URL that was given to the provider, such as `https://example.com/hooks/acme`, for schemes that sign it.
    /// The request's own query is appended unless the URL has one. What a proxy says in `Host` or `X-Forwarded-*` is
    /// never believed; where the URL is not known beforehand, there is [`trusted_proxies`](Self::trusted_proxies).
    pub fn public_url(self, url: impl Into<String>) -> Self {
        Self { public_url: Some(url.into().into()), ..self }
    }

    /// What you agreed with the provider, under the name that the provider's page gives it: the `audience` of its tokens, the
    /// `topic_arn` of your topic, the `webhook_id` that its dashboard shows. Deliveries that name another are refused. Where
    /// several are right, call it once for each.
    ///
    /// A name that the scheme does not have, or one that it has and you leave out, is a [`SetupError`].
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.push((name.into(), Some(value.into())));
        self
    }

    /// Rebuilds the URL that the provider called from the request and from what your proxies say, instead of
    /// [`public_url`](Self::public_url): for programs that serve many hosts or paths. For schemes that sign it.
    ///
    /// `networks` are those that your proxies connect from (`10.0.0.0/8`, `2001:db8::/32`, one address), `hosts` are yours,
    /// with a port if the URL has one. The [peer's address](super::PeerAddr) must come with the request. If it is in one of
    /// the networks, `Forwarded` (RFC 7239) or `X-Forwarded-Proto`, `-Host` and `-Prefix` are read, those of the outermost
    /// proxy in an unbroken chain of trusted ones; if they contradict each other, the request is refused. From any other
    /// peer they are ignored: then the host is that of the request, and the protocol `https`, as it also is if no proxy
    /// names one. A host that is not one of yours is refused in any case.
    ///
    /// Your proxy must set or remove each of these headers: what it passes on unread, anyone could have written. In an axum
    /// router that is nested, the path begins where the nesting ends; a prefix can be added by the proxy.
    ///
    /// ```
    /// use hookseal::{Verifier, scheme::{Algorithm, Part, Scheme}};
    ///
    /// let acme = Scheme::mac("acme", Algorithm::Sha256).message(&[Part::Url, Part::Body]);
    /// let verifier = Verifier::from_scheme(acme)
    ///     .secret("correct horse battery staple")
    ///     .trusted_proxies(["10.0.0.0/8"], ["hooks.example.com", "hooks.example.org"])
    ///     .build()?;
    /// # Ok::<(), hookseal::SetupError>(())
    /// ```
    pub fn trusted_proxies(
        self,
        networks: impl IntoIterator<Item = impl Into<String>>,
        hosts: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let networks = networks.into_iter().map(Into::into).collect();
        Self { proxies: Some((networks, hosts.into_iter().map(Into::into).collect())), ..self }
    }

    /// The token that the provider repeats when it checks the endpoint: Meta's "Verify Token", Fitbit's code, the
    /// topic of a `WebSub` subscription.
    pub fn verify_token(self, token: impl Into<String>) -> Self {
        Self { verify_token: Some(Zeroizing::new(token.into())), ..self }
    }

    /// Keeps the secret of a new webhook, for providers that tell it once and to the endpoint itself (Asana, Notion).
    ///
    /// `keep` is called with it while the provider waits; return when it is stored where it will be found, then the
    /// provider is answered and signs with it from now on. If it fails, the provider hears 503. Whoever knows the URL can
    /// tell you a secret, so set this only while you create a webhook, and check that it is yours.
    ///
    /// The verifier may then be built without a secret, see [`secrets_later`](Self::secrets_later).
    pub fn learn_secret<E: Into<Box<dyn Error + Send + Sync>>>(
        mut self,
        keep: impl Fn(Secret) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        self.learn_secret = Some(Arc::new(move |secret| keep(secret).map_err(Into::into)));
        self
    }

    /// The origins that are given leave to deliver when they ask for it by OPTIONS, as CloudEvents' web hooks do: DNS names,
    /// such as `eventgrid.azure.net`. Compared without regard to case; `*` gives leave to any.
    ///
    /// It is leave to send, and proves nothing: what is sent is verified as ever.
    pub fn allowed_origins(mut self, origins: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let names = origins.into_iter().map(Into::into).collect();
        self.origins = Some(Origins { names, ..self.origins.unwrap_or_default() });
        self
    }

    /// How many deliveries a minute an origin is told that it may send; any number, if not set. It is told, not enforced.
    pub fn allowed_rate(mut self, a_minute: u32) -> Self {
        self.origins = Some(Origins { rate: Some(a_minute), ..self.origins.unwrap_or_default() });
        self
    }

    /// Builds a verifier without secrets: until [`Verifier::replace_secrets`] brings some, every delivery is one that
    /// could not be checked, and is answered with 503.
    pub fn secrets_later(self) -> Self {
        Self { secrets_later: true, ..self }
    }

    /// The largest body in bytes; what the provider documents, or 1 MiB, if not set.
    pub fn body_limit(self, bytes: usize) -> Self {
        Self { body_limit: bytes, ..self }
    }

    /// How long a body may take to arrive before the adapters answer 408; 10 s, if not set.
    pub fn body_deadline(self, deadline: Duration) -> Self {
        Self { body_deadline: deadline, ..self }
    }

    /// Keeps this endpoint's idempotency keys apart from those of others with the same provider: a tenant or an
    /// endpoint name.
    pub fn namespace(self, namespace: impl Into<String>) -> Self {
        Self { namespace: namespace.into().into(), ..self }
    }

    /// What idempotency keys are made of.
    pub fn key_by(self, key_by: KeyBy) -> Self {
        Self { key_by, ..self }
    }

    /// Which status answers what.
    pub fn policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// Switches that take protection away.
    pub fn dangerous(self) -> Dangerous<P> {
        Dangerous::new(self)
    }

    /// Makes the verifier.
    ///
    /// # Errors
    ///
    /// If there is no secret, one is unusable, or settings and scheme do not fit together. The error says what to do.
    pub fn build(self) -> Result<Verifier<P>, SetupError> {
        let scheme = self.scheme;
        let mut plan = Plan::new(scheme)?;
        plan.settle(&self.settings)?;
        let handshake = handshake::Plan::new(&scheme)?;
        let no_effect = |setting, why| Err(SetupError::NoEffect { scheme: scheme.name().into(), setting, why });
        if self.tolerance.is_some() && !scheme.covers_timestamp() {
            return no_effect("tolerance", "the provider signs no time");
        }
        if self.verify_token.is_some() && !handshake.has_token() {
            return no_effect("verify_token", "the provider does not check endpoints with a token");
        }
        if self.verify_token.as_ref().is_some_and(|token| token.trim_ascii().is_empty()) {
            return no_effect("verify_token", "it is empty");
        }
        if self.learn_secret.is_some() && !handshake.learns() {
            return no_effect("learn_secret", "the provider does not tell its secret to the endpoint");
        }
        if let Some(origins) = &self.origins {
            if !handshake.asks_for_leave() {
                return no_effect("allowed_origins", "the provider does not ask for leave by OPTIONS");
            }
            if !origins.is_usable() {
                return no_effect("allowed_origins", "an origin is a DNS name, and there must be one");
            }
        }
        if self.covered_body && !scheme.covers_body() {
            let why = "its signature does not cover the body, which anyone on the way could have written: if you accept \
                       that, call `.dangerous().unprotected_body()`";
            return Err(plan::bad(&scheme, why));
        }
        if self.key_by == KeyBy::DeliveryId && !scheme.has_id() {
            return no_effect("key_by", "the provider's deliveries have no id");
        }
        if self.proxies.is_some() && self.public_url.is_some() {
            return no_effect("public_url", "the URL is rebuilt by `.trusted_proxies(…)`: leave one of the two out");
        }
        if self.proxies.is_some() && !plan.facts.signs_url && !matches!(scheme.proof, Proof::HttpSignature(_)) {
            return no_effect("trusted_proxies", "the provider does not sign the URL");
        }
        let bad_proxies = |why| SetupError::BadProxies { scheme: scheme.name().into(), why };
        let proxies = self.proxies.map(|(networks, hosts)| Proxies::new(&networks, &hosts).map_err(bad_proxies));
        let proxies = proxies.transpose()?;
        // What the provider was given is not what a proxy says, so the answer is made of the configured URL alone.
        let answers_with_url = self.verify_token.is_some() && handshake.answers_with_token();
        if self.public_url.is_none() && (answers_with_url || proxies.is_none() && plan.facts.signs_url) {
            return Err(SetupError::NoPublicUrl { scheme: scheme.name().into() });
        }
        if self.public_url.as_ref().is_some_and(|url| url.contains('?')) && plan.trusts_query() {
            let why = "the URL that was configured has a query, so that of the request is not signed, and the scheme \
                       takes the id or the type from it: give `.public_url(…)` the URL without it";
            return Err(plan::bad(&scheme, why));
        }
        let tolerance = self.tolerance.unwrap_or(scheme.tolerance);
        let of_request = matches!(scheme.proof, Proof::HttpSignature(_)).then_some(TimeFormat::UnixSeconds);
        let format = plan.time.format().or(of_request).filter(|_| !self.ignore_timestamp);
        #[cfg(feature = "x509")]
        let anchors = self.anchors.as_deref().map(|pem| ring::anchors(&scheme, pem)).transpose()?;
        let elsewhere = scheme.keys_at.is_some_and(|keys_at| keys_at.is_elsewhere());
        let built = if self.secrets.is_empty() && elsewhere && !self.secrets_later {
            Set::new(Vec::new())
        } else if self.secrets.is_empty() && (self.secrets_later || self.learn_secret.is_some()) {
            Set::suspended("none was given yet; call `replace_secrets` on the verifier")
        } else {
            Set::new(ring::forge(&scheme, &self.secrets)?)
        };
        let shared = Shared {
            keys: Keys::new(built),
            window: format.map(|format| Window::new(tolerance, format)),
            #[cfg(feature = "public-keys")]
            remote: self.remote,
            #[cfg(feature = "x509")]
            anchors,
            #[cfg(feature = "jwt")]
            ignores_time: self.ignore_timestamp,
            clock: self.clock,
            public_url: self.public_url,
            proxies,
            verify_token: self.verify_token.as_ref().map(|token| Key::token(token.as_bytes())),
            digested_token: self.verify_token.filter(|_| handshake.answers_with_token()),
            learn_secret: self.learn_secret,
            origins: self.origins,
            body_limit: self.body_limit,
            body_deadline: self.body_deadline,
            namespace: self.namespace,
            key_by: self.key_by,
            policy: answering(self.policy, &scheme),
            #[cfg(feature = "actix")]
            headers: std::sync::OnceLock::new(),
            handshake,
            plan,
        };
        Ok(Verifier { shared: Arc::new(shared), provider: PhantomData })
    }
}

/// The policy, with what the scheme says of processed events where nobody has said otherwise.
fn answering(policy: Policy, scheme: &Scheme) -> Policy {
    let status = scheme.answer_status.and_then(|status| StatusCode::from_u16(status).ok());
    let unsaid = |case| policy.status(case) == Policy::DEFAULT.status(case);
    let done = [Case::Processed, Case::Duplicate].into_iter().filter(|case| unsaid(*case));
    status.map_or(policy, |status| done.fold(policy, |policy, case| policy.with(case, status)))
}

impl<P> fmt::Debug for Builder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("scheme", &self.scheme.name())
            .field("secrets", &self.secrets.len())
            .finish_non_exhaustive()
    }
}
