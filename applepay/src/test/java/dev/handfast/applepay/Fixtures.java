package dev.handfast.applepay;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** One authority, one merchant and one payment; a test changes only what it is about. */
final class Fixtures {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final String MERCHANT_ID = "merchant.example.shop";
    static final String PAN = "4784000000380075";
    static final byte[] CRYPTOGRAM =
            HexFormat.of().parseHex("ff1da0bcdb000e1a6d0f525759185c3000020000");

    static final TokenAuthority AUTHORITY = TokenAuthority.create("Test Wallet", NOW);
    static final MerchantKey MERCHANT = AUTHORITY.issueMerchantKey(MERCHANT_ID, NOW);
    static final MerchantKey RSA_MERCHANT = AUTHORITY.issueRsaMerchantKey(MERCHANT_ID, NOW);

    private Fixtures() {}

    static PaymentToken.Payment payment() {
        return payment(
                new PaymentData.ThreeDSecure(SecretBytes.of(CRYPTOGRAM), Optional.of("7")),
                PaymentToken.Extras.NONE);
    }

    static PaymentToken.Payment payment(PaymentData data, PaymentToken.Extras extras) {
        return new PaymentToken.Payment(
                Pan.of(PAN), "290228", "840", 1000, "040010030273", data, extras);
    }

    static SealRequest request() {
        return SealRequest.of(MERCHANT.certificate(), payment(), NOW);
    }

    static TokenOpener.Builder builder() {
        return TokenOpener.builder().trust(AUTHORITY.root()).key(MERCHANT).key(RSA_MERCHANT);
    }

    static TokenOpener opener() {
        return builder().build();
    }

    static Opening open(String json) {
        return opener().open(json, Expectation.nothing(), NOW);
    }

    static PaymentToken opened(Opening opening) {
        return switch (opening) {
            case Opening.Opened(PaymentToken token) -> token;
            case Opening.Refused refused -> throw new AssertionError("refused: " + refused);
        };
    }

    static Opening.Refused refused(Opening opening) {
        return switch (opening) {
            case Opening.Opened(PaymentToken token) -> throw new AssertionError("opened: " + token);
            case Opening.Refused refused -> refused;
        };
    }
}
