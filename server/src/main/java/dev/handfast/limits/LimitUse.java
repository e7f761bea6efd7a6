package dev.handfast.limits;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Ids;
import dev.handfast.engine.Table;

import java.util.UUID;

/**
 * What one operation has used of one counter. Only added, so that a counter can be recomputed.
 *
 * @param id follows from the next two
 * @param counter the counter
 * @param operation the payment or transfer
 * @param minor in minor units, more than zero
 */
record LimitUse(UUID id, UUID counter, UUID operation, long minor) {
    static final Table<UUID, LimitUse> TABLE =
            Table.<UUID, LimitUse>named("limit_use", Table.Access.READ)
                    .fixed("id", UUID, LimitUse::id)
                    .fixed("counter", UUID, LimitUse::counter)
                    .fixed("operation", UUID, LimitUse::operation)
                    .fixed("used_minor", BIGINT, LimitUse::minor)
                    .readBy(
                            LimitUse::id,
                            fields ->
                                    new LimitUse(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.number()));

    static LimitUse of(UUID counter, UUID operation, long minor) {
        UUID id = Ids.named("limit_use", counter.toString(), operation.toString());
        return new LimitUse(id, counter, operation, minor);
    }
}
