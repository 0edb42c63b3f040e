//! For tests of handlers: genuine deliveries, a clock that you set, a store that fails on demand. For tests of stores: a
//! [suite](conformance) that names the promises they break. Feature `testing`.
//!
//! Deliveries are made from the same scheme data that verifies them, for every provider and for schemes of your own.
//!
//! ```
//! use std::time::Duration;
//! use hookseal::{Verifier, VerifyErrorKind, provider::Slack, testing::{Signer, TestClock}};
//!
//! let clock = TestClock::at_unix(1_800_000_000);
//! let slack = Verifier::<Slack>::builder().secret("s3cr3t").clock(clock.clone()).build()?;
//! let delivery = Signer::new::<Slack>().at(clock.now()).sign("s3cr3t", r#"{"event_id":"Ev1","type":"event_callback"}"#);
//!
//! assert_eq!(slack.verify_request(delivery.clone().into_request())?.id(), Some("Ev1"));
//! clock.advance(Duration::from_secs(301));
//! let error = slack.verify_request(delivery.into_request()).unwrap_err();
//! assert_eq!(error.kind(), VerifyErrorKind::Expired);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod clock;
pub mod conformance;
mod delivery;
mod draft;
mod hand;
#[cfg(feature = "public-keys")]
mod key_pair;
mod random;
mod sign;
mod store;
#[cfg(feature = "jwt")]
mod token;
#[cfg(feature = "public-keys")]
mod whole;

pub use clock::TestClock;
pub use conformance::store_conformance;
pub use delivery::Delivery;
#[cfg(feature = "public-keys")]
pub use key_pair::KeyPair;
pub use sign::{Signer, sign};
pub use store::{Call, Fault, FaultyStore};
