package dev.handfast.limits;

import dev.handfast.sql.Tx;

import java.util.List;
import java.util.Optional;

/** Proves every counter from its uses. What a use stands for, whoever uses limits proves. */
public final class LimitAudit {
    private static final String COUNTERS =
            """
            with used as (
              select counter, sum(used_minor) as minor from limit_use group by counter)
            select format('limit counter %s says that %s is used, its uses add up to %s',
              coalesce(c.id, u.counter), c.used_minor, u.minor) as finding
            from limit_counter c full join used u on u.counter = c.id
            where (c.used_minor = u.minor) is not true
            order by coalesce(c.id, u.counter) limit 1000
            """;

    private static final String COUNT =
            """
            select count(*) as n from limit_use
            """;

    private LimitAudit() {}

    /** How many uses there are. */
    public static long count(Tx tx) {
        Optional<Long> count = tx.queryOne(COUNT, row -> row.number("n"));
        return count.orElseThrow();
    }

    /** One sentence for each counter that is not the sum of its uses. */
    public static List<String> findings(Tx tx) {
        return tx.query(COUNTERS, row -> row.text("finding"));
    }
}
