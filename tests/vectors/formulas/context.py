"""More of the request is signed than body and time: method, URL, chosen headers; or a hash holds the secret."""

import urllib.parse

from .formula import NOW, Formula

HUBSPOT = "https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation"
HUBSPOT_BODY = '[{"eventId":1,"subscriptionType":"test.event","note":"Zoë ☃"}]'
CONTENTFUL = "x-contentful-signed-headers,x-contentful-timestamp,x-contentful-topic"
# What `encodeURI` and `querystring.escape` of JavaScript leave as it is.
UNESCAPED = "-_.!~*'()"
WHOLE_URI = UNESCAPED + ";,/?:@&=+$#"


def canonical_request(request, values) -> bytes:
    """Contentful: the query is escaped as a whole, and then once more with the path."""
    parts = urllib.parse.urlsplit(request["url"])
    query = "?" + urllib.parse.quote(parts.query, safe=UNESCAPED) if parts.query else ""
    headers = {name.lower(): value.strip() for name, value in request["headers"].items()}
    names = sorted(headers["x-contentful-signed-headers"].lower().split(","))
    signed = ";".join(f"{name}:{headers[name]}" for name in names)
    uri = urllib.parse.quote(parts.path + query, safe=WHOLE_URI)
    return "\n".join([request["method"], uri, signed, request["body"]]).encode()


def manifest(request, values) -> bytes:
    """Mercado Pago: a part whose value is missing is left out."""
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(request["url"]).query))
    parts = [("id", query.get("data.id")), ("request-id", values.get("nonce")), ("ts", values["millis"])]
    return "".join(f"{name}:{value};" for name, value in parts if value).encode()


def with_headers(request, values) -> bytes:
    """Hook0: the names of the signed headers, their values, the body."""
    headers = {name.lower(): value for name, value in request["headers"].items()}
    chosen = [headers[name] for name in values["names"].split(" ")]
    return ".".join([values["seconds"], values["names"], ".".join(chosen), request["body"]]).encode()


def hook0(provider, source) -> Formula:
    signature = "t={seconds},h={names},v1={hex}"
    headers = {"X-Hook0-Signature": signature, "X-Event-Id": "{id}", "X-Event-Type": "test.event"}
    return Formula(provider, headers, source, with_headers, covers_body=True, ages=True, way="headers-")


ROWS = [
    Formula("contentful", {"X-Contentful-Topic": "ContentManagement.Entry.save", "x-contentful-signature": "{hex}",
                           "x-contentful-signed-headers": CONTENTFUL, "x-contentful-timestamp": "{millis}"},
            "https://github.com/contentful/node-apps-toolkit/tree/main/src/requests", canonical_request,
            url="https://example.com/hooks/contentful?space=a1&b=c%20d", covers_body=True, ages=True,
            content_type="application/vnd.contentful.management.v1+json",
            secret="Zq8LrT5vN2xW9kYbH4mJ7pDfS1gC6aEuR3tXoVi0BnMzKwQyUhGjPlFdIeAs8OcT"),
    hook0("coinbase-cdp", "https://github.com/coinbase/cdp-sdk/blob/main/openapi.yaml"),
    hook0("hook0", "https://github.com/hook0/hook0/blob/master/clients/rust/src/signature.rs"),
    Formula("hubspot", {"X-HubSpot-Signature": "{hex}", "X-HubSpot-Signature-Version": "v1"}, HUBSPOT, "{secret}{body}",
            plain=True, body=HUBSPOT_BODY),
    Formula("hubspot-v2", {"X-HubSpot-Signature": "{hex}", "X-HubSpot-Signature-Version": "v2"}, HUBSPOT,
            "{secret}{method}{url}{body}", plain=True, body=HUBSPOT_BODY,
            url="https://example.com/webhooks/x?portal=62515"),
    Formula("mercadopago", {"x-signature": "ts={millis},v1={hex}", "x-request-id": "{nonce}"},
            "https://github.com/mercadopago/sdk-nodejs/blob/master/src/utils/webhook/index.ts", manifest,
            url="https://example.com/webhooks/x?data.id=ord01jq4s4ky8hwq6na5pxb65b3d3&type=order", ages=True),
]
BY = {row.provider: row for row in ROWS}


def quirks():
    contentful = BY["contentful"]
    plain = contentful.changed(url="https://example.com/hooks/contentful")
    yield plain.line("no-query", "accept", "path and method alone")
    query = {"url": contentful.url.replace("space=a1", "space=a2")}
    yield contentful.line("other-query", "reject", "the query is signed", query)
    put = contentful.changed(method="PUT").request()
    yield contentful.line("other-method", "reject", "the method is signed", put | {"method": "POST"})
    topic = {"X-Contentful-Topic": "ContentManagement.Entry.delete"}
    yield contentful.with_headers("other-topic", "reject", "the topic is among the signed headers", topic)

    for provider in ("hook0", "coinbase-cdp"):
        row = BY[provider]
        kind = {"X-Event-Type": "best.event"}
        yield row.with_headers("other-header", "reject", "a signed header was changed", kind)

    for provider, other in (("hubspot", "v2"), ("hubspot-v2", "v1")):
        version = {"X-HubSpot-Signature-Version": other}
        why = "signed by one version, said to be the other"
        yield BY[provider].with_headers(f"labelled-{other}", "reject", why, version)
    elsewhere = {"url": "https://example.com/webhooks/x?portal=62516"}
    yield BY["hubspot-v2"].line("other-url", "reject", "the URL is signed", elsewhere)
    inside = {"url": "http://10.0.0.7:8080/webhooks/x?portal=62515"}
    yield BY["hubspot-v2"].line("behind-a-proxy", "accept", "the URL that HubSpot called is signed", inside,
                                config={"public_url": "https://example.com/webhooks/x"})

    pago = BY["mercadopago"]
    yield pago.changed(url="https://example.com/webhooks/x?type=order").line(
        "no-id", "accept", "the query has no data.id: the part is left out")
    unnamed = pago.changed(headers={"x-signature": "ts={millis},v1={hex}"})
    yield unnamed.line("no-request-id", "accept", "no x-request-id: the part is left out")
    yield pago.line("seconds", "accept", "the time in seconds", pago.request(millis=str(NOW)))
    yield pago.with_headers("other-request-id", "reject", "the request's id is signed", {"x-request-id": "01HF7YAT01"})
    order = {"url": pago.url.replace("b65b3d3", "b65b3d4")}
    yield pago.line("other-id", "reject", "the id of the query is signed", order)
    yield pago.line("other-body", "accept", "the body is not signed", {"body": '{"action":"payment.updated"}'})
