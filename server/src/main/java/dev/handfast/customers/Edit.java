package dev.handfast.customers;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Table;
import dev.handfast.engine.Working;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Adds or changes one row, and tells of it.
 *
 * @param table where
 * @param id which row
 * @param rule what becomes of the row; pure
 * @param news what is told of a row that was kept; pure
 * @param <R> the row
 */
public record Edit<R>(
        Table<UUID, R> table,
        UUID id,
        Function<Optional<R>, Edit.Result<R>> rule,
        Function<R, List<Edit.News>> news)
        implements Command<Edit.Result<R>> {
    /** An event and where it goes. */
    public record News(Event event, List<Delivery> deliveries) {}

    /**
     * What became of the row.
     *
     * @param <R> the row
     */
    public sealed interface Result<R> {
        /** It is like this now. */
        record Kept<R>(R row) implements Result<R> {}

        /** It is like this, as it was; nobody is told. */
        record Left<R>(R row) implements Result<R> {}

        /** There is none such. */
        record Missing<R>() implements Result<R> {}

        /** It may not be changed like this. */
        record Refused<R>(R row, String why) implements Result<R> {}
    }

    /** Adds a row that is not there, or leaves the one that is. */
    public static <R> Edit<R> adding(
            Table<UUID, R> table, UUID id, R row, Function<R, List<News>> news) {
        return new Edit<>(
                table,
                id,
                found ->
                        found.<Result<R>>map(Result.Left::new)
                                .orElseGet(() -> new Result.Kept<>(row)),
                news);
    }

    @Override
    public void name(Naming naming) {
        naming.row(table, id);
    }

    @Override
    public Decision<Result<R>> decide(Working working) {
        Optional<R> before = working.find(table, id);
        Result<R> result = rule.apply(before);
        return switch (result) {
            case Result.Kept<R>(R row) -> {
                if (before.isPresent()) {
                    working.update(table, row);
                } else {
                    working.insert(table, row);
                }
                tell(working, row);
                yield new Decision.Done<>(result);
            }
            case Result.Left<R> left -> new Decision.Done<>(result);
            case Result.Missing<R> missing -> new Decision.Refused<>(result);
            case Result.Refused<R> refused -> new Decision.Refused<>(result);
        };
    }

    private void tell(Working working, R row) {
        for (News one : news.apply(row)) {
            working.insert(Event.TABLE, one.event());
            one.deliveries().forEach(delivery -> working.insert(Delivery.TABLE, delivery));
        }
    }
}
