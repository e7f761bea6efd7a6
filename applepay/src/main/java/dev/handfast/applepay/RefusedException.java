package dev.handfast.applepay;

/**
 * A refusal on its way from the check that found it to the one place that answers it.
 *
 * <p>Checked and never public: the compiler proves that no refusal leaves the package as an
 * exception. It has no stack trace, since hostile input must be cheap to refuse.
 */
final class RefusedException extends Exception {
    private static final int TEXT_CHARS_MAX = 400;

    private final Opening.Refused refused;

    RefusedException(Refusal why, String expected, String got) {
        super(why + ": expected " + expected + ", got " + got, null, false, false);
        refused = new Opening.Refused(why, printable(expected), printable(got));
    }

    /** Names in certificates come from strangers: no line breaks into our logs, and no novels. */
    private static String printable(String text) {
        StringBuilder result = new StringBuilder();
        text.codePoints()
                .limit(TEXT_CHARS_MAX)
                .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? '?' : c)
                .forEach(result::appendCodePoint);
        return result.toString();
    }

    Opening.Refused refused() {
        return refused;
    }
}
