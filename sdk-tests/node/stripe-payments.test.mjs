// The official npm client on payments: paid, held, given back, looked for, and refused.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { apiKey, applePay, order, scan, topUp } from './sandbox.mjs';
import { all, client, coffee, missing, nobody, pay, publishable, refused, stripe, tooLong }
  from './stripe.mjs';

before(() => topUp(1_000_000));

test('a payment is created, changed, confirmed and read back', async () => {
  const made = await stripe.paymentIntents.create({
    amount: 900,
    currency: 'usd',
    automatic_payment_methods: { enabled: true },
    metadata: { order: '6735' },
  });
  assert.equal(made.status, 'requires_payment_method');
  assert.ok(made.client_secret.startsWith(`${made.id}_secret_`));
  const changed = await stripe.paymentIntents.update(made.id, {
    amount: 1000,
    description: 'two flat whites',
    metadata: { table: '7' },
  });
  assert.deepEqual({ ...changed.metadata }, { order: '6735', table: '7' });
  const paid = await stripe.paymentIntents.confirm(made.id, {
    payment_method_data: await coffee(1000),
  });
  assert.equal(paid.status, 'succeeded');
  const read = await stripe.paymentIntents.retrieve(made.id, { expand: ['latest_charge'] });
  assert.equal(read.latest_charge.amount_captured, 1000);
  assert.equal(read.latest_charge.receipt_number, null);
  const receipt = await fetch(read.latest_charge.receipt_url);
  assert.equal(receipt.status, 200);
  assert.match(await receipt.text(), /USD<\/span>&nbsp;10\.00/);
  assert.equal((await fetch(`${read.latest_charge.receipt_url}0`)).status, 404);
  assert.equal(read.latest_charge.presentment_details.presentment_currency, 'cny');
  assert.equal(read.lastResponse.apiVersion, '2026-10-28.endive');
  await refused('StripeInvalidRequestError', 'payment_intent_unexpected_state',
    stripe.paymentIntents.update(made.id, { amount: 1 }));
  await refused('StripeInvalidRequestError', 'payment_intent_unexpected_state',
    stripe.paymentIntents.confirm(made.id, { payment_method_data: await coffee() }));
});

test('held money is captured in part, or let go', async () => {
  const held = await pay({ capture_method: 'manual' });
  assert.equal(held.status, 'requires_capture');
  const tooMuch = await refused('StripeInvalidRequestError', 'amount_too_large',
    stripe.paymentIntents.capture(held.id, { amount_to_capture: 1001 }));
  assert.equal(tooMuch.param, 'amount_to_capture');
  const captured = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 600 });
  assert.equal(captured.amount_received, 600);
  await refused('StripeInvalidRequestError', 'payment_intent_unexpected_state',
    stripe.paymentIntents.cancel(held.id));
  const other = await pay({ capture_method: 'manual' });
  const gone = await stripe.paymentIntents.cancel(other.id, { cancellation_reason: 'duplicate' });
  assert.equal(gone.status, 'canceled');
  assert.equal(gone.cancellation_reason, 'duplicate');
});

test('a token is handed in by the payer with a publishable key, and pays once', async () => {
  const token = await publishable.tokens.create({ pk_token: await applePay(1000) });
  assert.ok(token.id.startsWith('tok_'));
  assert.equal((await stripe.tokens.retrieve(token.id)).used, false);
  const byToken = { type: 'card', card: { token: token.id } };
  const paid = await pay({ payment_method_data: byToken });
  assert.equal(paid.status, 'succeeded');
  await refused('StripeInvalidRequestError', 'token_already_used',
    pay({ payment_method_data: byToken }));
  await refused('StripeInvalidRequestError', 'parameter_missing', publishable.tokens.create({}));
  await missing(stripe.tokens.retrieve(nobody('tok')));
});

test('a publishable key needs the client_secret of the payment', async () => {
  const made = await stripe.paymentIntents.create({ amount: 1000, currency: 'usd' });
  const { client_secret } = made;
  const seen = await publishable.paymentIntents.retrieve(made.id, { client_secret });
  assert.equal(seen.amount, 1000);
  const how = { payment_method_data: await coffee() };
  await refused('StripePermissionError', 'client_secret_invalid',
    publishable.paymentIntents.confirm(made.id, how));
  const paid = await publishable.paymentIntents.confirm(made.id, { ...how, client_secret });
  assert.equal(paid.status, 'succeeded');
  await refused('StripePermissionError', 'secret_key_required', publishable.paymentIntents.list());
});

test('an account wallet is paid with by its QR code', async () => {
  const waiting = await pay({
    payment_method_data: { type: 'alipay' },
    return_url: 'https://shop.example/back',
  });
  assert.equal(waiting.status, 'requires_action');
  assert.ok(waiting.next_action.alipay_handle_redirect.url);
  const elsewhere = await stripe.rawRequest('POST',
    `/v1/payment_intents/${waiting.id}/partner_code`, { partner: 'nobody' }).catch((e) => e);
  assert.equal(elsewhere.type, 'StripeInvalidRequestError', elsewhere.message);
  await scan(waiting.next_action.alipay_display_qr_code.data);
  const paid = await stripe.paymentIntents.retrieve(waiting.id, { expand: ['payment_method'] });
  assert.equal(paid.status, 'succeeded');
});

test('money goes back in parts, and no more than came', async () => {
  const paid = await pay();
  const half = await stripe.refunds.create({
    payment_intent: paid.id,
    amount: 500,
    reason: 'requested_by_customer',
    metadata: { why: 'cold' },
  });
  assert.equal(half.status, 'succeeded');
  assert.equal((await stripe.refunds.retrieve(half.id)).metadata.why, 'cold');
  const noted = await stripe.refunds.update(half.id, { metadata: { why: 'spilt' } });
  assert.equal(noted.metadata.why, 'spilt');
  await missing(stripe.refunds.update(nobody('re'), { metadata: { why: 'cold' } }));
  await refused('StripeInvalidRequestError', 'amount_too_large',
    stripe.refunds.create({ payment_intent: paid.id, amount: 501 }));
  await stripe.refunds.create({ charge: paid.latest_charge });
  await refused('StripeInvalidRequestError', 'charge_already_refunded',
    stripe.refunds.create({ payment_intent: paid.id }));
  const listed = await all(stripe.refunds.list({ payment_intent: paid.id, limit: 1 }));
  assert.deepEqual(listed.map((refund) => refund.amount), [500, 500]);
  assert.equal((await stripe.charges.retrieve(paid.latest_charge)).refunded, true);
  await missing(stripe.refunds.retrieve(nobody('re')));
  await tooLong((page) => stripe.refunds.list({ payment_intent: paid.id, ...page }));
});

test('charges are read and never written', async () => {
  const paid = await pay();
  const [charge] = (await stripe.charges.list({ payment_intent: paid.id })).data;
  assert.equal(charge.id, paid.latest_charge);
  const shown = await stripe.charges.retrieve(charge.id, { expand: ['balance_transaction'] });
  assert.equal(shown.balance_transaction.source, charge.id);
  await missing(stripe.charges.retrieve(nobody('ch')));
  await tooLong((page) => stripe.charges.list(page));
  await refused('StripeInvalidRequestError', 'url_unknown',
    stripe.charges.create({ amount: 1000, currency: 'usd', source: 'tok_visa' }));
});

test('lists are paged through to their end, and payments are found', async () => {
  const customer = (await stripe.customers.create({ name: 'Lin' })).id;
  const wanted = order('page');
  const made = [];
  for (let i = 0; i < 7; i++) {
    const metadata = { order: wanted };
    made.unshift((await stripe.paymentIntents.create(
      { amount: 100 + i, currency: 'usd', customer, metadata })).id);
  }
  const ids = (list) => list.map((one) => one.id);
  assert.deepEqual(ids(await all(stripe.paymentIntents.list({ customer, limit: 3 }))), made);
  const query = `metadata['order']:'${wanted}'`;
  assert.deepEqual(ids(await all(stripe.paymentIntents.search({ query, limit: 3 }))), made);
  const first = await stripe.paymentIntents.list({ customer, limit: 1 })
    .autoPagingToArray({ limit: 4 });
  assert.deepEqual(ids(first), made.slice(0, 4));
  const bad = await refused('StripeInvalidRequestError', 'parameter_invalid',
    stripe.paymentIntents.search({ query: 'color:"red"' }));
  assert.equal(bad.param, 'query');
  const limit = await tooLong((page) => stripe.paymentIntents.list(page));
  assert.equal(limit.param, 'limit');
});

test('errors are of the classes that programs catch', async () => {
  const dear = await refused('StripeCardError', 'card_declined', pay({}, 90_000_00));
  assert.equal(dear.decline_code, 'insufficient_funds');
  assert.equal(dear.payment_intent.status, 'requires_payment_method');
  assert.match(dear.doc_url, /#card_declined$/);
  const unknown = await refused('StripeInvalidRequestError', 'parameter_unknown',
    stripe.paymentIntents.create({ amount: 1, currency: 'usd', colour: 'red' }));
  assert.equal(unknown.param, 'colour');
  const old = await refused('StripeInvalidRequestError', 'parameter_unknown',
    stripe.paymentIntents.create({ amount: 1, currency: 'usd', payment_method_types: ['card'] }));
  assert.equal(old.param, 'payment_method_types');
  const none = await refused('StripeInvalidRequestError', 'resource_missing',
    stripe.paymentIntents.retrieve(nobody('pi')));
  assert.equal(none.statusCode, 404);
  await missing(stripe.paymentIntents.capture(nobody('pi')),
    stripe.paymentIntents.cancel(nobody('pi')));
  const once = { idempotencyKey: order('once') };
  const made = { amount: 100, currency: 'usd' };
  const first = await stripe.paymentIntents.create(made, once);
  const again = await stripe.paymentIntents.create(made, once);
  assert.equal(again.id, first.id);
  assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
  assert.equal(again.lastResponse.idempotencyKey, once.idempotencyKey);
  await refused('StripeIdempotencyError', 'idempotency_key_reused',
    stripe.paymentIntents.create({ ...made, amount: 101 }, once));
  await refused('StripeAuthenticationError', 'api_key_invalid',
    client('sk_test_123').paymentIntents.list());
});

test('a restricted key may do what it may, and a slow key is slowed down', async () => {
  const reader = client(await apiKey({ kind: 'restricted', allow: 'charges:read' }));
  assert.equal((await reader.charges.list({ limit: 1 })).object, 'list');
  await refused('StripePermissionError', 'permission_missing', reader.refunds.list());
  const slow = client(await apiKey({ kind: 'secret', per_second: 1 }), { maxNetworkRetries: 0 });
  const tries = await Promise.allSettled(
    Array.from({ length: 10 }, () => slow.customers.list({ limit: 1 })));
  const turned = tries.filter((one) => one.status === 'rejected').map((one) => one.reason);
  assert.ok(turned.length > 0, 'ten calls at once are more than one a second');
  for (const error of turned) {
    assert.equal(error.type, 'StripeRateLimitError');
    assert.ok(Number(error.headers['retry-after']) >= 1);
  }
});
