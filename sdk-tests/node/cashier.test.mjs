// Pages of the official npm client, unmodified: a payer's browser goes through the cashier.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificate, key } from './client.mjs';
import { appPay, credentials, order } from './sandbox.mjs';

const query = (sdk, number) =>
  sdk.exec('alipay.trade.query', { bizContent: { out_trade_no: number } }, { validateSign: true });

/** A browser as far as this needs one: keeps cookies, goes where it is sent, fills in forms. */
function browser() {
  const cookies = new Map();
  return async function visit(url, form) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split('=');
      cookies.set(name, value);
    }
    const target = response.headers.get('location');
    return target ? visit(new URL(target, url)) : { url: String(url), html: await response.text() };
  };
}

const first = (html, pattern) => html.match(pattern)?.[1].replaceAll('&amp;', '&');
const token = (html) => first(html, /name="form_token" value="([^"]+)"/);

/** Goes from an order to the page that says that it is paid. */
async function pay(visit, page) {
  const here = first(page.html, /class="main" href="([^"]+)"/) ?? page.url;
  const choose = await visit(new URL(here, page.url));
  const confirm = await visit(choose.url, {
    wallet: credentials.wallets[0].id,
    form_token: token(choose.html),
  });
  return visit(confirm.url, { password: '111111', form_token: token(confirm.html) });
}

for (const [mode, sdk] of Object.entries({ 'by key': key, 'by certificate': certificate })) {
  for (const [method, product] of [
    ['alipay.trade.page.pay', 'FAST_INSTANT_TRADE_PAY'],
    ['alipay.trade.wap.pay', 'QUICK_WAP_WAY'],
  ]) {
    test(`${mode}: ${method} leads to the cashier and back, signed`, async () => {
      const number = order('page');
      const link = sdk.pageExecute(method, 'GET', {
        returnUrl: 'https://shop.example/back',
        bizContent: {
          out_trade_no: number,
          total_amount: '8.80',
          subject: '茉莉花茶',
          product_code: product,
        },
      });
      const visit = browser();
      const paid = await pay(visit, await visit(link));
      const back = new URL(first(paid.html, /class="main" href="([^"]+)"/));
      assert.equal(back.origin, 'https://shop.example');
      const told = Object.fromEntries(back.searchParams);
      assert.equal(told.method, `${method}.return`);
      assert.equal(told.out_trade_no, number);
      assert.ok(sdk.checkNotifySignV2(told), 'the official client takes the signature');
      assert.equal((await query(sdk, number)).tradeStatus, 'TRADE_SUCCESS');
      const again = await visit(link.replace('8.80', '9.90'));
      assert.match(again.html, /isv.invalid-signature/);
    });
  }

  test(`${mode}: an order string is paid by the app, and its receipt is signed`, async () => {
    const number = order('app');
    const text = sdk.sdkExecute('alipay.trade.app.pay', {
      bizContent: { out_trade_no: number, total_amount: '3.00', subject: 'tea' },
    });
    const { resultStatus, result } = await appPay(text);
    assert.equal(resultStatus, '9000');
    sdk.checkResponseSign(result, 'alipay_trade_app_pay_response', JSON.parse(result).sign);
    assert.equal(JSON.parse(result).alipay_trade_app_pay_response.out_trade_no, number);
    assert.equal((await query(sdk, number)).tradeStatus, 'TRADE_SUCCESS');
    assert.equal((await appPay(text.replace('3.00', '4.00'))).resultStatus, '4000');
  });
}
