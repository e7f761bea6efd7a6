package dev.handfast.bench;

import dev.handfast.applepay.Expectation;
import dev.handfast.applepay.MerchantKey;
import dev.handfast.applepay.Opening;
import dev.handfast.applepay.Pan;
import dev.handfast.applepay.PaymentData;
import dev.handfast.applepay.PaymentToken;
import dev.handfast.applepay.SealRequest;
import dev.handfast.applepay.SecretBytes;
import dev.handfast.applepay.TokenAuthority;
import dev.handfast.applepay.TokenOpener;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Apple Pay tokens opened on one core with every check on, against one key agreement and one
 * signature verification of the same provider.
 */
final class OpeningBench {
    private static final int WARM_UP_SLICES = 600;

    private final int slices;
    private final Instant now;

    OpeningBench(int slices, Instant now) {
        this.slices = slices;
        this.now = now;
    }

    Figure measure() throws GeneralSecurityException {
        TokenAuthority authority = TokenAuthority.create("Handfast Bench", now);
        MerchantKey key = authority.issueMerchantKey("merchant.dev.handfast.bench", now);
        TokenOpener opener = TokenOpener.builder().trust(authority.root()).key(key).build();
        List<String> tokens = Inputs.make(() -> authority.seal(request(key)));
        Expectation expectation = Expectation.of(1_000, "840");
        Slices.Work open =
                round ->
                        opener.open(Inputs.of(tokens, round), expectation, now)
                                instanceof Opening.Opened;
        Slices turns = new Slices(Crypto.ecdh(), Crypto.ecdsaVerification(), open);
        turns.micros(WARM_UP_SLICES);
        double[] micros = turns.micros(slices);
        return Figure.against(
                "Apple Pay tokens opened, every check on",
                1e6 / micros[2],
                "1/s core",
                1e6 / (micros[0] + micros[1]),
                0.85);
    }

    private SealRequest request(MerchantKey key) {
        PaymentToken.Payment payment =
                new PaymentToken.Payment(
                        Pan.of("9840000000000006"),
                        "301231",
                        "840",
                        1_000,
                        "000000000000",
                        new PaymentData.ThreeDSecure(
                                SecretBytes.of(new byte[20]), Optional.of("7")),
                        PaymentToken.Extras.NONE);
        return SealRequest.of(key.certificate(), payment, now);
    }
}
