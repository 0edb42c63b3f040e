//! Providers: who sends, and by which scheme. Each is a file of data.
//!
//! To add one, write its file, add its line to the list below and a file with vectors to `tests/vectors/`.

use crate::scheme::{Scheme, Text};

/// Someone who sends webhooks: a type that is never built, and names its scheme.
///
/// Implement it for a service of your own:
///
/// ```
/// use hookseal::{Provider, Verifier, scheme::{Algorithm, Field, Scheme, Signature}};
///
/// enum Acme {}
///
/// impl Provider for Acme {
///     const SCHEME: Scheme = Scheme::mac("acme", Algorithm::Sha256)
///         .signature(Signature::header("x-acme-signature").prefix("sha256="))
///         .id(&[Field::json("/event_id")]);
/// }
///
/// let acme = Verifier::<Acme>::new("correct horse battery staple")?;
/// # Ok::<(), hookseal::SetupError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a webhook provider",
    note = "use one of `hookseal::provider`, or implement `Provider` with a scheme of your own"
)]
pub trait Provider: 'static {
    /// How it signs.
    const SCHEME: Scheme;
}

/// A provider of the list.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Preset {
    /// The name of its type in this module.
    pub type_name: &'static str,
    /// How it signs.
    pub scheme: Scheme,
}

/// The field of a form in which GitHub started to send JSON, and others after it.
const PAYLOAD: Text = Text::new("payload");

/// Declares the modules, re-exports their types and lists them.
macro_rules! providers {
    ($($module:ident: $($provider:ident),+;)+) => {
        $(mod $module;)+
        $(pub use $module::{$($provider),+};)+

        static LIST: &[&[Preset]] = &[
            $(&[$(Preset { type_name: stringify!($provider), scheme: $provider::SCHEME }),+],)+
        ];
    };
}

providers! {
    bitbucket: Bitbucket;
    calendly: Calendly;
    clerk: Clerk;
    gitea: Gitea;
    github: GitHub;
    github_legacy_sha1: GitHubLegacySha1;
    gitlab: GitLab, GitLabToken;
    linear: Linear;
    meta: Meta;
    openai: OpenAi;
    paddle: Paddle;
    pagerduty: PagerDuty;
    polar: Polar;
    resend: Resend;
    sentry: Sentry;
    shopify: Shopify, ShopifyEvents;
    slack: Slack;
    standard_webhooks: StandardWebhooks;
    stripe: Stripe;
    svix: Svix;
    telegram: Telegram;
    twitch: Twitch;
    typeform: Typeform;
    vercel: Vercel;
    zendesk: Zendesk;
    zoom: Zoom;
}

pub use meta::WhatsApp;

/// Every provider that this build can verify, in alphabetical order of its modules. Those that need a feature which is
/// off are not among them.
pub fn all() -> impl Iterator<Item = &'static Preset> {
    LIST.iter().copied().flatten().filter(|preset| preset.scheme.missing_feature().is_none())
}

/// The scheme of this name, for a provider that is chosen when the program runs.
///
/// ```
/// use hookseal::{Verifier, provider};
///
/// let scheme = provider::by_name("stripe").expect("a provider");
/// let verifier = Verifier::from_scheme(scheme).secret("whsec_from_the_dashboard").build()?;
/// # Ok::<(), hookseal::SetupError>(())
/// ```
///
/// `None` if there is no such provider; one that needs a feature which is off is found, and building its verifier says so.
pub fn by_name(name: &str) -> Option<Scheme> {
    LIST.iter().copied().flatten().find(|preset| preset.scheme.name() == name).map(|preset| preset.scheme)
}
