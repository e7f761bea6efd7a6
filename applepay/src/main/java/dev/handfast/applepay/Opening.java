package dev.handfast.applepay;

/** What came of opening a token: the payment in it, or the first reason against it. */
public sealed interface Opening {
    /** Every check held. */
    record Opened(PaymentToken token) implements Opening {}

    /**
     * A check did not hold. All three parts are safe to log: they hold hashes, names, times,
     * lengths and amounts, never a card number, a cryptogram or a key.
     *
     * @param why the rule that was broken
     * @param expected what the rule demands here, in words or as the value
     * @param got what the token has instead
     */
    record Refused(Refusal why, String expected, String got) implements Opening {
        @Override
        public String toString() {
            return why + ": " + why.meaning() + "; expected " + expected + ", got " + got;
        }
    }
}
