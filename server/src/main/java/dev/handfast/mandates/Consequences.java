package dev.handfast.mandates;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;

/**
 * What waits for a holder to agree to a mandate, and changes in the same commit when one does.
 * Pure: called inside a batch, maybe more than once.
 */
public interface Consequences {
    /** Where nothing waits for any mandate. */
    Consequences NONE =
            new Consequences() {
                @Override
                public void name(Naming naming, Mandate mandate) {}

                @Override
                public boolean stillWanted(Working working, Mandate mandate) {
                    return true;
                }

                @Override
                public void agreed(Working working, MandateAnnouncer.News news) {}
            };

    /** Names the rows that the other calls look for. */
    void name(Naming naming, Mandate mandate);

    /** Whether it can still be agreed to, for all that waits for it. */
    boolean stillWanted(Working working, Mandate mandate);

    /** Changes what has waited, and tells of it. */
    void agreed(Working working, MandateAnnouncer.News news);
}
