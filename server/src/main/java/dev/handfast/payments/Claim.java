package dev.handfast.payments;

import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Ids;
import dev.handfast.engine.Table;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * A name that can be given once, and what it was given to. Its primary key makes it unique, within
 * a batch and between processes.
 *
 * @param id follows from kind and name
 * @param kind what sort of name
 * @param subject what it was given to
 * @param createdAt when
 */
public record Claim(UUID id, Kind kind, UUID subject, Instant createdAt) {
    /** What sort of name. */
    public enum Kind {
        /** A merchant's own number for a payment; gives the payment. */
        REFERENCE,
        /** A merchant's own number for a refund of one payment; gives the refund. */
        REFUND_REFERENCE,
        /** The transaction id of an Apple Pay token for one merchant; gives the payment. */
        APPLE_PAY_TRANSACTION,
        /** What a QR code says; gives the payment. */
        QR_CODE,
        /** A merchant's own number for a settlement; gives the settlement. */
        SETTLEMENT_REFERENCE,
        /** A merchant's own number for splits; gives the order. */
        SPLIT_REFERENCE,
        /** A merchant's own number for a freeze; gives the freeze. */
        FREEZE_REFERENCE,
        /** What a freeze's QR code says; gives the freeze. */
        FREEZE_CODE,
        /** A merchant's own number for an unfreezing; gives the operation. */
        UNFREEZE_REFERENCE,
        /** A payment as it stood at one rail; gives the offer there. */
        PARTNER_OFFER
    }

    /** The claims, as a batch sees them. */
    public static final Table<UUID, Claim> TABLE =
            Table.<UUID, Claim>named("claim", Table.Access.READ)
                    .fixed("id", UUID, Claim::id)
                    .fixed("kind", TEXT, row -> row.kind().name())
                    .fixed("subject", UUID, Claim::subject)
                    .fixed("created_at", TIMESTAMP, Claim::createdAt)
                    .readBy(
                            Claim::id,
                            fields ->
                                    new Claim(
                                            fields.uuid(),
                                            Kind.valueOf(fields.text()),
                                            fields.uuid(),
                                            fields.instant()));

    /** The id of a name. */
    public static UUID idOf(Kind kind, String... name) {
        return Ids.named("claim_" + kind.name().toLowerCase(Locale.ROOT), name);
    }
}
