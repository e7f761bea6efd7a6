package dev.handfast.rails;

import dev.handfast.disputes.Dispute;
import dev.handfast.disputes.DisputeRequest.Verdict;
import dev.handfast.disputes.Judge;

import java.util.Optional;

/**
 * A judge who reads one word: evidence that says {@code winning_evidence} wins, evidence that says
 * {@code losing_evidence} loses, as in Stripe's test mode; about any other it says nothing.
 */
public final class SandboxJudge implements Judge {
    @Override
    public Optional<Verdict> verdict(Dispute dispute) {
        String evidence = dispute.file().evidence();
        if (evidence.contains("winning_evidence")) {
            return Optional.of(Verdict.WON);
        }
        return evidence.contains("losing_evidence") ? Optional.of(Verdict.LOST) : Optional.empty();
    }
}
