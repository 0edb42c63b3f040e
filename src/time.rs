//! Time: how far a delivery's clock may be off, and where "now" comes from.

use std::{
    fmt::Debug,
    sync::OnceLock,
    time::{Duration, Instant, SystemTime},
};

use ::time::{Date, Duration as Span, Month, OffsetDateTime, Time, format_description::well_known::Rfc3339};
use serde::{Deserialize, Serialize};

use crate::scheme::TimeFormat;

/// How old, and how far in the future, a delivery may be. Both ends are inclusive.
///
/// The comparison is made in the unit of the timestamp: with whole seconds and a tolerance of 300 s, a delivery
/// signed 300.9 s ago is still accepted, since its sender cut off a fraction too.
///
/// In configuration it is `{ past = 300, future = 300 }`, in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Seconds", into = "Seconds")]
pub struct Tolerance {
    /// The greatest age.
    pub past: Duration,
    /// The greatest lead.
    pub future: Duration,
}

impl Tolerance {
    /// Five minutes either way, as Standard Webhooks and most providers have it.
    pub const DEFAULT: Self = Self::symmetric(Duration::from_secs(300));

    /// The same in both directions. Zero is a tolerance too: only the very same instant is accepted.
    pub const fn symmetric(either: Duration) -> Self {
        Self { past: either, future: either }
    }

    /// The same number of seconds in both directions.
    pub const fn seconds(either: u64) -> Self {
        Self::symmetric(Duration::from_secs(either))
    }
}

impl Default for Tolerance {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// A [`Tolerance`] in configuration.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seconds {
    past: u64,
    future: u64,
}

impl From<Seconds> for Tolerance {
    fn from(Seconds { past, future }: Seconds) -> Self {
        Self { past: Duration::from_secs(past), future: Duration::from_secs(future) }
    }
}

impl From<Tolerance> for Seconds {
    fn from(Tolerance { past, future }: Tolerance) -> Self {
        Self { past: past.as_secs(), future: future.as_secs() }
    }
}

/// Where "now" comes from. Implement it, or use `testing::TestClock`, to test what depends on time.
pub trait Clock: Debug + Send + Sync + 'static {
    /// The time of day, against which the timestamps of deliveries are held.
    fn now(&self) -> SystemTime;

    /// Time since some fixed moment; it never goes back. Leases are measured with it.
    fn monotonic(&self) -> Duration {
        self.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
    }
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn monotonic(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    }
}

/// The time since the epoch, which may be before it. Two words, where nanoseconds in an `i128` would align all that holds
/// them to 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(Span);

/// The last moment of the year 9999, where RFC 3339 and [`OffsetDateTime`] end.
const LAST: Span = Span::new(253_402_300_799, 999_999_999);
/// Where [`TimeFormat::UnixSecondsOrMillis`] takes a number for milliseconds: as seconds, it would be in the year 5138.
const MILLIS_FROM: u64 = 100_000_000_000;

pub(crate) enum Freshness {
    Fresh,
    Expired { by: Duration },
    NotYetValid { by: Duration },
}

/// A [`Tolerance`] for timestamps of one unit, worked out once: what would be a division per delivery is then a
/// comparison.
#[derive(Debug)]
pub(crate) struct Window {
    pub(crate) tolerance: Tolerance,
    /// The least age that is too great, in full units.
    too_old: Span,
    /// The least age that is not too small; before the epoch, so to speak, where the future is tolerated.
    newest: Span,
}

impl Window {
    pub(crate) fn new(tolerance: Tolerance, format: TimeFormat) -> Self {
        let (unit, cut): (_, fn(Duration) -> Duration) = match format {
            TimeFormat::UnixSeconds
            | TimeFormat::UnixSecondsOrMillis
            | TimeFormat::UnixSecondsOrWord
            | TimeFormat::HttpDate => (Span::SECOND, |whole| Duration::from_secs(whole.as_secs())),
            TimeFormat::UnixMillis => {
                (Span::MILLISECOND, |whole| Duration::new(whole.as_secs(), whole.subsec_millis() * 1_000_000))
            }
            TimeFormat::Rfc3339 => (Span::NANOSECOND, |whole| whole),
        };
        let beyond = |tolerance| Span::try_from(cut(tolerance)).unwrap_or(Span::MAX).saturating_add(unit);
        Self { tolerance, too_old: beyond(tolerance.past), newest: unit.saturating_sub(beyond(tolerance.future)) }
    }

    /// Holds a timestamp against the clock, whose time counts in full units, as the timestamp does.
    #[inline]
    pub(crate) fn freshness(&self, signed: Moment, now: Moment) -> Freshness {
        let age = now.0.saturating_sub(signed.0);
        if age >= self.too_old {
            Freshness::Expired { by: age.unsigned_abs() }
        } else if age < self.newest {
            Freshness::NotYetValid { by: age.unsigned_abs() }
        } else {
            Freshness::Fresh
        }
    }
}

impl Moment {
    #[inline]
    pub(crate) fn from_system(time: SystemTime) -> Self {
        let since = |duration: Duration| Span::try_from(duration).unwrap_or(Span::MAX);
        Self(match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => since(after),
            Err(before) => Span::ZERO.saturating_sub(since(before.duration())),
        })
    }

    /// Whole seconds since the epoch.
    #[cfg(feature = "jwt")]
    pub(crate) fn from_unix(seconds: u64) -> Self {
        Self(whole_seconds(seconds))
    }

    /// How long after the other moment this one is; nothing, if it is before.
    #[cfg(any(feature = "jwt", feature = "public-keys"))]
    pub(crate) fn since(self, other: Self) -> Duration {
        Duration::try_from(self.0.saturating_sub(other.0)).unwrap_or_default()
    }

    pub(crate) fn to_date_time(self) -> Option<OffsetDateTime> {
        OffsetDateTime::UNIX_EPOCH.checked_add(self.0)
    }

    fn from_date_time(time: OffsetDateTime) -> Self {
        Self(time - OffsetDateTime::UNIX_EPOCH)
    }

    /// Reads a timestamp that may be a word instead of a time, if the format says so.
    #[inline]
    pub(crate) fn parse_if_time(text: &[u8], format: TimeFormat) -> Result<Option<Self>, &'static str> {
        let is_word = matches!(format, TimeFormat::UnixSecondsOrWord) && text.iter().all(u8::is_ascii_alphabetic);
        if is_word && !text.is_empty() { Ok(None) } else { Self::parse(text, format).map(Some) }
    }

    /// Reads a timestamp that anyone may have written; the error says what is wrong with it.
    #[inline]
    pub(crate) fn parse(text: &[u8], format: TimeFormat) -> Result<Self, &'static str> {
        let moment = match format {
            TimeFormat::UnixSeconds | TimeFormat::UnixSecondsOrWord => Self(whole_seconds(digits(text)?)),
            TimeFormat::UnixMillis => Self(whole_millis(digits(text)?)),
            TimeFormat::UnixSecondsOrMillis => {
                let number = digits(text)?;
                Self(if number < MILLIS_FROM { whole_seconds(number) } else { whole_millis(number) })
            }
            TimeFormat::Rfc3339 => {
                let text = std::str::from_utf8(text).map_err(|_| NOT_RFC3339)?;
                Self::from_date_time(OffsetDateTime::parse(text, &Rfc3339).map_err(|_| NOT_RFC3339)?)
            }
            TimeFormat::HttpDate => Self::from_date_time(http_date(text).ok_or(NOT_HTTP_DATE)?),
        };
        if moment.0 > LAST {
            return Err(match format {
                TimeFormat::UnixSeconds | TimeFormat::UnixSecondsOrWord => {
                    "the time is after the year 9999: milliseconds where seconds belong?"
                }
                _ => "the time is after the year 9999",
            });
        }
        Ok(moment)
    }
}

fn whole_seconds(number: u64) -> Span {
    Span::seconds(i64::try_from(number).unwrap_or(i64::MAX))
}

fn whole_millis(number: u64) -> Span {
    Span::milliseconds(i64::try_from(number).unwrap_or(i64::MAX))
}

const NOT_RFC3339: &str = "the time is not written as in RFC 3339, `2026-11-20T12:00:00Z`";

const NOT_HTTP_DATE: &str = "the time is not written as in the header `Date`, `Fri, 20 Nov 2026 12:00:00 GMT`";

/// `IMF-fixdate` of RFC 9110, section 5.6.7. The two obsolete forms, and a day of the week that is not that of the date,
/// are refused.
fn http_date(text: &[u8]) -> Option<OffsetDateTime> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    let text = std::str::from_utf8(text).ok().filter(|text| text.len() == "Fri, 20 Nov 2026 12:00:00 GMT".len())?;
    let number = |range| text.get(range).filter(|digits: &&str| digits.bytes().all(|digit| digit.is_ascii_digit()));
    let two = |range| number(range)?.parse::<u8>().ok();
    let month = u8::try_from(MONTHS.iter().position(|month| text.get(8..11) == Some(*month))?).ok()?;
    let year = number(12..16)?.parse().ok()?;
    let date = Date::from_calendar_date(year, Month::January.nth_next(month), two(5..7)?).ok()?;
    let time = Time::from_hms(two(17..19)?, two(20..22)?, two(23..25)?).ok()?;
    let day = DAYS.get(usize::from(date.weekday().number_days_from_monday()))?;
    let between =
        [(3..5, ", "), (7..8, " "), (11..12, " "), (16..17, " "), (19..20, ":"), (22..23, ":"), (25..29, " GMT")];
    let is_in_place = |(range, wanted): (std::ops::Range<usize>, &str)| text.get(range) == Some(wanted);
    (text.starts_with(day) && between.into_iter().all(is_in_place)).then(|| OffsetDateTime::new_utc(date, time))
}

/// ASCII digits without a sign, a fraction, leading zeros or anything else; at most 19, which fit into a `u64`.
#[inline]
fn digits(text: &[u8]) -> Result<u64, &'static str> {
    const WRONG: &str = "the time is not a plain decimal number";

    if !matches!(text, [b'0'] | [b'1'..=b'9', ..]) || text.len() > 19 {
        return Err(WRONG);
    }
    text.iter().try_fold(0, |sum: u64, byte| match byte.wrapping_sub(b'0') {
        digit @ 0..=9 => Ok(sum.wrapping_mul(10).wrapping_add(digit.into())),
        _ => Err(WRONG),
    })
}
