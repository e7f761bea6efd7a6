package dev.handfast.sandbox;

import dev.handfast.applepay.Pan;
import dev.handfast.applepay.PaymentData;
import dev.handfast.applepay.PaymentMethod;
import dev.handfast.applepay.PaymentToken;
import dev.handfast.applepay.SealRequest;
import dev.handfast.applepay.SecretBytes;
import dev.handfast.money.Money;
import dev.handfast.tokens.Cryptogram;
import dev.handfast.tokens.DeviceToken;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What a device does when its holder approves a payment: makes the cryptogram with the token's key
 * and next counter, and has the payment sealed to the merchant.
 */
public final class DeviceWallet {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Names nobody's wallet maker; 12 digits as real ones have. */
    private static final String MANUFACTURER = "000000000000";

    private final Sandbox.Parts parts;
    private final SandboxKeys keys;

    DeviceWallet(Sandbox.Parts parts, SandboxKeys keys) {
        this.parts = parts;
        this.keys = keys;
    }

    /**
     * A payment its holder approves.
     *
     * @param token pays
     * @param amount zero or more
     * @param recipient the merchant's payment processing certificate
     * @param applicationData what the payment request was bound to, where it was
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once; never compared
    public record Approval(
            DeviceToken token,
            Money amount,
            X509Certificate recipient,
            Optional<byte[]> applicationData) {}

    /**
     * The sealed payment as a browser hands it to a page: an {@code ApplePayPaymentToken} as JSON;
     * empty if the token has used up its counter.
     */
    public Optional<String> approve(Approval approval) {
        return nextCounter(approval.token()).map(counter -> seal(approval, counter));
    }

    private String seal(Approval approval, int counter) {
        DeviceToken token = approval.token();
        Money amount = approval.amount();
        Cryptogram cryptogram =
                Cryptogram.make(parts.tokens().keyOf(token), counter, RANDOM.nextInt(), amount);
        PaymentToken.Payment payment =
                new PaymentToken.Payment(
                        parts.tokens().numberOf(token).use(Pan::of),
                        token.expiresOn(),
                        amount.currency().numericCode(),
                        amount.minor(),
                        MANUFACTURER,
                        new PaymentData.ThreeDSecure(
                                SecretBytes.of(cryptogram.toBytes()), Optional.of("7")),
                        PaymentToken.Extras.NONE);
        SealRequest plain = SealRequest.of(approval.recipient(), payment, parts.clock().instant());
        SealRequest request =
                approval.applicationData().map(plain::withApplicationData).orElse(plain);
        PaymentMethod shown =
                new PaymentMethod(
                        token.network() + " " + token.suffix(),
                        token.network(),
                        PaymentMethod.Type.DEBIT);
        return keys.authority().sealForWeb(request, shown);
    }

    /** Counts on, in the database, since several processes may play the same device. */
    private Optional<Integer> nextCounter(DeviceToken token) {
        return parts.database()
                .transact(
                        tx ->
                                tx.queryOne(
                                        """
                                        insert into sandbox_counter (token, counter) values (?, 1)
                                        on conflict (token) do update
                                        set counter = sandbox_counter.counter + 1
                                        where sandbox_counter.counter < ?
                                        returning counter
                                        """,
                                        row -> row.integer("counter"),
                                        token.id(),
                                        Cryptogram.COUNTER_MAX));
    }
}
