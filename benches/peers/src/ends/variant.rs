//! Which servers there are.

/// Whose server it is.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // their names say it
pub enum Framework {
    Axum,
    Actix,
}

/// What its handler does. All of them verify Standard Webhooks, which svix knows nothing beside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Reads the body, no more.
    Nothing,
    /// The bare MAC with a prepared key, base64 decoded on the stack; nothing else.
    Floor,
    /// hookseal's extractor.
    Hookseal,
    /// webhook-verify: in axum called by the handler, in actix-web its extractor.
    WebhookVerify,
    /// The extractor of axum-standardwebhooks.
    AxumStandardwebhooks,
    /// svix, called by the handler.
    Svix,
}

impl Framework {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Axum, Self::Actix];

    /// As in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Axum => "axum",
            Self::Actix => "actix-web",
        }
    }

    /// What there is for it; the first is the yardstick.
    pub fn variants(self) -> &'static [Variant] {
        match self {
            Self::Axum => &[
                Variant::Nothing,
                Variant::Floor,
                Variant::Hookseal,
                Variant::WebhookVerify,
                Variant::AxumStandardwebhooks,
                Variant::Svix,
            ],
            Self::Actix => {
                &[Variant::Nothing, Variant::Floor, Variant::Hookseal, Variant::WebhookVerify, Variant::Svix]
            }
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|framework| framework.name() == name)
    }

    /// The variant of this name, if there is one for it.
    pub fn variant(self, name: &str) -> Option<Variant> {
        self.variants().iter().copied().find(|variant| variant.name() == name)
    }
}

impl Variant {
    /// As in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "no verification",
            Self::Floor => "bare MAC",
            Self::Hookseal => "hookseal",
            Self::WebhookVerify => "webhook-verify",
            Self::AxumStandardwebhooks => "axum-standardwebhooks",
            Self::Svix => "svix",
        }
    }
}
