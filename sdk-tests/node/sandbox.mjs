// The sandbox of the Handfast under test: its keys, its payers, its clock.

const url = process.env.HANDFAST_URL;
if (!url) throw new Error('HANDFAST_URL names the server');

async function answered(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.url}: ${JSON.stringify(body)}`);
  return body;
}

/** A call of the sandbox itself. */
export async function post(path, body = {}) {
  return answered(await fetch(url + path, { method: 'POST', body: JSON.stringify(body) }));
}

export const credentials = await answered(await fetch(`${url}/sandbox/credentials`));

const lin = `/sandbox/wallets/${credentials.wallets[0].id}`;

/** Lin scans a QR code and pays. */
export const scan = (code) => post(`${lin}/scan`, { code });

/** Lin shows a fresh payment code. */
export const paymentCode = async () => (await post(`${lin}/payment_code`, {})).code;

/** Lin's wallet app takes an order string from a merchant's app and pays. */
export const appPay = (text) => post(`${lin}/app_pay`, { order_string: text });

/** A merchant lets a service provider act for it; the code that is told for it. */
export const consent = async (providerAppId, appId) =>
  (await post('/sandbox/alipay/consents', { provider_app_id: providerAppId, app_id: appId }))
    .app_auth_code;

/** Lin agrees to what a merchant proposes on a page; the number of the agreement. */
export const agree = async (page) =>
  (await post(`${lin}/agree`, { agreement: page })).agreement_no;

let past;

/** A day that is over, the same for everybody who asks; it goes by when somebody asks first. */
export const pastDay = () => {
  past ??= post('/sandbox/clock', { advance: 'PT24H5M' }).then(({ now }) => {
    const yesterday = Date.parse(now) - 24 * 3_600_000;
    return new Date(yesterday + 8 * 3_600_000).toISOString().slice(0, 10);
  });
  return past;
};

/**
 * A payment to Harbor Coffee is approved on a phone, Lin's (0) or Ana's (1); the token its program
 * would hand over.
 */
export async function applePay(amountMinor, currency = 'USD', whose = 0) {
  const phone = credentials.devices[whose];
  return JSON.stringify(await post(`/sandbox/devices/${phone.id}/apple_pay`, {
    token: phone.tokens[0].id,
    merchant_id: credentials.applepay.merchant_id,
    amount_minor: amountMinor,
    currency,
  }));
}

/** Puts money into Lin's wallet. */
export const topUp = (amountMinor) => post(`${lin}/top_up`, { amount_minor: amountMinor });

/** A fresh key of Harbor Coffee. */
export const apiKey = async (terms) => (await post('/sandbox/api_keys', terms)).key;

let orders = 0;

/** A number that no other order has. */
export const order = (prefix) => `${prefix}_${Date.now()}_${orders++}`;
