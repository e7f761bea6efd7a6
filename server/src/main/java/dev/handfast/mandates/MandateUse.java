package dev.handfast.mandates;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;

import java.time.Instant;
import java.util.UUID;

/**
 * A payment that was taken under a mandate. Only added, so that a mandate's sums can be recomputed.
 *
 * @param payment the payment
 * @param mandate the mandate
 * @param minor in minor units of the mandate's currency
 * @param at when
 */
record MandateUse(UUID payment, UUID mandate, long minor, Instant at) {
    static final Table<UUID, MandateUse> TABLE =
            Table.<UUID, MandateUse>named("mandate_use", Table.Access.READ)
                    .fixed("payment", UUID, MandateUse::payment)
                    .fixed("mandate", UUID, MandateUse::mandate)
                    .fixed("amount_minor", BIGINT, MandateUse::minor)
                    .fixed("at", TIMESTAMP, MandateUse::at)
                    .readBy(
                            MandateUse::payment,
                            fields ->
                                    new MandateUse(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.number(),
                                            fields.instant()));
}
