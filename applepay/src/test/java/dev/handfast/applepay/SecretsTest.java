package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Everything public is printed, and no secret is found in the print. */
class SecretsTest {
    private static final String NAME = "SENTINEL HOLDER";
    private static final byte[] CRYPTOGRAM =
            HexFormat.of().parseHex("5e17151e15ec5e7c0de5ec2e7badc0ffee0ddf00");

    private static List<String> secrets() {
        BigInteger scalar = ((ECPrivateKey) Fixtures.MERCHANT.privateKey()).getS();
        List<String> secrets = new ArrayList<>(List.of(NAME, Fixtures.PAN, "478400000038"));
        secrets.add(scalar.toString());
        secrets.add(scalar.toString(16));
        secrets.add(Encoding.base64(Fixtures.MERCHANT.privateKey().getEncoded()));
        secrets.add(Encoding.base64(CRYPTOGRAM));
        secrets.add(Encoding.hex(CRYPTOGRAM));
        secrets.add(java.util.Arrays.toString(CRYPTOGRAM));
        return secrets;
    }

    @Test
    void prints_no_secret_anywhere() {
        SecretBytes cryptogram = SecretBytes.of(CRYPTOGRAM);
        PaymentData emv = new PaymentData.Emv(cryptogram, Optional.of(cryptogram));
        PaymentToken.Extras extras =
                new PaymentToken.Extras(
                        Optional.of(NAME),
                        Optional.empty(),
                        List.of(new AuthenticationResponse("ab", cryptogram, 1)));
        PaymentToken.Payment payment =
                Fixtures.payment(
                        new PaymentData.ThreeDSecure(cryptogram, Optional.of("5")), extras);
        SealRequest request =
                SealRequest.of(Fixtures.MERCHANT.certificate(), payment, Fixtures.NOW);
        String sealed = Fixtures.AUTHORITY.seal(request);
        Opening opened = Fixtures.open(sealed);
        PaymentToken token = Fixtures.opened(opened);
        Opening refused = Fixtures.opener().open(sealed, Expectation.of(1, "978"), Fixtures.NOW);
        Doctor.Case sick =
                new Doctor.Case(
                        Pem.write(Fixtures.MERCHANT.privateKey()),
                        Pem.write(Fixtures.MERCHANT.certificate()),
                        Optional.of(sealed),
                        List.of(Fixtures.AUTHORITY.root()));
        List<Object> printed =
                List.of(
                        cryptogram,
                        emv,
                        extras,
                        extras.authenticationResponses(),
                        payment,
                        payment.pan(),
                        payment.data(),
                        request,
                        opened,
                        token,
                        refused,
                        Fixtures.MERCHANT,
                        Fixtures.AUTHORITY,
                        Fixtures.opener(),
                        Expectation.of(1, "840").applicationData(CRYPTOGRAM),
                        SigningRequest.create(SigningRequest.Use.PAYMENT_PROCESSING, "x"),
                        sick,
                        Doctor.examine(sick, Fixtures.NOW));
        for (Object object : printed) {
            for (String secret : secrets()) {
                String text = object.toString();
                assertFalse(text.contains(secret), () -> object.getClass() + " prints a secret");
            }
        }
    }

    @Test
    void names_no_payload_value_in_a_refusal() {
        String payload =
                new String(
                        PaymentWriter.write(Fixtures.payment()),
                        java.nio.charset.StandardCharsets.UTF_8);
        for (String changed :
                List.of(
                        payload.replace(Fixtures.PAN, Fixtures.PAN + "x"),
                        payload.replace("\"onlinePayment", "\"x"),
                        payload.substring(0, 60))) {
            try {
                PaymentReader.read(Encoding.utf8(changed));
            } catch (RefusedException refused) {
                assertFalse(refused.refused().toString().contains("478400000038"));
                continue;
            }
            throw new AssertionError("read: a changed payload");
        }
    }
}
