//! Where keys come from that nobody pastes.

use super::Builder;
use crate::keys::{AnySource, KeyCache, KeySource};

impl<P> Builder<P> {
    /// Where your keys are, for providers whose users each have their own: the domain of your Kinde or FusionAuth, the region
    /// of your Fireblocks. An `https` URL.
    pub fn keys_url(mut self, url: impl Into<String>) -> Self {
        self.remote.url = Some(url.into().into());
        self
    }

    /// Fetches keys that nobody pasted, see [`keys`](crate::keys): what [`Verifier::verify_fetching`](crate::Verifier::verify_fetching), and the adapters for
    /// web frameworks, ask.
    pub fn key_source(mut self, source: impl KeySource) -> Self {
        self.remote.source = Some(AnySource::new(source));
        self
    }

    /// Trusts a fetched certificate only if it leads to one of these, in PEM: the roots of the authority that the provider
    /// buys its certificates from. Without it, what proves a certificate is the pinned host that it is fetched from.
    #[cfg(feature = "x509")]
    pub fn trust_anchors(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.anchors = Some(pem.into());
        self
    }

    /// Remembers the keys that were fetched; a cache of its own, if not set. Share one among verifiers.
    pub fn key_cache(mut self, cache: KeyCache) -> Self {
        self.remote.cache = cache;
        self
    }
}
