//! Telegram bots.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// Telegram bots: the token given to `setWebhook`, as it is, in `X-Telegram-Bot-Api-Secret-Token`.
///
/// It covers neither body nor time. 1 to 256 characters of `A-Z a-z 0-9 _ -`. Source: [Telegram's Bot API][docs].
/// Updates are repeated until they are answered with a 2xx.
/// - Confidence: medium.
///
/// [docs]: https://core.telegram.org/bots/api#setwebhook
#[derive(Debug)]
pub enum Telegram {}

impl Provider for Telegram {
    const SCHEME: Scheme = Scheme::token("telegram", "x-telegram-bot-api-secret-token")
        .id(&[Field::json("/update_id")])
        .kind(&[Field::json_member_besides("update_id")]);
}
