//! Providers that are chosen when the program runs.

use crate::{provider::LIST, scheme::Scheme};

/// A provider of the list.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Preset {
    /// The name of its type in this module.
    pub type_name: &'static str,
    /// How it signs.
    pub scheme: Scheme,
}

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
/// `None` if there is no such provider in this build. Those with public keys or tokens come with the features `ed25519`,
/// `ecdsa`, `rsa`, `jwt` and `x509`, as their pages say; one that needs another feature which is off is found, and building its
/// verifier says so.
pub fn by_name(name: &str) -> Option<Scheme> {
    let is_it = |preset: &&Preset| preset.scheme.name() == name;
    LIST.iter().find_map(|presets| presets.iter().find(is_it)).map(|preset| preset.scheme)
}
