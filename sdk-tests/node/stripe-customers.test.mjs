// The official npm client on customers, what they pay with, hosted pages and links.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { agree, applePay, order, scan, topUp } from './sandbox.mjs';
import { all, coffee, missing, nobody, pay, publishable, refused, stripe, tooLong }
  from './stripe.mjs';

before(() => topUp(1_000_000));

const ids = (list) => list.map((one) => one.id);

test('a customer is added, changed, found and forgotten', async () => {
  const table = order('table');
  const lin = await stripe.customers.create({
    name: 'Lin',
    email: 'lin@example.com',
    address: { city: 'Hangzhou', country: 'CN' },
    metadata: { table, tea: 'jasmine' },
  });
  const changed = await stripe.customers.update(lin.id, {
    phone: '+86 571 0000',
    name: '',
    metadata: { tea: '' },
  });
  assert.equal(changed.name, null);
  assert.deepEqual({ ...changed.metadata }, { table });
  assert.equal((await stripe.customers.retrieve(lin.id)).address.city, 'Hangzhou');
  const query = `metadata['table']:'${table}'`;
  assert.deepEqual(ids((await stripe.customers.search({ query })).data), [lin.id]);
  assert.ok(ids(await all(stripe.customers.list({ email: 'lin@example.com' }))).includes(lin.id));
  assert.equal((await stripe.customers.del(lin.id)).deleted, true);
  assert.equal((await stripe.customers.retrieve(lin.id)).deleted, true);
  await missing(stripe.customers.update(lin.id, { name: 'Lin' }));
  await missing(stripe.customers.del(lin.id), stripe.customers.retrieve(nobody('cus')));
  await tooLong((page) => stripe.customers.list(page));
  await refused('StripeInvalidRequestError', 'parameter_invalid',
    stripe.customers.search({ query: 'x' }));
  await refused('StripeInvalidRequestError', 'parameter_unknown',
    stripe.customers.create({ colour: 'red' }));
});

test('who agreed once is charged again without being there', async () => {
  const customer = (await stripe.customers.create({ name: 'Lin' })).id;
  const setup = await stripe.setupIntents.create({
    customer,
    confirm: true,
    payment_method_data: await coffee(1),
  });
  assert.equal(setup.status, 'succeeded');
  const kept = await stripe.paymentMethods.retrieve(setup.payment_method, { expand: ['customer'] });
  assert.equal(kept.customer.id, customer);
  assert.equal(kept.card.wallet.type, 'apple_pay');
  const named = await stripe.paymentMethods.update(kept.id, { metadata: { phone: 'blue' } });
  assert.equal(named.metadata.phone, 'blue');
  assert.deepEqual(ids(await all(stripe.paymentMethods.list({ customer }))), [kept.id]);
  assert.deepEqual(ids(await all(stripe.customers.listPaymentMethods(customer))), [kept.id]);
  const later = { amount: 1000, currency: 'usd', customer, payment_method: kept.id,
    off_session: true, confirm: true };
  assert.equal((await stripe.paymentIntents.create(later)).status, 'succeeded');
  // It is this customer's already.
  assert.equal((await stripe.paymentMethods.attach(kept.id, { customer })).customer, customer);
  assert.equal((await stripe.paymentMethods.detach(kept.id)).customer, null);
  await refused('StripeInvalidRequestError', 'payment_method_unexpected_state',
    stripe.paymentMethods.attach(kept.id, { customer }));
  await refused('StripeInvalidRequestError', 'payment_method_unexpected_state',
    stripe.paymentMethods.detach(kept.id));
  await tooLong((page) => stripe.paymentMethods.list({ customer, ...page }));
  await missing(
    stripe.paymentMethods.retrieve(nobody('pm')),
    stripe.paymentMethods.update(nobody('pm'), { metadata: { a: 'b' } }),
    stripe.customers.listPaymentMethods(nobody('cus')),
  );
});

test('a setup is changed, confirmed by the payer, and given up', async () => {
  const customer = (await stripe.customers.create({ name: 'Ana' })).id;
  const setup = await stripe.setupIntents.create({ description: 'for later' });
  await stripe.setupIntents.update(setup.id, { customer });
  const { client_secret } = await stripe.setupIntents.retrieve(setup.id);
  const how = { payment_method_data: await coffee(1) };
  await refused('StripePermissionError', 'client_secret_invalid',
    publishable.setupIntents.confirm(setup.id, how));
  const done = await publishable.setupIntents.confirm(setup.id, { ...how, client_secret });
  assert.equal(done.status, 'succeeded');
  assert.deepEqual(ids(await all(stripe.setupIntents.list({ customer }))), [setup.id]);
  await refused('StripeInvalidRequestError', 'setup_intent_unexpected_state',
    stripe.setupIntents.cancel(setup.id));
  const other = await stripe.setupIntents.create();
  const gone = await stripe.setupIntents.cancel(other.id, { cancellation_reason: 'abandoned' });
  assert.equal(gone.status, 'canceled');
  assert.equal(gone.cancellation_reason, 'abandoned');
  await refused('StripeInvalidRequestError', 'parameter_unknown',
    stripe.setupIntents.create({ colour: 'red' }));
  await tooLong((page) => stripe.setupIntents.list(page));
  await missing(
    stripe.setupIntents.retrieve(nobody('seti')),
    stripe.setupIntents.update(nobody('seti'), { description: 'none' }),
  );
});

test('an account wallet agrees to be charged, under a mandate', async () => {
  const customer = (await stripe.customers.create({ name: 'Lin' })).id;
  const asked = await stripe.setupIntents.create({
    customer,
    confirm: true,
    payment_method_data: { type: 'alipay' },
    return_url: 'https://shop.example/back',
  });
  assert.equal(asked.status, 'requires_action');
  assert.equal((await stripe.mandates.retrieve(asked.mandate)).status, 'pending');
  await agree(asked.next_action.redirect_to_url?.url
    ?? asked.next_action.alipay_handle_redirect.url);
  const done = await stripe.setupIntents.retrieve(asked.id, { expand: ['payment_method'] });
  assert.equal(done.status, 'succeeded');
  assert.equal(done.payment_method.type, 'alipay');
  assert.equal((await stripe.mandates.retrieve(done.mandate)).status, 'active');
  const later = { amount: 500, currency: 'usd', customer,
    payment_method: done.payment_method.id, off_session: true, confirm: true };
  assert.equal((await stripe.paymentIntents.create(later)).status, 'succeeded');
  await missing(stripe.mandates.retrieve(nobody('mandate')));
});

test('a token that was handed in becomes a payment method', async () => {
  const token = (await publishable.tokens.create({ pk_token: await applePay(1000) })).id;
  const method = await stripe.paymentMethods.create({ type: 'card', card: { token } });
  const paid = await pay({ payment_method: method.id, payment_method_data: undefined });
  assert.equal(paid.status, 'succeeded');
  await refused('StripeInvalidRequestError', 'parameter_missing',
    stripe.paymentMethods.create({ type: 'card' }));
});

const lines = (name, unit_amount) => [
  { quantity: 2, price_data: { currency: 'usd', unit_amount, product_data: { name } } },
];

test('a hosted page is opened, paid by a scan, and closed', async () => {
  const wanted = {
    mode: 'payment',
    line_items: lines('Flat white', 450),
    success_url: 'https://harbor.example/done?s={CHECKOUT_SESSION_ID}',
    metadata: { table: '7' },
  };
  const customer = (await stripe.customers.create({ name: 'Lin' })).id;
  const opened = await stripe.checkout.sessions.create({ ...wanted, customer });
  assert.equal(opened.amount_total, 900);
  assert.deepEqual(ids(await all(stripe.checkout.sessions.list({ customer }))), [opened.id]);
  await refused('StripeInvalidRequestError', 'resource_missing',
    stripe.checkout.sessions.create({ ...wanted, customer: nobody('cus') }));
  await scan(opened.url);
  const paid = await stripe.checkout.sessions.retrieve(opened.id, {
    expand: ['payment_intent', 'line_items'],
  });
  assert.equal(paid.payment_status, 'paid');
  assert.equal(paid.payment_intent.amount_received, 900);
  assert.equal(paid.line_items.data[0].description, 'Flat white');
  const items = await all(stripe.checkout.sessions.listLineItems(opened.id));
  assert.equal(items[0].quantity, 2);
  const of = { payment_intent: paid.payment_intent.id };
  assert.deepEqual(ids(await all(stripe.checkout.sessions.list(of))), [opened.id]);
  const saving = await stripe.checkout.sessions.create({
    mode: 'setup', currency: 'usd', customer, success_url: wanted.success_url,
  });
  assert.equal(saving.payment_status, 'no_payment_required');
  assert.equal((await fetch(saving.url)).status, 200);
  assert.equal((await stripe.setupIntents.retrieve(saving.setup_intent)).customer, customer);
  await refused('StripeInvalidRequestError', 'setup_intent_unexpected_state',
    stripe.setupIntents.cancel(saving.setup_intent));
  await refused('StripeInvalidRequestError', 'parameter_invalid',
    stripe.checkout.sessions.create({ ...wanted, mode: 'setup' }));
  assert.equal((await stripe.checkout.sessions.expire(saving.id)).status, 'expired');
  const other = await stripe.checkout.sessions.create(wanted);
  assert.equal((await stripe.checkout.sessions.expire(other.id)).status, 'expired');
  await refused('StripeInvalidRequestError', 'payment_intent_unexpected_state',
    stripe.checkout.sessions.expire(other.id));
  await refused('StripeInvalidRequestError', 'parameter_missing',
    stripe.checkout.sessions.create({ mode: 'payment' }));
  await tooLong((page) => stripe.checkout.sessions.list(page));
  await missing(
    stripe.checkout.sessions.retrieve(nobody('cs')),
    stripe.checkout.sessions.listLineItems(nobody('cs')),
  );
});

test('a payment link sells until it is stopped', async () => {
  const link = await stripe.paymentLinks.create({ line_items: lines('Teapot', 2500) });
  assert.match(link.url, /^http/);
  const shown = await stripe.paymentLinks.retrieve(link.id, { expand: ['line_items'] });
  assert.equal(shown.line_items.data[0].amount_total, 5000);
  assert.equal((await all(stripe.paymentLinks.listLineItems(link.id))).length, 1);
  assert.ok(ids(await all(stripe.paymentLinks.list({ active: true }))).includes(link.id));
  assert.equal((await stripe.paymentLinks.update(link.id, { active: false })).active, false);
  await refused('StripeInvalidRequestError', 'parameter_missing',
    stripe.paymentLinks.create({ line_items: [{ quantity: 1 }] }));
  await refused('StripeInvalidRequestError', 'parameter_invalid',
    stripe.paymentLinks.list({ active: 'maybe' }));
  await missing(
    stripe.paymentLinks.retrieve(nobody('plink')),
    stripe.paymentLinks.update(nobody('plink'), { active: false }),
    stripe.paymentLinks.listLineItems(nobody('plink')),
  );
});
