package dev.handfast.applepay;

/** Bytes that are not the BER they should be; caught by whoever knows which field they were. */
final class BerException extends Exception {
    private final String expected;
    private final String got;

    BerException(String expected, String got) {
        super("expected " + expected + ", got " + got, null, false, false);
        this.expected = expected;
        this.got = got;
    }

    RefusedException as(Refusal why, String field) {
        return new RefusedException(why, field + " with " + expected, got);
    }

    String got() {
        return got;
    }
}
