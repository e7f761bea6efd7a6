package dev.handfast.ledger;

import java.util.List;

/** What became of an entry. */
public sealed interface Posting {
    /** It stands; the ids of its transfers in the order of its steps. */
    record Posted(List<Long> transfers) implements Posting {}

    /**
     * It does not stand. The command that asked must refuse as a whole, which undoes the steps that
     * came before.
     *
     * @param why the first rule that was broken
     * @param step the index of the step that broke it
     */
    record Refused(LedgerRefusal why, int step) implements Posting {}
}
