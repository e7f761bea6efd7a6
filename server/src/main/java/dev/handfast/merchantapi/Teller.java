package dev.handfast.merchantapi;

import dev.handfast.customers.Edit;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Tells of rows of one table that an edit has kept.
 *
 * @param parts who listens, and fresh ids
 * @param merchant whose a row is
 * @param id a row's own
 * @param shown a row as the API shows it
 * @param <R> the row
 */
record Teller<R>(
        ApiParts parts,
        Function<R, UUID> merchant,
        Function<R, UUID> id,
        Function<R, ObjectNode> shown) {
    /** What is told once, under an id that is fresh now. */
    Function<R, List<Edit.News>> of(String type) {
        Tidings tidings = new Tidings(parts.who().endpoints(), parts.settings().mode().isLive());
        UUID event = parts.ids().next();
        Instant now = parts.clock().instant();
        return row ->
                List.of(
                        tidings.of(
                                merchant.apply(row),
                                new Tidings.Fact(
                                        event, type, id.apply(row), shown.apply(row), now)));
    }
}
