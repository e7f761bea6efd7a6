package dev.handfast.opengateway;

import dev.handfast.engine.Ids;
import dev.handfast.payments.Relations;
import dev.handfast.payments.Settlements;

/**
 * What the methods about merchants' shares of trades work with.
 *
 * @param settlements what is in escrow, and splits
 * @param relations to whom merchants may split
 * @param receivers finds them
 * @param ids fresh ids
 */
public record Shares(Settlements settlements, Relations relations, Receivers receivers, Ids ids) {}
