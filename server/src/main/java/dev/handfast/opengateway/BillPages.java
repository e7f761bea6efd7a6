package dev.handfast.opengateway;

import dev.handfast.ledger.Line;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rows of a bill, read page by page, so that a bill of any length needs little memory.
 *
 * <p>A batch writes all its entries at one moment, and pages order the lines of a moment by their
 * ids, which have no order. So lines wait until the moment is over, and are put in the order of
 * their entries: otherwise a balance could fall before what it falls by had come in.
 *
 * @param next the lines behind one, or the first ones; none at the end
 * @param rows what the bill says of some lines
 */
record BillPages<T>(Function<Optional<Line>, List<Line>> next, Function<List<Line>, List<T>> rows)
        implements Iterable<T> {
    private static final Comparator<Line> AS_WRITTEN =
            Comparator.comparing(Line::at).thenComparingLong(line -> line.about().entry());

    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            private Optional<Line> last = Optional.empty();
            private final List<Line> waiting = new ArrayList<>();
            private Iterator<T> page = List.<T>of().iterator();
            private boolean over;

            @Override
            public boolean hasNext() {
                while (!page.hasNext() && !over) {
                    List<Line> lines = next.apply(last);
                    over = lines.isEmpty();
                    waiting.addAll(lines);
                    waiting.sort(AS_WRITTEN);
                    if (!waiting.isEmpty()) {
                        last = over ? last : Optional.of(lines.getLast());
                        page = rows.apply(complete()).iterator();
                    }
                }
                return page.hasNext();
            }

            // Takes out the lines of moments that are over: at the end, all that wait.
            private List<Line> complete() {
                Line newest = waiting.getLast();
                List<Line> good =
                        waiting.stream()
                                .filter(line -> over || line.at().isBefore(newest.at()))
                                .toList();
                waiting.subList(0, good.size()).clear();
                return good;
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the bill is over");
                }
                return page.next();
            }
        };
    }
}
