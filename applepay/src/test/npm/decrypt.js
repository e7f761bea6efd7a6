// Decrypts the tokens of a file of cases and prints the payments, one JSON text a line.
const { createPrivateKey } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { ApplePaymentTokenContext } = require('@basis-theory/apple-pay-js');

// The library reads EC keys only with their public part, which the JDK leaves out of PKCS#8.
function withPublicPart(pem) {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ec') {
    return pem;
  }
  const whole = createPrivateKey({ key: key.export({ format: 'jwk' }), format: 'jwk' });
  return whole.export({ type: 'sec1', format: 'pem' });
}

for (const { certificatePem, privateKeyPem, token } of JSON.parse(readFileSync(process.argv[2]))) {
  const context = new ApplePaymentTokenContext({
    merchants: [
      {
        certificatePem: Buffer.from(certificatePem),
        privateKeyPem: Buffer.from(withPublicPart(privateKeyPem)),
      },
    ],
  });
  console.log(JSON.stringify(context.decrypt(token)));
}
