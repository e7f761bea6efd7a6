package dev.handfast.limits;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Ids;
import dev.handfast.engine.Table;

import java.util.UUID;

/**
 * How much a holder has used of one rule in one period; the sum of its {@link LimitUse}s.
 *
 * @param id follows from the three that come next
 * @param holder the wallet or merchant
 * @param rule the rule's id
 * @param period such as {@code 2026-11-24}
 * @param usedMinor in minor units of the rulebook's currency, never negative
 */
record LimitCounter(UUID id, UUID holder, String rule, String period, long usedMinor) {
    static final Table<UUID, LimitCounter> TABLE =
            Table.<UUID, LimitCounter>named("limit_counter", Table.Access.LOCK)
                    .fixed("id", UUID, LimitCounter::id)
                    .fixed("holder", UUID, LimitCounter::holder)
                    .fixed("rule", TEXT, LimitCounter::rule)
                    .fixed("period", TEXT, LimitCounter::period)
                    .changing("used_minor", BIGINT, LimitCounter::usedMinor)
                    .readBy(
                            LimitCounter::id,
                            fields ->
                                    new LimitCounter(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.text(),
                                            fields.text(),
                                            fields.number()));

    static UUID idOf(UUID holder, String rule, String period) {
        return Ids.named("limit_counter", holder.toString(), rule, period);
    }

    LimitCounter plus(long minor) {
        return new LimitCounter(id, holder, rule, period, Math.addExact(usedMinor, minor));
    }
}
