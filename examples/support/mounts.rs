//! Who is listened to: each mount has a path, a provider and a secret, as a configuration file might list them.

use std::time::Duration;

use hookseal::{
    Secret, SetupError, Verifier, provider,
    verifier::{Builder, Custom},
};

use super::{
    clock::{SetClock, moment},
    published::Published,
    sign::TWITCH_TIME,
};

pub(crate) struct Mount {
    pub(crate) path: &'static str,
    /// The name of its scheme.
    pub(crate) provider: &'static str,
    pub(crate) secret: &'static str,
    set_up: fn(Builder<Custom>, &SetClock) -> Builder<Custom>,
}

impl Mount {
    const fn new(path: &'static str, provider: &'static str, secret: &'static str) -> Self {
        Self { path, provider, secret, set_up: |builder, _| builder }
    }

    const fn set_up(self, set_up: fn(Builder<Custom>, &SetClock) -> Builder<Custom>) -> Self {
        Self { set_up, ..self }
    }
}

/// Known to their handlers by type.
pub(crate) static STRIPE: Mount = Mount::new("/stripe", "stripe", "whsec_of_the_demo_account_only");
pub(crate) static GITHUB: Mount = Mount::new("/github", "github", "a secret among octocats");

const STANDARD: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
pub(crate) const VERIFY_TOKEN: &str = "meatyhamhock";

/// The old secret of `/rotating`, and when it ends.
pub(crate) const OLD_SECRET: &str = "whsec_of_last_spring";
pub(crate) const OLD_SECRET_ENDS: u64 = 1_900_000_000;

/// The body limit of `/small`.
pub(crate) const SMALL: usize = 4096;

/// Those that are chosen when the program runs, and share one handler.
static OTHERS: &[Mount] = &[
    Mount::new("/standard", "standard-webhooks", STANDARD),
    Mount::new("/slack", "slack", "8f742231b10e8888abcd99yyyzzz85a5"),
    Mount::new("/meta", "meta", "the app's secret").set_up(|builder, _| builder.verify_token(VERIFY_TOKEN)),
    Mount::new("/zoom", "zoom", "the app's secret token"),
    Mount::new("/twitch", "twitch", "chosen at subscription")
        .set_up(|builder, _| builder.clock(SetClock::at(TWITCH_TIME.1))),
    Mount::new("/paddle", "paddle", "pdl_ntfset_01hsdn8d43dt7mezr1ef2jtbaw_hKkRiCGyyRhbFwIUuqiTBgI7gnWoV0Gr"),
    Mount::new("/shopify", "shopify", "the app's client secret"),
    Mount::new("/telegram", "telegram", "given_to_setWebhook"),
    Mount::new("/gitlab", "gitlab-token", "typed in by hand"),
    Mount::new("/rotating", "stripe", "whsec_of_this_autumn").set_up(|builder, clock| {
        let old = Secret::new(OLD_SECRET).id("spring");
        builder.secret_until(old, moment(OLD_SECRET_ENDS)).clock(clock.clone())
    }),
    Mount::new("/small", "standard-webhooks", STANDARD).set_up(|builder, _| builder.body_limit(SMALL)),
    Mount::new("/hasty", "standard-webhooks", STANDARD)
        .set_up(|builder, _| builder.body_deadline(Duration::from_millis(300))),
];

/// The mount at a path.
pub(crate) fn at(path: &str) -> &'static Mount {
    [&STRIPE, &GITHUB].into_iter().chain(OTHERS).find(|mount| mount.path == path).expect("a mount")
}

/// A verifier for each path, besides those that are known by type. `clock` is that of `/rotating`.
pub(crate) fn verifiers(
    clock: &SetClock,
    published: &[Published],
) -> Result<Vec<(String, Verifier<Custom>)>, SetupError> {
    let others = OTHERS.iter().map(|mount| {
        let builder = by_name(mount.provider).secret(mount.secret).namespace(mount.path);
        ((mount.set_up)(builder, clock), mount.path.to_owned())
    });
    let published = published.iter().map(|delivery| {
        let clock = SetClock::at(delivery.now_unix);
        (by_name(&delivery.provider).secret(delivery.secret.as_str()).clock(clock), delivery.path())
    });
    others.chain(published).map(|(builder, path)| Ok((path, builder.build()?))).collect()
}

fn by_name(name: &str) -> Builder<Custom> {
    let preset = provider::all().find(|preset| preset.scheme.name() == name);
    // Some of these providers send a token only, and the handlers here believe nothing that a body says.
    Verifier::from_scheme(preset.expect("a provider of the list").scheme).dangerous().unprotected_body()
}
