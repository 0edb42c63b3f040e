//! Receive webhooks safely: check the seal, open once.
//!
//! A webhook endpoint is a door to the street. hookseal stands in that door: it proves that a delivery is authentic and
//! fresh ([`Verifier`]), lets its effect happen once ([`Inbox`]), and hands your handler a typed payload
//! ([`Verified`]). It has no server and no runtime; it lives in the handlers that you have.
//!
//! # The whole way, once
//!
//! ```
//! # #[cfg(all(feature = "testing", feature = "tokio"))]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use hookseal::{Inbox, MemoryStore, Verifier, provider::Stripe};
//!
//! #[derive(serde::Deserialize)]
//! struct Invoice {
//!     amount_paid: u64,
//! }
//!
//! // Once, when the program starts.
//! let stripe = Verifier::<Stripe>::new("whsec_from_the_dashboard")?;
//! let inbox = Inbox::new(MemoryStore::new());
//!
//! // In the handler: the request's headers, and its body byte for byte as it was received.
//! # let (headers, body) = hookseal::testing::sign::<Stripe>("whsec_from_the_dashboard",
//! #     r#"{"id":"evt_1","type":"invoice.paid","data":{"object":{"amount_paid":4200}}}"#).into_headers_and_body();
//! let event = stripe.verify(&headers, body)?;
//! let outcome = inbox
//!     .process(event, |event| async move {
//!         let invoice: Invoice = event.json_at("/data/object")?;
//!         println!("{} cents: {:?}", invoice.amount_paid, event.id());
//!         Ok::<_, hookseal::PayloadError>(())
//!     })
//!     .await;
//! assert_eq!(outcome.status(), 200);
//! # Ok(())
//! # }
//! # #[cfg(not(all(feature = "testing", feature = "tokio")))]
//! # fn main() {}
//! ```
//!
//! # The tour
//!
//! 1. [`provider`] lists who can send. A service of your own is a [`Provider`] with a [`scheme`] in the same words, and a
//!    [`Scheme`] can come from configuration too.
//! 2. [`Verifier`] holds scheme, secrets, tolerance and clock. [`Verifier::builder`] says the rest: several [`Secret`]s
//!    while one is rotated, limits, the public URL.
//!    Where the provider publishes its keys, `keys` has what fetches and remembers them.
//! 3. [`VerifyError`] is everything that is not an event for your handler, with its answer. That includes endpoint checks
//!    (Slack's `url_verification`, Meta's `hub.challenge`, and thirty-three others), so returning the error answers them.
//! 4. [`Verified`] is the only readable view of a delivery: [`json`](Verified::json), [`json_at`](Verified::json_at),
//!    [`form`](Verified::form), and [`parse`](Verified::parse), which never loses a new kind of event. Where the
//!    signature does not cover the body, they do not compile, and [`unprotected`](Verified::unprotected) says so.
//! 5. [`Inbox`] and an [`IdempotencyStore`] let each event through once. [`Inbox::process`] survives panics, store
//!    failures and clients that hang up. [`MemoryStore`] serves one process; [`store`] has those in PostgreSQL, SQLite
//!    and Redis, and any database becomes one with four methods.
//! 6. [`Policy`] says which status answers what, and why.
//! 7. `testing` makes genuine deliveries for any provider, for your tests, and tells whether a store of yours is right.
//!
//! # In axum and actix-web
//!
//! With the feature `axum` or `actix`, [`Verified`] is an extractor, and [`VerifyError`] and [`Outcome`] are responses:
//!
//! ```
//! # #[cfg(feature = "axum")] mod app {
//! # use hookseal::{Inbox, MemoryStore, Outcome, PayloadError, Verified, provider::Stripe};
//! # use axum::extract::State;
//! async fn hook(State(inbox): State<Inbox<MemoryStore>>, event: Verified<Stripe>) -> Outcome<(), PayloadError> {
//!     inbox.process(event, |event| async move { charge(event.json()?).await }).await
//! }
//! # async fn charge(_: serde_json::Value) -> Result<(), PayloadError> { Ok(()) }
//! # }
//! ```
//!
//! They read the stream themselves: limits and deadline hold while it arrives, and what is verified is what was sent.
//!
//! # Features
//!
//! | feature | default | brings |
//! |---|---|---|
//! | `json` | yes | [`Verified::json`] and its siblings; ids and types inside JSON bodies |
//! | `form` | yes | [`Verified::form`] |
//! | `tokio` | with `axum`, `actix` and the stores | [`Inbox::process`] |
//! | `axum` | | extractor and responses for axum 0.8 |
//! | `actix` | | extractor and responses for actix-web 4 |
//! | `postgres` | | `store::PostgresStore`; needs Rust 1.94 |
//! | `sqlite` | | `store::SqliteStore`; needs Rust 1.94 |
//! | `redis` | | `store::RedisStore` |
//! | `ed25519` | | Ed25519 signatures: Discord, Telnyx, Standard Webhooks' `v1a` |
//! | `ecdsa` | | ECDSA signatures: SendGrid, Circle, eBay, Plaid |
//! | `rsa` | | RSA signatures: Wise, WeChat Pay, AWS SNS, most identity providers; brings aws-lc-rs, which is C |
//! | `jwt` | | tokens as proof: QStash, LiveKit, Plaid, Google Pub/Sub |
//! | `x509` | | keys in certificates: AWS SNS, PayPal, Alexa, the App Store |
//! | `fetch` | | `keys::HttpKeySource`, which fetches published keys over HTTPS |
//! | `xml` | | `Verified::xml`, and ids inside XML bodies |
//! | `aes` | | encrypted bodies: WeCom, Lark |
//! | `crc32` | | the checksum that PayPal signs |
//! | `sha1` | | SHA-1, for Vercel, Intercom, Braintree and others that still sign with it |
//! | `md5` | | HMAC-MD5, for Patreon |
//! | `keccak` | | Keccak-256, for Moralis |
//! | `nfkd` | | secrets in Unicode's normal form KD, for EasyPost |
//! | `tracing` | | events for operators |
//! | `testing` | | `testing`: deliveries, a clock and a store for tests; a suite for stores |

#![cfg_attr(docsrs, feature(doc_cfg))]
// What only some features use is dead without them; the build with all features finds what really is.
#![cfg_attr(
    not(all(feature = "actix", feature = "aes", feature = "axum", feature = "jwt", feature = "xml")),
    allow(dead_code)
)]
#![warn(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::todo,
    clippy::dbg_macro
)]

#[cfg(feature = "aes")]
mod cipher;
mod crypto;
pub mod error;
mod handshake;
#[cfg(feature = "public-keys")]
mod http_signature;
pub mod idempotency;
pub mod inbox;
#[cfg(feature = "jwt")]
mod jws;
#[cfg(feature = "public-keys")]
#[cfg_attr(docsrs, doc(cfg(feature = "public-keys")))]
pub mod keys;
mod multipart;
pub mod payload;
pub mod policy;
mod preset;
pub mod provider;
mod proxy;
mod quoted;
pub mod scheme;
pub mod secret;
pub mod store;
pub mod time;
mod urlencoded;
pub mod verified;
pub mod verifier;
#[cfg(feature = "x509")]
mod x509;

/// The README's example compiles.
#[cfg(all(doctest, feature = "axum"))]
#[doc = include_str!("../README.md")]
mod readme {}

#[cfg(feature = "actix")]
mod actix;
#[cfg(feature = "axum")]
mod axum;
#[cfg(any(feature = "axum", feature = "actix"))]
mod intake;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;

pub use error::{SetupError, VerifyError, VerifyErrorKind};
pub use idempotency::{IdempotencyKey, IdempotencyStore, KeyBy};
pub use inbox::{Admission, Disposition, Inbox, Outcome};
pub use payload::{Parsed, PayloadError};
pub use policy::Policy;
pub use provider::Provider;
pub use scheme::Scheme;
pub use secret::Secret;
pub use store::MemoryStore;
pub use time::Tolerance;
pub use verified::Verified;
pub use verifier::Verifier;
