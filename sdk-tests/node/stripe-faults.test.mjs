// The official npm client, with its own retries, over a network on which every third try goes
// wrong. What has happened is counted by the program that started this one.
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { after, test } from 'node:test';
import Stripe from 'stripe';
import { applePay } from './sandbox.mjs';
import { client } from './stripe.mjs';

const { HANDFAST_PROXY, CUSTOMER: customer, PAYMENTS, AT_ONCE } = process.env;
const { hostname: host, port } = new URL(HANDFAST_PROXY);
const agent = new Agent({ keepAlive: true });
const httpClient = Stripe.createNodeHttpClient(agent);
const stripe = client(undefined, { host, port, httpClient, maxNetworkRetries: 3 });
after(() => agent.destroy());

async function payOne(index) {
  const number = `npm-${index}`;
  const made = await stripe.paymentIntents.create({
    amount: 1000,
    currency: 'usd',
    customer,
    capture_method: 'manual',
    metadata: { number },
  });
  // Two phones, as tokens of one that come too late after later ones are refused.
  const pk_token = await applePay(1000, 'USD', index % 2);
  await stripe.paymentIntents.confirm(made.id, {
    payment_method_data: { type: 'card', card: { pk_token } },
  });
  await stripe.paymentIntents.capture(made.id, { amount_to_capture: 600 });
  const refund = await stripe.refunds.create({ payment_intent: made.id, amount: 200 });
  assert.equal(refund.status, 'succeeded');
}

test('payments are made over a bad network', async () => {
  let next = 0;
  const merchant = async () => {
    while (next < Number(PAYMENTS)) await payOne(next++);
  };
  await Promise.all(Array.from({ length: Number(AT_ONCE) }, merchant));
});
