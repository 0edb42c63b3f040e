//! What is asked of a store.

use std::fmt;

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident: $text:literal;)+) => {
        /// What is asked of every store; what it does beyond that is its own business.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = concat!($text, ".")] $(#[$doc])* $name,)+
        }

        impl Rule {
            /// Every rule, in the order in which they are checked.
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];

            const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

rules! {
    /// It is not completed either, before someone says that the work is done.
    HeldWhileLeased: "A claimed key is in progress until its lease ends";
    /// A statement that has lost its condition completes or releases every event at once.
    KeysApart: "What happens to a key happens to no other";
    /// Not before its time either. Without it, a worker that dies takes its event along.
    LeaseEnds: "A lease ends by itself, and the key can be claimed again";
    /// Lease and retention are two durations.
    Retention: "A completed key is remembered until its retention ends, and no longer";
    /// Looking and then inserting is not enough.
    OneWinner: "Of any number of concurrent claims of a key, one is acquired";
    /// A worker that was suspended, and wakes after its lease, would mark another one's work as done.
    StaleComplete: "A completion from a lost lease is refused and changes nothing";
    /// It would give the key away under the hands of its holder.
    StaleRelease: "A release from a lost lease is refused and changes nothing";
    /// It would steal the key back.
    StaleRenew: "A renewal from a lost lease is refused and changes nothing";
    /// From then on, whatever its time would have been.
    RenewalProlongs: "A renewed lease lasts as long as the renewal says";
    /// Though nobody may have claimed the key since.
    NoResurrection: "A lease that has ended cannot be renewed";
    /// And the lease that it was given back with is over.
    ReleaseFrees: "A released key can be claimed at once";
    /// Neither after a release or a takeover, nor when a retention has ended.
    FreshTokens: "A token is never used twice for a key";
    /// To complete it again is harmless, since an answer may have been lost.
    CompletionIsFinal: "A completed key can be completed again, but neither released nor renewed";
    /// A completion that comes after its lease, before anyone else's claim, may be taken or refused, but not half of both.
    TrueAnswers: "What a write answers is what has happened";
    /// Zeros, quotes, line ends, letters of both cases, bytes that are not UTF-8.
    EveryByte: "Every byte of a key counts, whatever it is";
    /// Futures are dropped when clients hang up: wherever that is, the key can be claimed again when its lease ends, and
    /// counts as completed only if it was being completed.
    Cancellation: "A call that is cancelled half-way loses no event";
    /// See [`Conformance::app_clock`](super::Conformance::app_clock).
    OwnClock: "The application's clock has no influence";
    /// A cache that evicts is not a store.
    NoForgetting: "However many keys there are, none that is held or remembered is forgotten";
}

impl fmt::Display for Rule {
    /// The rule in a sentence without a full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
