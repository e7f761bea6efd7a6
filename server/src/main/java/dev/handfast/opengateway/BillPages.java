package dev.handfast.opengateway;

import dev.handfast.ledger.Line;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rows of a bill, read page by page, so that a bill of any length needs little memory.
 *
 * @param next the lines behind one, or the first ones; none at the end
 * @param rows what the bill says of a page of lines
 */
record BillPages<T>(Function<Optional<Line>, List<Line>> next, Function<List<Line>, List<T>> rows)
        implements Iterable<T> {
    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            private Optional<Line> last = Optional.empty();
            private Iterator<T> page = List.<T>of().iterator();
            private boolean over;

            @Override
            public boolean hasNext() {
                while (!page.hasNext() && !over) {
                    List<Line> lines = next.apply(last);
                    over = lines.isEmpty();
                    if (!over) {
                        last = Optional.of(lines.getLast());
                        page = rows.apply(lines).iterator();
                    }
                }
                return page.hasNext();
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
