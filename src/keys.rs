//! Keys that live elsewhere: sets that providers publish, certificates that a delivery names.
//!
//! Verifying needs no network. Where a scheme says that the key is at some URL, the verifier asks a [`KeyCache`] for it, by a
//! [`KeyRef`] that only the scheme's own words can make. What the cache lacks, a [`KeySource`] fetches: `HttpKeySource` of the
//! feature `fetch`, or anything of yours, in any runtime.
//!
//! ```
//! use hookseal::{
//!     keys::{FetchedKey, KeyCache, KeyKind, KeyRef, Lookup},
//!     scheme::UrlPin,
//! };
//!
//! const PIN: UrlPin = UrlPin::hosts(&["keys.example.com"]).path_prefix("/v1/");
//! # if !cfg!(feature = "ecdsa") { return Ok(()); }
//! let key = KeyRef::pinned(&PIN, "https://keys.example.com/v1/current.pem", KeyKind::Key)?;
//!
//! let cache = KeyCache::new();
//! assert!(matches!(cache.lookup(&key), Lookup::Needed));
//! let document = "-----BEGIN PUBLIC KEY-----
//! MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7
//! 6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==
//! -----END PUBLIC KEY-----";
//! cache.insert(&key, &FetchedKey::new(document))?;
//! assert!(matches!(cache.lookup(&key), Lookup::Known(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cache;
mod document;
mod error;
#[cfg(feature = "fetch")]
mod http;
mod key_ref;
mod source;

pub use cache::{KeyCache, KnownKeys, Lookup};
pub use error::{KeyError, KeySourceError};
#[cfg(feature = "fetch")]
#[cfg_attr(docsrs, doc(cfg(feature = "fetch")))]
pub use http::{HttpKeySource, HttpKeySourceBuilder};
pub use key_ref::{KeyKind, KeyRef};
pub(crate) use source::AnySource;
pub use source::{FetchedKey, KeySource};
