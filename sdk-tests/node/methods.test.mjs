// The official npm client, unmodified, through the methods beyond a simple trade: each carried out
// and refused, by both forms of the protocol and in every mode.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlipayFormData } from 'alipay-sdk';
import { certificate, key, modes } from './client.mjs';
import { agree, appPay, order, pastDay, paymentCode } from './sandbox.mjs';

const nobody = 'nobody_has_this';
const wei = '2088000000000002';
const lotus = '2088000000000104';
const subject = '茉莉花茶';

for (const [mode, { call, sdk, v2 }] of Object.entries(modes)) {
  const good = async (method, biz) => {
    const told = await call(method, biz);
    assert.equal(told.refusal, undefined, method);
    return told;
  };
  const refused = async (code, method, biz) =>
    assert.equal((await call(method, biz)).refusal, code, method);
  const trade = async (more) => good('alipay.trade.pay', {
    out_trade_no: order('more'), total_amount: '5.00', subject, auth_code: await paymentCode(),
    ...more,
  });

  test(`${mode}: money is frozen, paid with and unfrozen`, async () => {
    const number = order('auth');
    const freeze = { out_order_no: number, out_request_no: `${number}f`, amount: '10.00',
      order_title: 'a room', product_code: 'PRE_AUTH', auth_code: await paymentCode() };
    const frozen = await good('alipay.fund.auth.order.freeze', freeze);
    assert.equal(frozen.status, 'SUCCESS');
    await refused('PAYMENT_AUTH_CODE_INVALID', 'alipay.fund.auth.order.freeze',
      { ...freeze, out_order_no: order('auth') });
    const pay = { out_trade_no: number, total_amount: '3.00', subject, auth_no: frozen.auth_no,
      product_code: 'PRE_AUTH', auth_confirm_mode: 'NOT_COMPLETE' };
    assert.equal((await good('alipay.trade.pay', pay)).total_amount, '3.00');
    await refused('ACQ.AUTH_AMOUNT_NOT_ENOUGH', 'alipay.trade.pay',
      { ...pay, out_trade_no: order('auth'), total_amount: '7.01' });
    const back = { auth_no: frozen.auth_no, out_request_no: `${number}u`, amount: '2.00',
      remark: 'over' };
    assert.equal((await good('alipay.fund.auth.order.unfreeze', back)).status, 'SUCCESS');
    await refused('REQUEST_AMOUNT_EXCEED', 'alipay.fund.auth.order.unfreeze',
      { ...back, out_request_no: `${number}v`, amount: '5.01' });
  });

  test(`${mode}: money is frozen from an app`, async () => {
    const number = order('auth');
    const freeze = { out_order_no: number, out_request_no: `${number}f`, amount: '10.00',
      order_title: 'a room', product_code: 'PRE_AUTH_ONLINE' };
    const app = 'alipay.fund.auth.order.app.freeze';
    const pays = async (bizContent) =>
      (await appPay(sdk.sdkExecute(app, { bizContent }))).resultStatus;
    assert.equal(await pays(freeze), '9000');
    assert.equal(await pays({ ...freeze, product_code: 'GIFT' }), '4000');
    const about = { out_order_no: number, out_request_no: `${number}f` };
    const detail = await good('alipay.fund.auth.operation.detail.query', about);
    assert.equal(detail.order_status, 'AUTHORIZED');
    const other = { ...about, out_order_no: nobody };
    await refused('AUTH_ORDER_NOT_EXIST', 'alipay.fund.auth.operation.detail.query', other);
    const cancel = { ...about, remark: 'over' };
    assert.equal((await good('alipay.fund.auth.operation.cancel', cancel)).action, 'unfreeze');
    await refused('AUTH_ORDER_NOT_EXIST', 'alipay.fund.auth.operation.cancel',
      { ...cancel, out_order_no: nobody });
  });

  test(`${mode}: money is kept in escrow and split`, async () => {
    const info = { settle_detail_infos: [{ trans_in_type: 'defaultSettle', amount: '5.00' }] };
    const escrow = await trade({ settle_info: { ...info, settle_period_time: '7d' } });
    const confirm = { out_request_no: order('C'), trade_no: escrow.trade_no, settle_info: info };
    const confirmed = await good('alipay.trade.settle.confirm', confirm);
    assert.equal(confirmed.settle_amount, '5.00');
    await refused('ACQ.ALREADY_CONFIRM_SETTLE', 'alipay.trade.settle.confirm',
      { ...confirm, out_request_no: order('C') });
    await good('alipay.trade.royalty.relation.bind',
      { out_request_no: order('B'), receiver_list: [{ type: 'userId', account: wei }] });
    const kept = await trade({ extend_params: { royalty_freeze: 'true' } });
    const split = (receiver) => ({ out_request_no: order('S'), trade_no: kept.trade_no,
      royalty_parameters: [{ trans_in_type: 'userId', trans_in: receiver, amount: '1.00' }],
      extend_params: { royalty_finish: 'true' } });
    await refused('ACQ.ROYALTY_RECEIVER_INVALID', 'alipay.trade.order.settle', split(lotus));
    assert.ok((await good('alipay.trade.order.settle', split(wei))).settle_no);
  });

  test(`${mode}: payments are taken under an agreement`, async () => {
    const proposal = { personal_product_code: 'GENERAL_WITHHOLDING_P',
      sign_scene: 'INDUSTRY|DIGITAL_MEDIA', external_agreement_no: order('a'),
      access_params: { channel: 'QRCODE' } };
    const page = (bizContent) =>
      fetch(sdk.pageExecute('alipay.user.agreement.page.sign', 'GET', { bizContent }));
    const asked = await page(proposal);
    assert.match(asked.url, /\/agree\/agr_/);
    const no = await page({ ...proposal, personal_product_code: 'GIFT' });
    assert.match(await no.text(), /PRODUCT_CODE_NOT_SUPPORTED_ERROR/);
    const named = { agreement_no: await agree(asked.url) };
    assert.equal((await good('alipay.user.agreement.query', named)).status, 'NORMAL');
    const take = { out_trade_no: order('more'), total_amount: '4.00', subject,
      product_code: 'GENERAL_WITHHOLDING', agreement_params: named };
    assert.equal((await good('alipay.trade.pay', take)).total_amount, '4.00');
    await good('alipay.user.agreement.unsign', named);
    await refused('ACQ.AGREEMENT_STATUS_NOT_NORMAL', 'alipay.trade.pay',
      { ...take, out_trade_no: order('more') });
    await refused('AGREEMENT_HAS_UNSIGNED', 'alipay.user.agreement.query', named);
    await refused('USER_AGREEMENT_STATUS_NOT_NORMAL', 'alipay.user.agreement.unsign', named);
  });

  test(`${mode}: the bill of a day is fetched`, async () => {
    const wanted = { bill_type: 'trade', bill_date: await pastDay() };
    const method = 'alipay.data.dataservice.bill.downloadurl.query';
    const archive = await fetch((await good(method, wanted)).bill_download_url);
    assert.equal(archive.headers.get('content-type'), 'application/zip');
    assert.equal((await archive.bytes()).subarray(0, 2).toString(), '80,75');
    const unknown = v2 ? 'isp.bill_not_exist' : 'BILL_NOT_EXIST';
    await refused(unknown, method, { ...wanted, bill_date: '2999-01-01' });
  });
}

for (const [mode, sdk] of Object.entries({ 'v3 by key': key, 'v3 by certificate': certificate })) {
  test(`${mode}: a request with a file is read by its data`, async () => {
    const send = (path) => {
      const form = new AlipayFormData();
      form.addFile('receipt', 'receipt.png', Buffer.from([0, 13, 10]));
      const body = { out_trade_no: order('file'), total_amount: '1.00', subject };
      return sdk.curl('POST', path, { form, body });
    };
    assert.ok((await send('/v3/alipay/trade/precreate')).data.qr_code);
    await assert.rejects(send('/v3/alipay/open/file/upload'),
      { code: 'invalid-method', responseHttpStatus: 404 });
  });
}
