//! What a builder does only if it is asked to by that name.

use super::Builder;

/// Switches that take protection away, see [`Builder::dangerous`].
#[derive(Debug)]
#[must_use = "call one of the switches"]
pub struct Dangerous<P>(Builder<P>);

impl<P> Dangerous<P> {
    pub(super) fn new(builder: Builder<P>) -> Self {
        Self(builder)
    }

    /// Accepts deliveries of any age. Whoever has captured one can send it for ever; only a store that remembers its
    /// key for ever would notice. For working through old captures.
    pub fn ignore_timestamp(self) -> Builder<P> {
        Builder { ignore_timestamp: true, ..self.0 }
    }

    /// Accepts deliveries whatever they say for this [setting](Builder::setting): anyone who has an account with the
    /// provider can then send you genuine deliveries of their own.
    pub fn any(mut self, setting: impl Into<String>) -> Builder<P> {
        self.0.settings.push((setting.into(), None));
        self.0
    }

    /// Accepts a scheme whose signature does not cover the body: a token, or a signature over a few values. The sender
    /// is known then, or was at some time; what the body says is not protected.
    ///
    /// Only schemes that are chosen at run time need this. For a provider with a type, the compiler asks for
    /// [`Verified::unprotected`](crate::Verified::unprotected) where the body is read.
    pub fn unprotected_body(self) -> Builder<P> {
        Builder { covered_body: false, ..self.0 }
    }
}
