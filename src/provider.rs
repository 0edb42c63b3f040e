//! Providers: who sends, and by which scheme. Each is a file of data.
//!
//! To add one, write its file, add its line to the list below and a file with vectors to `tests/vectors/`.
//!
//! "Covered" is what the signature protects; what else a delivery says is not proven. "Signed" ids are. A type's page has
//! the facts: which secret, which headers, what is answered, where it is documented.
#![doc = include_str!("provider/table.md")]

use crate::scheme::{Scheme, Text};

pub use crate::preset::{Preset, all, by_name};

/// Someone who sends webhooks: a type that is never built, and names its scheme.
///
/// Implement it for a service of your own:
///
/// ```
/// use hookseal::{Provider, Verifier, scheme::{Algorithm, Field, Scheme, Signature}};
///
/// enum Acme {}
///
/// impl Provider for Acme {
///     const SCHEME: Scheme = Scheme::mac("acme", Algorithm::Sha256)
///         .signature(Signature::header("x-acme-signature").prefix("sha256="))
///         .id(&[Field::json("/event_id")]);
/// }
///
/// let acme = Verifier::<Acme>::new("correct horse battery staple")?;
/// # Ok::<(), hookseal::SetupError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a webhook provider",
    note = "use one of `hookseal::provider`, or implement `Provider` with a scheme of your own"
)]
pub trait Provider: 'static {
    /// How it signs.
    const SCHEME: Scheme;
}

/// The field of a form in which GitHub started to send JSON, and others after it.
const PAYLOAD: Text = Text::new("payload");

/// Declares the modules, re-exports their types and lists them. Those that need a feature are compiled with it only.
macro_rules! providers {
    ($($(#[$gate:meta])* $module:ident: $($provider:ident),+;)+) => {
        $($(#[$gate])* mod $module;)+
        $(
            $(#[$gate])*
            pub use $module::{$($provider),+};
        )+

        // A constant: a static would be in the metadata that every user of this crate reads, 9 KiB for each scheme.
        pub(crate) const LIST: &[&[Preset]] = &[
            $(
                $(#[$gate])*
                &[$(Preset { type_name: stringify!($provider), scheme: $provider::SCHEME }),+],
            )+
        ];
    };
}

providers! {
    ably: Ably;
    acuity: Acuity;
    adyen: Adyen;
    adyen_platform: AdyenPlatform;
    affirm: Affirm;
    aftership: AfterShip, AfterShipReturns, AfterShipShipping;
    aircall: Aircall;
    airship: Airship;
    airtable: Airtable;
    airwallex: Airwallex;
    alchemy: Alchemy;
    alertmanager: Alertmanager;
    #[cfg(all(feature = "rsa", feature = "x509", feature = "json"))]
    alexa_skill: AlexaSkill;
    #[cfg(feature = "rsa")]
    alipay: Alipay, AlipayV2;
    anthropic: Anthropic;
    #[cfg(all(feature = "jwt", feature = "ecdsa", feature = "x509"))]
    app_store: AppStore;
    #[cfg(all(feature = "jwt", feature = "rsa"))]
    apple_signin: AppleSignIn;
    asana: Asana;
    assemblyai: AssemblyAi;
    #[cfg(feature = "jwt")]
    atlassian_connect: AtlassianConnect;
    #[cfg(all(feature = "jwt", feature = "rsa"))]
    atlassian_connect_lifecycle: AtlassianConnectLifecycle;
    attio: Attio;
    auth0: Auth0;
    authorize_net: AuthorizeNet;
    autodesk: Autodesk;
    azure_event_grid: AzureEventGrid, AzureEventGridCloudEvents;
    #[cfg(all(feature = "rsa", feature = "x509", feature = "json", feature = "sha1"))]
    aws_sns: AwsSns;
    beehiiv: Beehiiv;
    bigcommerce: BigCommerce;
    bill_com: BillCom;
    #[cfg(feature = "rsa")]
    binance_pay: BinancePay;
    bird: Bird;
    bitbucket: Bitbucket;
    bitgo: BitGo;
    bolt: Bolt;
    box_com: Box;
    braintree: Braintree;
    braze: Braze;
    brevo: Brevo;
    brex: Brex;
    #[cfg(feature = "rsa")]
    bridge_xyz: BridgeXyz;
    btcpay: BtcPay;
    buildkite: Buildkite, BuildkiteToken;
    cal_com: CalCom;
    calendly: Calendly;
    chargebee: Chargebee;
    chargify: Chargify;
    chatwoot: Chatwoot;
    checkout_com: CheckoutCom;
    checkr: Checkr;
    #[cfg(feature = "rsa")]
    chip_in_asia: ChipInAsia;
    #[cfg(all(feature = "ecdsa", feature = "json"))]
    circle: Circle;
    circleci: CircleCi;
    clerk: Clerk;
    clicksign: Clicksign;
    clickup: ClickUp;
    close: Close;
    cloudevents_webhook: CloudEventsWebhook, CloudEventsWebhookQuery;
    cloudflare: CloudflareNotifications, CloudflareStream;
    cloudinary: Cloudinary, CloudinarySha256;
    coinbase_commerce: CoinbaseCommerce;
    contentful: Contentful;
    crisp: Crisp;
    customer_io: CustomerIo;
    daily: Daily;
    datadog: Datadog;
    dingtalk: DingTalk;
    #[cfg(feature = "ed25519")]
    discord: Discord, DiscordEvents;
    discourse: Discourse;
    documenso: Documenso;
    docusign: DocuSign;
    dropbox: Dropbox;
    dropbox_sign: DropboxSign;
    dub: Dub;
    dwolla: Dwolla;
    #[cfg(all(feature = "rsa", feature = "json"))]
    dyte: Dyte;
    easypost: EasyPost;
    #[cfg(all(feature = "ecdsa", feature = "json", feature = "sha1"))]
    ebay: Ebay;
    elevenlabs: ElevenLabs;
    emailoctopus: EmailOctopus;
    etsy: Etsy;
    facebook_signed_request: FacebookSignedRequest;
    #[cfg(all(feature = "ed25519", feature = "jwt"))]
    fal: Fal;
    fastspring: FastSpring;
    fathom: Fathom;
    figma: Figma;
    fillout: Fillout;
    #[cfg(feature = "rsa")]
    fireblocks_v1: FireblocksV1;
    #[cfg(all(feature = "jwt", feature = "rsa"))]
    fireblocks_v2: FireblocksV2;
    fitbit: Fitbit;
    flutterwave: FlutterwaveV3, FlutterwaveV4;
    folk: Folk;
    forgejo: Forgejo;
    fourthwall: Fourthwall;
    freshdesk: Freshdesk;
    front: FrontApp;
    #[cfg(feature = "jwt")]
    fusionauth: FusionAuth;
    gemini: Gemini;
    gitea: Gitea;
    github: GitHub;
    github_legacy_sha1: GitHubLegacySha1;
    #[cfg(all(feature = "ecdsa", feature = "json"))]
    github_secret_scanning: GitHubSecretScanning;
    gitlab: GitLab, GitLabToken;
    gocardless: GoCardless;
    gogs: Gogs;
    google_channel: GoogleChannel;
    #[cfg(all(feature = "jwt", feature = "rsa"))]
    google_chat: GoogleChatApp, GoogleChatAppUrl;
    #[cfg(all(feature = "jwt", feature = "rsa"))]
    google_pubsub: GooglePubSub;
    #[cfg(all(feature = "jwt", feature = "rsa"))]
    google_risc: GoogleRisc;
    grafana: Grafana, GrafanaWithTimestamp;
    helpscout: HelpScout;
    heroku: Heroku;
    higgsfield: Higgsfield;
    hook0: CoinbaseCdp, Hook0;
    #[cfg(all(feature = "ed25519", feature = "rsa"))]
    http_signatures: HttpMessageSignatures, HttpSignaturesDraft;
    hubspot: HubSpotV1, HubSpotV2;
    hubspot_v3: HubSpotV3;
    huggingface: HuggingFace;
    hygraph: Hygraph;
    incident_io: IncidentIo;
    increase: Increase;
    intercom: Intercom;
    iterable: Iterable;
    jira: Jira;
    jobber: Jobber;
    #[cfg(feature = "ed25519")]
    keygen: Keygen;
    #[cfg(all(feature = "rsa", feature = "json"))]
    kick: Kick;
    #[cfg(feature = "ed25519")]
    kiwify: Kiwify;
    #[cfg(all(feature = "jwt", feature = "rsa"))]
    kinde: Kinde;
    klaviyo: Klaviyo;
    ko_fi: KoFi;
    lark: Lark;
    lark_encrypted: LarkEncrypted;
    launchdarkly: LaunchDarkly;
    lemonsqueezy: LemonSqueezy;
    line: Line;
    linear: Linear;
    linkedin: LinkedIn;
    livechat: LiveChat;
    #[cfg(feature = "jwt")]
    livekit: LiveKit;
    lob: Lob;
    loops: Loops;
    mailchimp: Mailchimp;
    mailersend: MailerSend;
    mailgun: Mailgun, MailgunForm;
    mailjet: Mailjet;
    mandrill: Mandrill;
    mercadopago: MercadoPago;
    #[cfg(feature = "jwt")]
    messagebird: MessageBird;
    meta: Meta;
    #[cfg(all(feature = "jwt", feature = "rsa"))]
    microsoft_bot: MicrosoftBotFramework;
    microsoft_graph: MicrosoftGraph;
    #[cfg(all(feature = "jwt", feature = "rsa"))]
    microsoft_graph_rich: MicrosoftGraphRich;
    midtrans: Midtrans;
    modern_treasury: ModernTreasury;
    mollie: Mollie;
    #[cfg(feature = "jwt")]
    monday: Monday;
    moneybird: Moneybird;
    mongodb_atlas: MongoDbAtlas;
    moralis: Moralis;
    ms_teams_outgoing: MsTeamsOutgoing;
    mux: Mux;
    #[cfg(feature = "jwt")]
    netlify: Netlify;
    new_relic: NewRelic;
    notion: Notion;
    npm: Npm;
    nylas: Nylas;
    okta: Okta;
    onfleet: Onfleet;
    openai: OpenAi;
    paddle: Paddle;
    pagerduty: PagerDuty;
    pandadoc: PandaDoc;
    patreon: Patreon;
    #[cfg(all(feature = "rsa", feature = "x509", feature = "crc32"))]
    paypal: PayPal;
    paystack: Paystack;
    persona: Persona;
    pipedrive: Pipedrive;
    plivo: Plivo, PlivoMainAccount;
    plivo_v2: PlivoV2;
    #[cfg(all(feature = "jwt", feature = "ecdsa"))]
    plaid: Plaid;
    polar: Polar;
    postmark: Postmark;
    postsyncer: PostSyncer;
    primer: Primer;
    privy: Privy;
    pusher: Pusher;
    #[cfg(feature = "ed25519")]
    qq_bot: QqBot;
    quickbooks: QuickBooks;
    quicknode: QuickNodeQuickAlerts, QuickNodeStreams;
    ramp: Ramp;
    razorpay: Razorpay;
    recall_ai: RecallAi;
    recurly: Recurly;
    render: Render;
    replicate: Replicate;
    resend: Resend;
    retell: Retell;
    revenuecat: RevenueCat, RevenueCatToken;
    ringcentral: RingCentral;
    sanity: Sanity;
    savvycal: SavvyCal;
    #[cfg(feature = "jwt")]
    security_event_token: SecurityEventToken;
    segment: Segment;
    #[cfg(feature = "ecdsa")]
    sendgrid: SendGrid;
    sentry: Sentry;
    #[cfg(all(feature = "rsa", feature = "jwt"))]
    shipengine: ShipEngine;
    shiphero: ShipHero;
    shippo: Shippo;
    shopify: Shopify, ShopifyEvents;
    shopify_app_proxy: ShopifyAppProxy;
    signable: Signable;
    signatureapi: SignatureApi;
    sinch: Sinch;
    slack: Slack;
    #[cfg(all(feature = "rsa", feature = "x509"))]
    smartthings: SmartThings;
    snyk: Snyk;
    square: Square;
    squarespace: Squarespace;
    standard_webhooks: StandardWebhooks;
    #[cfg(feature = "ed25519")]
    standard_webhooks_v1a: StandardWebhooksV1a;
    #[cfg(feature = "ecdsa")]
    starkbank: StarkBank;
    stream: Stream;
    stripe: Stripe;
    stytch: Stytch;
    supabase: Supabase;
    svix: Svix;
    tabapay: TabaPay;
    tally: Tally;
    telegram: Telegram;
    #[cfg(feature = "ed25519")]
    telnyx: Telnyx;
    three_sixty_learning: ThreeSixtyLearning;
    tiktok: TikTok;
    #[cfg(all(feature = "jwt", feature = "rsa", feature = "x509"))]
    tpay: Tpay;
    transloadit: Transloadit;
    #[cfg(all(feature = "rsa", feature = "json", feature = "sha1"))]
    travis_ci: TravisCi;
    trello: Trello;
    #[cfg(all(feature = "ed25519", feature = "jwt"))]
    turnkey: Turnkey;
    #[cfg(all(feature = "jwt", feature = "ecdsa"))]
    truelayer: TrueLayer, TrueLayerRequest;
    twilio: Twilio, TwilioSharedKey;
    twitch: Twitch;
    typeform: Typeform;
    uber: Uber;
    #[cfg(feature = "jwt")]
    upstash_qstash: UpstashQStash;
    vanta: Vanta;
    vapi: Vapi, VapiToken;
    vercel: Vercel;
    viber: Viber;
    #[cfg(feature = "rsa")]
    videosdk: VideoSdk;
    #[cfg(feature = "jwt")]
    vonage_messages: VonageMessages;
    vonage_sms: VonageSms;
    vonage_sms_ways: VonageSmsSha512, VonageSmsSha1, VonageSmsMd5;
    webex: Webex;
    webflow: Webflow;
    websub: WebSub;
    #[cfg(feature = "rsa")]
    wechatpay: WeChatPay;
    wecom: WeCom;
    whereby: Whereby;
    #[cfg(feature = "rsa")]
    wise: Wise;
    #[cfg(all(feature = "rsa", feature = "sha1"))]
    wise_legacy_sha1: WiseLegacySha1;
    #[cfg(all(feature = "jwt", feature = "rsa"))]
    wix: Wix;
    woocommerce: WooCommerce;
    workos: WorkOs;
    x: X;
    xero: Xero;
    yousign: Yousign;
    zapier: Zapier;
    zapier_white_label: ZapierWhiteLabel;
    zendesk: Zendesk;
    zoom: Zoom;
}

pub use meta::WhatsApp;
pub use websub::YouTube;
