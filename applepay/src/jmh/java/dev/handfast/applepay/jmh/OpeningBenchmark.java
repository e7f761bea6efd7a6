package dev.handfast.applepay.jmh;

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

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * One opening of an EC_v1 token, every check on: chain, signature, signing time, recipient, amount
 * and currency. No replay guard is set, since what one costs is its owner's affair, so the tokens
 * may come round again. Chains are remembered after the first opening, as in a running server.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 10, time = 1)
public class OpeningBenchmark {
    /** Many inputs: with one, the processor learns the branches of its verification by heart. */
    private static final int TOKENS = 256;

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long AMOUNT_MINOR = 1000;
    private static final String CURRENCY = "840";

    private final TokenAuthority wallet = TokenAuthority.create("Benchmark", NOW);
    private final MerchantKey merchant = wallet.issueMerchantKey("merchant.example.shop", NOW);
    private final TokenOpener opener =
            TokenOpener.builder().trust(wallet.root()).key(merchant).build();
    private final Expectation expectation = Expectation.of(AMOUNT_MINOR, CURRENCY);
    private final String[] tokens =
            IntStream.range(0, TOKENS).mapToObj(this::seal).toArray(String[]::new);
    private int next;

    /**
     * Opens the next token; its result goes to JMH, so that no part of the work can be left out.
     */
    @Benchmark
    public Opening open() {
        next = (next + 1) % TOKENS;
        Opening opening = opener.open(tokens[next], expectation, NOW);
        if (!(opening instanceof Opening.Opened)) {
            throw new AssertionError("the measured work failed: " + opening);
        }
        return opening;
    }

    /** Number and cryptogram are each token's own; keys and transaction id are random anyway. */
    private String seal(int index) {
        byte[] cryptogram = new byte[20];
        cryptogram[0] = (byte) index;
        PaymentToken.Payment payment =
                new PaymentToken.Payment(
                        Pan.of("47840000%08d".formatted(index)),
                        "290228",
                        CURRENCY,
                        AMOUNT_MINOR,
                        "040010030273",
                        new PaymentData.ThreeDSecure(SecretBytes.of(cryptogram), Optional.of("7")),
                        PaymentToken.Extras.NONE);
        return wallet.seal(SealRequest.of(merchant.certificate(), payment, NOW));
    }
}
