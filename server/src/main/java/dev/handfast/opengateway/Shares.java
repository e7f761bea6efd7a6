package dev.handfast.opengateway;

import dev.handfast.engine.Ids;
import dev.handfast.payments.Freezes;
import dev.handfast.payments.Relations;
import dev.handfast.payments.Settlements;

/**
 * What the methods about merchants' shares of trades work with.
 *
 * @param settlements what is in escrow, and splits
 * @param relations to whom merchants may split
 * @param receivers finds them
 * @param freezes money frozen for merchants
 * @param ids fresh ids
 */
public record Shares(
        Settlements settlements,
        Relations relations,
        Receivers receivers,
        Freezes freezes,
        Ids ids) {}
