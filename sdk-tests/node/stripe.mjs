// The official npm client, unmodified, pointed at the Handfast under test.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import Stripe from 'stripe';
import { applePay, credentials } from './sandbox.mjs';

const { merchant_api: api } = credentials;
const { hostname, port } = new URL(api.base_url);

/** A client with a key; what it calls is written down, so that no route is forgotten. */
export function client(key = api.secret_key, more = {}) {
  const made = new Stripe(key, { host: hostname, port, protocol: 'http', ...more });
  const calls = process.env.HANDFAST_CALLS;
  if (calls) {
    made.on('response', ({ method, path, status }) =>
      appendFileSync(calls, `${method} ${path.split('?')[0]} ${status}\n`));
  }
  return made;
}

export const stripe = client();
export const publishable = client(api.publishable_key);

/** What pays one coffee: an Apple Pay token that has not been handed in before. */
export const coffee = async (amount = 1000) => ({
  type: 'card',
  card: { pk_token: await applePay(amount) },
});

/** A payment by Lin. */
export const pay = async (more = {}, amount = 1000) =>
  stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    confirm: true,
    payment_method_data: await coffee(amount),
    ...more,
  });

/** Expects a refusal of this class; answers it. */
export async function refused(type, code, call) {
  const error = await call.then(
    () => assert.fail('it was not refused'),
    (thrown) => thrown,
  );
  assert.ok(error instanceof Stripe.errors[type], `${type}, got ${error.stack}`);
  assert.equal(error.code, code, error.message);
  assert.ok(error.requestId.startsWith('req_'), `a Request-Id, got ${error.requestId}`);
  return error;
}

/** Expects of each call that what it names is not there. */
export const missing = (...calls) => Promise.all(calls.map((call) =>
  refused('StripeInvalidRequestError', 'resource_missing', call)));

/** Expects that a page is not longer than pages are. */
export const tooLong = (list) => refused('StripeInvalidRequestError', 'parameter_invalid_integer',
  list({ limit: 101 }));

/** Everything a list has, page by page. */
export async function all(list) {
  const found = [];
  for await (const one of list) found.push(one);
  return found;
}

/** An id of this kind that nobody has. */
export const nobody = (prefix) => `${prefix}_${'0'.repeat(26)}`;
