// The official npm client on what becomes of the money, and on who is told.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { before, test } from 'node:test';
import Stripe from 'stripe';
import { order, post, topUp } from './sandbox.mjs';
import { all, coffee, missing, nobody, pay, refused, stripe, tooLong } from './stripe.mjs';

before(() => topUp(1_000_000));

const available = async () => (await stripe.balance.retrieve()).available[0].amount;

test('what moved the balance adds up to it', async () => {
  const paid = await pay();
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 250 });
  const lines = await all(stripe.balanceTransactions.list({ limit: 50 }));
  assert.equal(lines[0].source, refund.id);
  assert.equal(lines[1].source, paid.latest_charge);
  assert.equal(lines[1].net, lines[1].amount - lines[1].fee);
  assert.equal(lines.reduce((sum, line) => sum + line.net, 0), await available());
  assert.equal((await stripe.balanceTransactions.retrieve(lines[0].id)).amount, -250);
  await tooLong((page) => stripe.balanceTransactions.list(page));
  await missing(stripe.balanceTransactions.retrieve(nobody('txn')));
  await refused('StripeInvalidRequestError', 'parameter_unknown',
    stripe.balance.retrieve({ colour: 'red' }));
});

test('a payout is made, changed, called back, and refused where there is too little', async () => {
  await pay();
  const had = await available();
  const made = await stripe.payouts.create({ amount: 500, currency: 'usd', description: 'rent' });
  assert.equal(await available(), had - 500);
  const noted = await stripe.payouts.update(made.id, { metadata: { month: '11' } });
  assert.equal(noted.metadata.month, '11');
  const shown = await stripe.payouts.retrieve(made.id, { expand: ['balance_transaction'] });
  assert.equal(shown.balance_transaction.net, -500);
  assert.ok((await all(stripe.payouts.list())).some((payout) => payout.id === made.id));
  // It may have left already: the bank is asked at any moment.
  const called = await stripe.payouts.cancel(made.id).catch((error) => error);
  assert.ok(called.status === 'canceled' || called.code === 'payout_has_left', called.message);
  await refused('StripeInvalidRequestError', 'balance_insufficient',
    stripe.payouts.create({ amount: 99_999_999, currency: 'usd' }));
  await tooLong((page) => stripe.payouts.list(page));
  await missing(
    stripe.payouts.retrieve(nobody('po')),
    stripe.payouts.update(nobody('po'), { metadata: { a: 'b' } }),
    stripe.payouts.cancel(nobody('po')),
  );
});

test('a dispute is answered and won, another one given up', async () => {
  const first = await pay();
  const { id } = await post(`/sandbox/payments/${first.id}/dispute`);
  await refused('StripeInvalidRequestError', 'charge_disputed',
    stripe.refunds.create({ payment_intent: first.id }));
  const staged = await stripe.disputes.update(id, {
    evidence: { product_description: 'a coffee' },
    metadata: { case: '7' },
    submit: false,
  });
  assert.equal(staged.status, 'needs_response');
  assert.equal(staged.evidence.product_description, 'a coffee');
  await stripe.disputes.update(id, { evidence: { uncategorized_text: 'see the receipt' } });
  await post(`/sandbox/disputes/${id}/decide`, { verdict: 'won' });
  assert.equal((await stripe.disputes.retrieve(id)).status, 'won');
  await refused('StripeInvalidRequestError', 'dispute_closed',
    stripe.disputes.update(id, { evidence: { uncategorized_text: 'more' } }));
  const second = await pay();
  const other = await post(`/sandbox/payments/${second.id}/dispute`, { reason: 'duplicate' });
  assert.equal((await stripe.disputes.close(other.id)).status, 'lost');
  await refused('StripeInvalidRequestError', 'dispute_closed', stripe.disputes.close(other.id));
  const listed = await all(stripe.disputes.list({ charge: second.latest_charge }));
  assert.deepEqual(listed.map((dispute) => dispute.reason), ['duplicate']);
  await tooLong((page) => stripe.disputes.list(page));
  await missing(stripe.disputes.retrieve(nobody('dp')));
});

test('what was sent to endpoints is shown, and sent again', { timeout: 20_000 }, async () => {
  const box = await mailbox();
  const endpoint = await stripe.webhookEndpoints.create({
    url: box.url,
    enabled_events: ['payment_intent.succeeded'],
  });
  const path = `/v1/webhook_endpoints/${endpoint.id}`;
  const paid = await pay();
  const { body } = await box.next((letter) => letter.body.includes(paid.id));
  const { id: event } = JSON.parse(body);
  const rolled = await stripe.rawRequest('POST', `${path}/roll_secret`, { expires_in: 60 });
  assert.notEqual(rolled.secret, endpoint.secret);
  const again = (times) => box.next((letter, index, all) =>
    all.filter((one) => one.body.includes(paid.id)).length === times);
  await stripe.rawRequest('POST', `/v1/events/${event}/retry`, { webhook_endpoint: endpoint.id });
  const { headers } = await again(2).then(() => box.last());
  for (const secret of [endpoint.secret, rolled.secret]) {
    stripe.webhooks.constructEvent(body, headers['stripe-signature'], secret);
  }
  const query = `?webhook_endpoint=${endpoint.id}`;
  const { data } = await stripe.rawRequest('GET', `/v1/webhook_deliveries${query}`);
  const delivery = `/v1/webhook_deliveries/${data[0].id}`;
  assert.equal((await stripe.rawRequest('GET', delivery)).event, event);
  await stripe.rawRequest('POST', `${delivery}/retry`);
  await again(3);
  await stripe.rawRequest('POST', `${path}/replay`, { since: 0, which: 'all' });
  await again(4);
  box.close();
  await stripe.webhookEndpoints.del(endpoint.id);
  await tooLong(({ limit }) => stripe.rawRequest('GET', `/v1/webhook_deliveries?limit=${limit}`));
  await missing(
    stripe.rawRequest('POST', `${path}/roll_secret`),
    stripe.rawRequest('POST', `${path}/replay`, { since: 0 }),
    stripe.rawRequest('POST', `/v1/events/${event}/retry`, { webhook_endpoint: endpoint.id }),
    stripe.rawRequest('GET', `/v1/webhook_deliveries/${nobody('whd')}`),
    stripe.rawRequest('POST', `/v1/webhook_deliveries/${nobody('whd')}/retry`),
  );
});

/** An endpoint of the merchant's that keeps what it is sent. */
async function mailbox() {
  const letters = [];
  let wake = () => {};
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    letters.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
    response.end();
    wake();
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}/hook`,
    close: () => server.close(),
    last: () => letters.at(-1),
    /** Waits for a letter that fits. */
    async next(fits) {
      for (;;) {
        const found = letters.find(fits);
        if (found) return found;
        await new Promise((done) => { wake = done; });
      }
    },
  };
}

test('a webhook is told of a payment, signed as the library checks it', { timeout: 20_000 },
  async () => {
    const box = await mailbox();
    const endpoint = await stripe.webhookEndpoints.create({
      url: box.url,
      enabled_events: ['payment_intent.succeeded'],
    });
    const paid = await pay();
    const letter = await box.next(({ body }) => body.includes(paid.id));
    box.close();
    const signature = letter.headers['stripe-signature'];
    const event = stripe.webhooks.constructEvent(letter.body, signature, endpoint.secret);
    assert.equal(event.type, 'payment_intent.succeeded');
    assert.equal(event.data.object.id, paid.id);
    const changed = letter.body.replace('succeeded', 'succeedeD');
    for (const [body, secret] of [[changed, endpoint.secret], [letter.body, 'whsec_other']]) {
      assert.throws(() => stripe.webhooks.constructEvent(body, signature, secret),
        Stripe.errors.StripeSignatureVerificationError);
    }
    assert.equal((await stripe.events.retrieve(event.id)).data.object.id, paid.id);
    const [newest] = (await stripe.events.list({ type: 'payment_intent.succeeded' })).data;
    assert.equal(newest.id, event.id);
    assert.equal((await stripe.webhookEndpoints.del(endpoint.id)).deleted, true);
    await missing(stripe.webhookEndpoints.del(endpoint.id), stripe.events.retrieve(nobody('evt')));
    await tooLong((page) => stripe.events.list(page));
  });

test('endpoints are listed and changed', async () => {
  const made = await stripe.webhookEndpoints.create({
    url: 'https://shop.example/hook',
    enabled_events: ['*'],
  });
  assert.ok(made.secret.startsWith('whsec_'));
  const changed = await stripe.webhookEndpoints.update(made.id, {
    enabled_events: ['refund.created'],
    disabled: true,
  });
  assert.equal(changed.status, 'disabled');
  const read = await stripe.webhookEndpoints.retrieve(made.id);
  assert.equal(read.secret, undefined);
  assert.deepEqual(read.enabled_events, ['refund.created']);
  assert.ok((await all(stripe.webhookEndpoints.list())).some((one) => one.id === made.id));
  await stripe.webhookEndpoints.del(made.id);
  const wrong = await refused('StripeInvalidRequestError', 'url_invalid',
    stripe.webhookEndpoints.create({ url: 'shop', enabled_events: ['*'] }));
  assert.equal(wrong.param, 'url');
  await tooLong((page) => stripe.webhookEndpoints.list(page));
  await missing(
    stripe.webhookEndpoints.retrieve(nobody('we')),
    stripe.webhookEndpoints.update(nobody('we'), { disabled: true }),
  );
});

test('a platform acts for its own merchants only', async () => {
  const stall = await stripe.accounts.create({
    email: 'stall@example.com',
    business_profile: { name: 'Stall 7' },
    metadata: { row: '3' },
  });
  const forIt = { stripeAccount: stall.id };
  const made = await stripe.paymentIntents.create({ amount: 700, currency: 'usd' }, forIt);
  await missing(stripe.paymentIntents.retrieve(made.id));
  assert.equal((await stripe.paymentIntents.retrieve(made.id, {}, forIt)).amount, 700);
  assert.equal((await stripe.balance.retrieve({}, forIt)).available[0].amount, 0);
  const changed = await stripe.accounts.update(stall.id, {
    metadata: { row: '4' },
    settings: { payouts: { schedule: { interval: 'daily' } } },
  });
  assert.equal(changed.settings.payouts.schedule.interval, 'daily');
  assert.equal((await stripe.accounts.retrieve(stall.id)).metadata.row, '4');
  assert.equal((await stripe.accounts.retrieveCurrent()).business_profile.name, 'Harbor Coffee');
  assert.ok((await all(stripe.accounts.list())).some((one) => one.id === stall.id));
  await refused('StripeInvalidRequestError', 'parameter_unknown',
    stripe.rawRequest('GET', '/v1/account?colour=red'));
  await refused('StripePermissionError', 'account_invalid',
    stripe.balance.retrieve({}, { stripeAccount: nobody('acct') }));
  await refused('StripeInvalidRequestError', 'parameter_unknown',
    stripe.accounts.create({ colour: 'red' }));
  await tooLong((page) => stripe.accounts.list(page));
  await missing(
    stripe.accounts.retrieve(nobody('acct')),
    stripe.accounts.update(nobody('acct'), { email: 'a@example.com' }),
  );
});

test('a platform keeps a fee of what it passes on, and gives a part back', async () => {
  const stall = await stripe.accounts.create({ business_profile: { name: 'Stall 8' } });
  const paid = await pay({
    transfer_data: { destination: stall.id },
    application_fee_amount: 100,
  });
  const fees = await all(stripe.applicationFees.list({ charge: paid.latest_charge }));
  assert.deepEqual(fees.map((fee) => fee.amount), [100]);
  const [{ id }] = fees;
  assert.equal((await stripe.applicationFees.retrieve(id)).refunded, false);
  const back = await stripe.applicationFees.createRefund(id, { amount: 40 });
  await stripe.applicationFees.updateRefund(id, back.id, { metadata: { why: 'agreed' } });
  const shown = await stripe.applicationFees.retrieveRefund(id, back.id);
  assert.equal(shown.metadata.why, 'agreed');
  const listed = await all(stripe.applicationFees.listRefunds(id));
  assert.deepEqual(listed.map((refund) => refund.id), [back.id]);
  await refused('StripeInvalidRequestError', 'amount_too_large',
    stripe.applicationFees.createRefund(id, { amount: 61 }));
  await tooLong((page) => stripe.applicationFees.list(page));
  await tooLong((page) => stripe.applicationFees.listRefunds(id, page));
  await missing(
    stripe.applicationFees.retrieve(nobody('fee')),
    stripe.applicationFees.retrieveRefund(id, nobody('fr')),
    stripe.applicationFees.updateRefund(id, nobody('fr'), { metadata: { a: 'b' } }),
  );
});

test('domains are registered for Apple Pay', async () => {
  const domain_name = `${order('shop').replaceAll('_', '-')}.example`;
  const made = await stripe.applePayDomains.create({ domain_name });
  assert.equal((await stripe.applePayDomains.retrieve(made.id)).domain_name, domain_name);
  const listed = await all(stripe.applePayDomains.list({ domain_name }));
  assert.deepEqual(listed.map((domain) => domain.id), [made.id]);
  const session = { domain_name, display_name: 'Harbor Coffee' };
  const opened = await stripe.rawRequest('POST', '/v1/apple_pay/sessions', session);
  assert.ok(opened.displayName || opened.epochTimestamp, JSON.stringify(opened));
  assert.equal((await stripe.applePayDomains.del(made.id)).deleted, true);
  await refused('StripeInvalidRequestError', 'apple_pay_session_refused',
    stripe.rawRequest('POST', '/v1/apple_pay/sessions', session));
  await refused('StripeInvalidRequestError', 'parameter_missing',
    stripe.applePayDomains.create({}));
  await tooLong((page) => stripe.applePayDomains.list(page));
  await missing(
    stripe.applePayDomains.retrieve(made.id),
    stripe.applePayDomains.del(made.id),
  );
});
