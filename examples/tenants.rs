//! Many tenants, each with its own provider and secrets, from configuration that is read again while the program runs.
//!
//! `cargo run --example tenants --features testing`
//!
//! Which verifier checks a delivery is chosen by the path that the tenant was given, by a header, or by a hint in the body.
//! None of these is proof of anything: they choose whose secret the delivery is held against, and a lie chooses the wrong
//! one.

use std::collections::HashMap;

use hookseal::{
    Scheme, Secret, SetupError, Verified, Verifier, VerifyError, payload::unverified_hint, provider, testing::Signer,
    verifier::Custom,
};
use http::Request;
use serde::Deserialize;

/// What an administrator writes. A scheme is the name of a provider, or spelled out.
const CONFIGURATION: &str = r#"
    [tenant.bakery]
    provider = "shopify"
    secrets = ["the bakery's client secret"]

    [tenant.garage]
    provider = "stripe"
    account = "acct_garage"
    secrets = ["whsec_garage_new", "whsec_garage_old"]

    [tenant.library.scheme]
    name = "bookmark"
    proof = { mac = "sha512" }
    signature = { at = { header = "bookmark-signature" }, encoding = "base64-url" }
    timestamp = { at = { header = "bookmark-time" }, format = "unix-millis" }
    message = ["timestamp", { literal = "." }, "body"]
    id = { json = "/loan/id" }

    [tenant.library]
    secrets = ["a long secret of the library"]
"#;

#[derive(Deserialize)]
struct Configuration {
    tenant: HashMap<String, Tenant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tenant {
    provider: Option<String>,
    scheme: Option<Scheme>,
    /// What the provider calls the tenant in its bodies.
    account: Option<String>,
    secrets: Vec<String>,
}

struct Tenants {
    by_name: HashMap<String, Verifier<Custom>>,
    /// From what a body says to the tenant's name.
    accounts: HashMap<String, String>,
}

impl Tenants {
    fn read(configuration: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let configuration: Configuration = toml::from_str(configuration)?;
        let mut tenants = Self { by_name: HashMap::new(), accounts: HashMap::new() };
        for (name, tenant) in configuration.tenant {
            tenants.accounts.extend(tenant.account.clone().map(|account| (account, name.clone())));
            let verifier = tenant.verifier(&name).map_err(|error| format!("tenant {name}: {error}"))?;
            tenants.by_name.insert(name, verifier);
        }
        Ok(tenants)
    }

    /// The verifier for a request: by the last segment of its path, else by a header, else by the account that its body
    /// speaks of.
    fn choose(&self, request: &Request<Vec<u8>>) -> Option<&Verifier<Custom>> {
        let by_path = request.uri().path().rsplit('/').next().filter(|name| self.by_name.contains_key(*name));
        let by_header = || request.headers().get("x-tenant")?.to_str().ok();
        let by_body = || self.accounts.get(&unverified_hint(request.body(), "/account")?).map(String::as_str);
        self.by_name.get(by_path.or_else(by_header).or_else(by_body)?)
    }

    fn receive(&self, request: Request<Vec<u8>>) -> Option<Result<Verified<Custom>, VerifyError>> {
        Some(self.choose(&request)?.verify_request(request))
    }
}

impl Tenant {
    fn verifier(&self, name: &str) -> Result<Verifier<Custom>, Box<dyn std::error::Error>> {
        let by_name = |name: &String| provider::by_name(name).ok_or(format!("there is no provider `{name}`"));
        let scheme = match (&self.scheme, &self.provider) {
            (Some(scheme), None) => *scheme,
            (None, Some(provider)) => by_name(provider)?,
            _ => return Err("say either `provider` or `scheme`".into()),
        };
        // The tenant's name keeps its idempotency keys apart from those of others with the same provider.
        let builder = Verifier::from_scheme(scheme).namespace(name);
        let with_secrets = self.secrets.iter().fold(builder, |builder, secret| builder.secret(secret.as_str()));
        Ok(with_secrets.build()?)
    }
}

fn request(scheme: &Scheme, secret: &str, path: &str, body: &str) -> Request<Vec<u8>> {
    let signer = Signer::from_scheme(*scheme).url(format!("https://example.com{path}"));
    signer.sign(secret, body.to_owned()).into_request().map(|body| body.to_vec())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tenants = Tenants::read(CONFIGURATION)?;
    let scheme = |tenant: &str| *tenants.by_name[tenant].scheme();
    let (shopify, stripe, bookmark) = (scheme("bakery"), scheme("garage"), scheme("library"));
    let show = |what: &str, request| match tenants.receive(request) {
        Some(Ok(event)) => println!("{what}: accepted from {}, key {}", event.provider(), event.key_id()),
        Some(Err(error)) => println!("{what}: {} {error}", error.status()),
        None => println!("{what}: 404, no such tenant"),
    };

    let (garage, bakery) = ("whsec_garage_old", "the bakery's client secret");
    let paid = r#"{"id":"evt_1","account":"acct_garage"}"#;
    show("by path", request(&shopify, bakery, "/hooks/bakery", "{}"));
    show("by path, a scheme spelled out", request(&bookmark, "a long secret of the library", "/hooks/library", "{}"));
    show("by the body's hint", request(&stripe, garage, "/hooks", paid));
    show("nobody", request(&stripe, garage, "/hooks", r#"{"id":"evt_1"}"#));
    // Whoever has the secret of one tenant gets nowhere with another's name.
    show("by a false path", request(&shopify, "the secret of a thief", "/hooks/bakery", "{}"));
    show("by a false hint", request(&stripe, "whsec_of_a_thief", "/hooks", paid));

    // A tenant's secrets change without a restart, and every clone of the verifier knows.
    let verifier = tenants.by_name["bakery"].clone();
    verifier.replace_secrets([Secret::new("the bakery's next secret").id("2026-12")])?;
    show("with the next secret", request(&shopify, "the bakery's next secret", "/hooks/bakery", "{}"));
    show("with the last one", request(&shopify, bakery, "/hooks/bakery", "{}"));
    verifier.suspend("the vault does not answer");
    show("without any", request(&shopify, bakery, "/hooks/bakery", "{}"));

    // A mistake in the configuration names the field and what is known.
    for wrong in ["provider = \"strype\"\nsecrets = [\"x\"]", "scheme = { nane = \"x\" }\nsecrets = [\"x\"]"] {
        let error = Tenants::read(&format!("[tenant.new]\n{wrong}")).err().expect("a mistake");
        println!("refused: {error}");
    }
    let error: SetupError = Verifier::from_scheme(stripe).build().expect_err("no secret");
    println!("refused: {error}");
    Ok(())
}
