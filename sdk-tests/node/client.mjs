// The official npm client, unmodified, set up in every way there is.
import assert from 'node:assert/strict';
import { AlipaySdk } from 'alipay-sdk';
import { credentials } from './sandbox.mjs';

const { alipay } = credentials;

function client(keys) {
  return new AlipaySdk({
    appId: keys.app_id,
    privateKey: keys.app_private_key,
    keyType: 'PKCS8',
    gateway: alipay.gateway_url,
    endpoint: alipay.gateway_url.replace('/gateway.do', ''),
    encryptKey: keys.encrypt_key,
    ...(keys.app_certificate
      ? {
          appCertContent: keys.app_certificate,
          alipayPublicCertContent: keys.alipay_certificate,
          alipayRootCertContent: keys.alipay_root_certificate,
        }
      : { alipayPublicKey: alipay.alipay_public_key }),
  });
}

const gets = new Set(['alipay.fund.trans.common.query', 'alipay.fund.account.query',
  'alipay.open.auth.token.app.query', 'alipay.user.agreement.query',
  'alipay.data.dataservice.bill.downloadurl.query']);

/** Calls by v2; answers the code of a refusal, or the fields under their names on the wire. */
function byGateway(sdk, needEncrypt) {
  return async (method, bizContent, appAuthToken) => {
    // With encrypted answers the client's own check of signatures does not work.
    const got = await sdk.exec(
      method,
      { bizContent, needEncrypt, ...(appAuthToken && { appAuthToken }) },
      { validateSign: !needEncrypt },
    );
    assert.ok(got.traceId);
    const fields = Object.fromEntries(Object.entries(got).map(([name, value]) =>
      [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]));
    return fields.sub_code ? { refusal: fields.sub_code } : fields;
  };
}

/** The same by v3. */
function byRest(sdk, needEncrypt) {
  return async (method, bizContent, appAuthToken) => {
    const isGet = gets.has(method);
    const request = isGet ? { query: bizContent } : { body: bizContent, needEncrypt };
    try {
      const got = await sdk.curl(
        isGet ? 'GET' : 'POST',
        `/v3/${method.replaceAll('.', '/')}`,
        { ...request, ...(appAuthToken && { appAuthToken }) },
      );
      assert.equal(got.responseHttpStatus, 200);
      return got.data;
    } catch (refused) {
      if (!refused.responseHttpStatus) throw refused;
      return { refusal: refused.code };
    }
  };
}

export const key = client(alipay);
export const certificate = client(alipay.certificate_mode);

/** How a method is called, by what, and by which form of the protocol. */
export const modes = {
  'v2 by key': v2(key, alipay),
  'v2 by certificate': v2(certificate, alipay.certificate_mode),
  'v2 by key, encrypted': v2(key, alipay, true),
  'v3 by key': v3(key, alipay),
  'v3 by certificate': v3(certificate, alipay.certificate_mode),
  'v3 by key, encrypted': v3(key, alipay, true),
};

function v2(sdk, keys, needEncrypt) {
  return { call: byGateway(sdk, needEncrypt), sdk, keys, v2: true };
}

function v3(sdk, keys, needEncrypt) {
  return { call: byRest(sdk, needEncrypt), sdk, keys, v2: false };
}
