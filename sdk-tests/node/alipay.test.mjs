// The official npm client, unmodified, against a real Handfast.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlipaySdk } from 'alipay-sdk';
import { credentials, order, paymentCode, scan } from './sandbox.mjs';

const { alipay } = credentials;
const sdk = new AlipaySdk({
  appId: alipay.app_id,
  privateKey: alipay.app_private_key,
  keyType: 'PKCS8',
  alipayPublicKey: alipay.alipay_public_key,
  gateway: alipay.gateway_url,
  endpoint: alipay.gateway_url.replace('/gateway.do', ''),
});

const call = (method, bizContent) => sdk.exec(method, { bizContent }, { validateSign: true });

test('a code is made, scanned, queried and refunded by v2', async () => {
  const number = order('node');
  const made = await call('alipay.trade.precreate', {
    out_trade_no: number,
    total_amount: '25.00',
    subject: '茉莉花茶',
    body: 'a/b',
  });
  assert.equal(made.code, '10000');
  await scan(made.qrCode);
  const paid = await call('alipay.trade.query', { out_trade_no: number });
  assert.equal(paid.tradeStatus, 'TRADE_SUCCESS');
  const back = await call('alipay.trade.refund', {
    out_trade_no: number,
    refund_amount: '25.00',
  });
  assert.equal(back.fundChange, 'Y');
});

test('a payment code is charged by v2', async () => {
  const paid = await call('alipay.trade.pay', {
    out_trade_no: order('node'),
    total_amount: '1.00',
    subject: 'tea',
    scene: 'bar_code',
    auth_code: await paymentCode(),
  });
  assert.equal(paid.code, '10000');
  assert.ok(paid.traceId);
});

test('a refusal by v2 is signed and says why', async () => {
  const refused = await call('alipay.trade.query', { out_trade_no: 'nobody_has_this' });
  assert.equal(refused.code, '40004');
  assert.equal(refused.subCode, 'ACQ.TRADE_NOT_EXIST');
});

test('the same by v3', async () => {
  const number = order('node');
  const made = await sdk.curl('POST', '/v3/alipay/trade/precreate', {
    body: { out_trade_no: number, total_amount: '25.00', subject: '茉莉花茶' },
  });
  assert.equal(made.responseHttpStatus, 200);
  await scan(made.data.qr_code);
  const paid = await sdk.curl('POST', '/v3/alipay/trade/query', { body: { out_trade_no: number } });
  assert.equal(paid.data.trade_status, 'TRADE_SUCCESS');
  await assert.rejects(
    sdk.curl('POST', '/v3/alipay/trade/query', { body: { out_trade_no: 'nobody_has_this' } }),
    (refused) => refused.code === 'ACQ.TRADE_NOT_EXIST' && refused.responseHttpStatus === 400,
  );
});
