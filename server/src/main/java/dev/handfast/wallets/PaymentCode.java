package dev.handfast.wallets;

import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Ids;
import dev.handfast.engine.Table;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A code a wallet holder shows and a merchant scans: 18 digits beginning 28, for one payment within
 * a minute. Only what follows from the digits is kept, not the digits.
 *
 * @param id follows from the digits
 * @param wallet the wallet it takes money from
 * @param expiresAt from this moment on it is void
 * @param usedFor the payment it was used for
 */
public record PaymentCode(UUID id, UUID wallet, Instant expiresAt, Optional<UUID> usedFor) {
    /** How long a code is good. */
    public static final Duration LIFE = Duration.ofMinutes(1);

    /** The codes, as a batch sees them. */
    public static final Table<UUID, PaymentCode> TABLE =
            Table.<UUID, PaymentCode>named("payment_code", Table.Access.LOCK)
                    .fixed("id", UUID, PaymentCode::id)
                    .fixed("wallet", UUID, PaymentCode::wallet)
                    .fixed("expires_at", TIMESTAMP, PaymentCode::expiresAt)
                    .changingOptional("used_for", UUID, PaymentCode::usedFor)
                    .readBy(
                            PaymentCode::id,
                            fields ->
                                    new PaymentCode(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.instant(),
                                            fields.findUuid()));

    /** The id of the code with these digits. */
    public static UUID idOf(String digits) {
        return Ids.named("payment_code", digits);
    }

    /** The code after its one use. */
    public PaymentCode used(UUID payment) {
        return new PaymentCode(id, wallet, expiresAt, Optional.of(payment));
    }
}
