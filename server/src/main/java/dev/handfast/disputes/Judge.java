package dev.handfast.disputes;

import java.util.Optional;

/** Whoever decides about disputes that have been answered. Called by many threads; no waiting. */
@FunctionalInterface
public interface Judge {
    /** The verdict, where there is one by now. */
    Optional<DisputeRequest.Verdict> verdict(Dispute dispute);
}
