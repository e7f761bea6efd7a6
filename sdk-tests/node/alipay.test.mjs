// The official npm client, unmodified, against a real Handfast: every method, carried out and
// refused, by both forms of the protocol and in every mode.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modes } from './client.mjs';
import { consent, credentials, order, paymentCode, scan } from './sandbox.mjs';

const { alipay } = credentials;
const nobody = 'nobody_has_this';
const lin = '2088000000000001';
const wei = '2088000000000002';

for (const [mode, { call, keys, v2 }] of Object.entries(modes)) {
  const refused = async (code, ...args) => assert.equal((await call(...args)).refusal, code);

  test(`${mode}: trades go through their life`, async () => {
    const number = order('node');
    const wanted = { out_trade_no: number, total_amount: '25.00', subject: '茉莉花茶', body: 'a/b' };
    await scan((await call('alipay.trade.precreate', wanted)).qr_code);
    await refused('ACQ.TRADE_HAS_SUCCESS', 'alipay.trade.precreate', { ...wanted, body: 'c' });
    const paid = await call('alipay.trade.query', { out_trade_no: number });
    assert.equal(paid.trade_status, 'TRADE_SUCCESS');
    await refused('ACQ.TRADE_NOT_EXIST', 'alipay.trade.query', { out_trade_no: nobody });
    const refund = { out_trade_no: number, out_request_no: 'R1', refund_amount: '5.00' };
    assert.equal((await call('alipay.trade.refund', refund)).fund_change, 'Y');
    await refused('ACQ.REASON_TRADE_REFUND_FEE_ERR', 'alipay.trade.refund',
      { ...refund, out_request_no: 'R2', refund_amount: '25.00' });
    const about = { out_trade_no: number, out_request_no: 'R1' };
    const gone = await call('alipay.trade.fastpay.refund.query', about);
    assert.equal(gone.refund_amount, '5.00');
    await refused('ACQ.TRADE_NOT_EXIST', 'alipay.trade.fastpay.refund.query',
      { ...about, out_trade_no: nobody });
  });

  test(`${mode}: codes are charged and orders given up`, async () => {
    const pay = { out_trade_no: order('node'), total_amount: '1.00', subject: 'tea' };
    const code = await paymentCode();
    const paid = await call('alipay.trade.pay', { ...pay, scene: 'bar_code', auth_code: code });
    assert.equal(paid.total_amount, '1.00');
    await refused('ACQ.PAYMENT_AUTH_CODE_INVALID', 'alipay.trade.pay',
      { ...pay, out_trade_no: order('node'), auth_code: code });
    const created = { ...pay, out_trade_no: order('node'), buyer_id: lin };
    assert.ok((await call('alipay.trade.create', created)).trade_no);
    await refused('ACQ.INVALID_PARAMETER', 'alipay.trade.create', { ...created, buyer_id: 'Lin' });
    assert.ok((await call('alipay.trade.close', { out_trade_no: created.out_trade_no })).trade_no);
    await refused('ACQ.TRADE_NOT_EXIST', 'alipay.trade.close', { out_trade_no: nobody });
    const given = await call('alipay.trade.cancel', { out_trade_no: pay.out_trade_no });
    assert.equal(given.action, 'refund');
    await refused('ACQ.INVALID_PARAMETER', 'alipay.trade.cancel', { trade_no: 'not one' });
  });

  test(`${mode}: money is sent to a wallet`, async () => {
    await call('alipay.trade.pay', { out_trade_no: order('node'), total_amount: '2.00',
      subject: 'tea', auth_code: await paymentCode() });
    const kind = { product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' };
    const transfer = { ...kind, out_biz_no: order('node'), trans_amount: '0.50',
      payee_info: { identity: wei, identity_type: 'ALIPAY_USER_ID' } };
    assert.equal((await call('alipay.fund.trans.uni.transfer', transfer)).status, 'SUCCESS');
    await refused('INVALID_PARAMETER', 'alipay.fund.trans.uni.transfer',
      { ...transfer, trans_amount: 'much' });
    const about = { ...kind, out_biz_no: transfer.out_biz_no };
    assert.equal((await call('alipay.fund.trans.common.query', about)).status, 'SUCCESS');
    await refused('ORDER_NOT_EXIST', 'alipay.fund.trans.common.query',
      { ...about, out_biz_no: nobody });
    const mine = await call('alipay.fund.account.query', { account_type: 'ACCTRANS_ACCOUNT' });
    assert.ok(Number(mine.available_amount) > 0);
    await refused('INVALID_PARAMETER', 'alipay.fund.account.query', { account_type: 'GOLD' });
  });

  test(`${mode}: a provider acts for a merchant`, async () => {
    const exchange = { grant_type: 'authorization_code',
      code: await consent(keys.app_id, alipay.app_id) };
    const { app_auth_token: token } = await call('alipay.open.auth.token.app', exchange);
    await refused('AUTH_CODE_NOT_EXIST', 'alipay.open.auth.token.app', exchange);
    const known = await call('alipay.open.auth.token.app.query', { app_auth_token: token });
    assert.equal(known.status, 'valid');
    await refused('AUTH_TOKEN_NOT_EXISTED', 'alipay.open.auth.token.app.query',
      { app_auth_token: 'none' });
    const wanted = { out_trade_no: order('node'), total_amount: '1.00', subject: 'tea' };
    assert.ok((await call('alipay.trade.precreate', wanted, token)).qr_code);
    await refused(v2 ? 'aop.invalid-app-auth-token' : 'invalid-app-auth-token',
      'alipay.trade.precreate', wanted, 'none');
  });
}
