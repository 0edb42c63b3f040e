// What libraries in JavaScript make of the cases in a file: a line of JSON for each. Usage: peers.mjs CASES

import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import https from "node:https";
import { parse, unescapeBuffer } from "node:querystring";

import { verify as octokit } from "@octokit/webhooks-methods";
import bolt from "@slack/bolt";
import OpenAI from "openai";
import MessageValidator from "sns-validator";
import { Webhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as Svix } from "svix";
import twilio from "twilio";

import { cases, text } from "./inputs.mjs";

/** A delivery that cannot be handed to a library. */
class Apart extends Error {}

function asText(body) {
  const found = text(body);
  if (found === undefined) throw new Apart("takes the body as text");
  return found;
}

/** The parameters of a form, as a framework reads it. */
function form(body) {
  if (text(unescapeBuffer(body.toString("latin1"))) === undefined) throw new Apart("takes decoded parameters");
  return parse(body.toString());
}

/** Certificates come from the case, not from the network. */
let served = {};
https.get = (url, answer) => {
  const request = new EventEmitter();
  setImmediate(() => {
    const { href, hostname } = new URL(url);
    const isAmazon = /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\.?$/.test(hostname);
    const document = served[href] ?? served[url] ?? (isAmazon ? undefined : served["*"]);
    const response = new EventEmitter();
    response.statusCode = document === undefined ? 404 : 200;
    answer(response);
    if (document !== undefined) {
      response.emit("data", Buffer.from(document));
      response.emit("end");
    }
  });
  return request;
};

// Each sets a library up and gives what verifies: it throws, or gives false, if it refuses. `throws` says whether throwing
// is how the library refuses: in JavaScript all that is thrown is caught alike. If not, it leaves the handler.
const LIBRARIES = [
  { name: "standardwebhooks", family: "standard-webhooks", throws: true, prepare: (one) => {
    const webhook = new Webhook(one.secret);
    return ({ body, headers }) => void webhook.verify(body, headers, { jsonParse: false });
  } },
  { name: "svix", family: "standard-webhooks", throws: true, prepare: (one) => {
    const webhook = new Svix(one.secret);
    return ({ body, headers }) => void webhook.verify(body, headers);
  } },
  { name: "openai", family: "standard-webhooks", throws: true, prepare: (one) => {
    const client = new OpenAI({ apiKey: "none", webhookSecret: one.secret });
    return ({ body, headers }) => client.webhooks.verifySignature(asText(body), headers);
  } },
  { name: "stripe", family: "stripe", throws: true, prepare: (one) => {
    const stripe = new Stripe("sk_test_none");
    return ({ body, headers }) => void stripe.webhooks.constructEvent(body, headers["stripe-signature"], one.secret);
  } },
  { name: "@slack/bolt", family: "slack", throws: true, prepare: (one) => ({ body, headers }) =>
    bolt.verifySlackRequest({ signingSecret: one.secret, body: asText(body), headers }) },
  { name: "@octokit/webhooks-methods", family: "github", throws: false, prepare: (one) => ({ body, headers }) => {
    const signature = headers["x-hub-signature-256"];
    if (signature === undefined) throw new Apart("takes a signature that is there");
    return octokit(one.secret, asText(body), signature);
  } },
  { name: "twilio", family: "twilio", throws: false, prepare: (one) => ({ url, body, headers }) => {
    const signature = headers["x-twilio-signature"] ?? "";
    if (url.includes("bodySHA256")) return twilio.validateRequestWithBody(one.secret, signature, url, asText(body));
    const isForm = headers["content-type"].endsWith("urlencoded");
    return twilio.validateRequest(one.secret, signature, url, isForm ? form(body) : JSON.parse(body));
  } },
  { name: "sns-validator", family: "aws-sns", throws: false, prepare: (one) => {
    if (one.about === "topic") throw new Apart("knows no topics");
    served = one.served;
    return ({ body }) => new Promise((resolve, reject) => {
      // What is thrown here does not reach the callback.
      try {
        new MessageValidator().validate(asText(body), (error) => resolve(error ? false : undefined));
      } catch (error) {
        reject(error);
      }
    });
  } },
];

async function judge(library, verify, delivery) {
  try {
    return (await verify(delivery)) === false ? ["refused", ""] : ["accepted", ""];
  } catch (error) {
    if (error instanceof Apart) return ["apart", error.message];
    return [library.throws ? "refused" : "other error", error.constructor.name];
  }
}

/** Each kind of answer once. */
async function outcomes(library, one) {
  let verify;
  try {
    verify = library.prepare(one);
  } catch (error) {
    return [error instanceof Apart ? ["apart", error.message] : ["refused", `set-up: ${error.message}`]];
  }
  for (const delivery of one.before) await judge(library, verify, delivery);
  const found = new Set();
  for (const delivery of one.deliveries) found.add(JSON.stringify(await judge(library, verify, delivery)));
  return [...found].sort().map((outcome) => JSON.parse(outcome));
}

/** The median of single runs, in milliseconds: of as many as there is time for, and at least five. */
async function median(library, one) {
  const verify = library.prepare(one);
  const start = performance.now();
  const times = [];
  while (times.length < 5 || (times.length < 1001 && performance.now() - start < 200)) {
    const before = performance.now();
    await judge(library, verify, one.deliveries[0]);
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

const all = cases(process.argv[2]);
const ours = (library) => all.filter((one) => one.family === library.family);
function tell({ name, family }, one, rest) {
  const manifest = new URL(`node_modules/${name}/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  console.log(JSON.stringify({ library: name, language: "JavaScript", version, family, case: one.name, ...rest }));
}

// Verdicts first: genuine deliveries get old while others are timed.
for (const library of LIBRARIES) {
  for (const one of ours(library)) tell(library, one, { outcomes: await outcomes(library, one) });
}
for (const library of LIBRARIES) {
  const genuine = ours(library).find((one) => one.name === "a genuine delivery");
  for (const one of ours(library).filter((one) => one.cost)) {
    tell(library, one, { cost: (await median(library, one)) / (await median(library, genuine)) });
  }
}
