//! Mistakes in the code or configuration that builds a verifier.

/// A verifier that cannot be built, and what to change.
///
/// Nothing here depends on a request: it is found when the program starts, not when the first delivery arrives.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// No secret was given.
    #[error("{scheme}: no secret was given: call `.secret(…)` with the one that the provider's dashboard shows")]
    NoSecret {
        /// The scheme.
        scheme: String,
    },
    /// A secret that nothing may be verified with.
    #[error("{scheme}: secret `{id}` {why}")]
    BadSecret {
        /// The scheme.
        scheme: String,
        /// The secret's id; never its text.
        id: String,
        /// What is wrong and what to do.
        why: &'static str,
    },
    /// Two secrets with the same id.
    #[error("{scheme}: two secrets have the id `{id}`")]
    RepeatedKeyId {
        /// The scheme.
        scheme: String,
        /// The id.
        id: String,
    },
    /// The scheme's words do not fit together.
    #[error("scheme {scheme}: {why}")]
    BadScheme {
        /// The scheme.
        scheme: String,
        /// What is wrong and what to do.
        why: String,
    },
    /// The scheme signs the URL that the provider calls, which only you know.
    #[error("{scheme}: the URL is signed: call `.public_url(…)` with the one given to the provider")]
    NoPublicUrl {
        /// The scheme.
        scheme: String,
    },
    /// The scheme needs to know what was agreed with the provider.
    #[error("{scheme}: call `.setting(\"{name}\", …)`: deliveries must name it, and only you know what it is")]
    NoSetting {
        /// The scheme.
        scheme: String,
        /// The name of the setting.
        name: String,
    },
    /// Something was agreed that the scheme does not have.
    #[error("{scheme}: there is no setting `{name}`; {known}")]
    UnknownSetting {
        /// The scheme.
        scheme: String,
        /// The name that was given.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// Networks or hosts that cannot be what proxies connect from and are called by.
    #[error("{scheme}: `.trusted_proxies(…)`: {why}")]
    BadProxies {
        /// The scheme.
        scheme: String,
        /// What is wrong and what to do.
        why: String,
    },
    /// Something was configured that this scheme never looks at.
    #[error("{scheme}: `.{setting}(…)` would have no effect: {why}")]
    NoEffect {
        /// The scheme.
        scheme: String,
        /// The builder's method.
        setting: &'static str,
        /// Why not.
        why: &'static str,
    },
    /// A text is longer than a scheme has room for.
    #[error("the text that starts with `{start}` is longer than {max} bytes", max = crate::scheme::Text::MAX)]
    TextTooLong {
        /// How it starts.
        start: String,
    },
    /// A table's name that cannot be put into SQL.
    #[error("table name `{name}`: {why}")]
    BadTableName {
        /// How it starts.
        name: String,
        /// What a name is made of.
        why: String,
    },
}
