package dev.handfast.transfers;

/** What became of a transfer. */
public sealed interface TransferOutcome {
    /** It was sent. */
    record Sent(WalletTransfer transfer) implements TransferOutcome {}

    /** The very same transfer had been sent before. */
    record Already(WalletTransfer transfer) implements TransferOutcome {}

    /**
     * It was refused and changed nothing; it may be asked for again under the same number.
     *
     * @param why the rule
     * @param detail rule and what was got
     */
    record Refused(TransferRefusal why, String detail) implements TransferOutcome {}
}
