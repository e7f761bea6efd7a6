package dev.handfast.applepay;

/**
 * The number of a device token or merchant token (in Apple's words the application primary account
 * number): 12 to 19 digits. It prints its last four digits and nothing else.
 */
public final class Pan {
    private final String digits;

    private Pan(String digits) {
        this.digits = digits;
    }

    /** Takes the digits without spaces; no check digit is demanded, since test numbers lack one. */
    public static Pan of(String digits) {
        if (!isPan(digits)) {
            throw new IllegalArgumentException(
                    "a PAN has 12 to 19 digits, got " + digits.length() + " characters");
        }
        return new Pan(digits);
    }

    static boolean isPan(String text) {
        return text.length() >= 12 && text.length() <= 19 && Fields.allDigits(text);
    }

    /** All digits: a secret, for the message to the acquirer and nothing else. */
    public String digits() {
        return digits;
    }

    /** The last four digits, as they may be shown. */
    public String lastFour() {
        return digits.substring(digits.length() - 4);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pan pan && pan.digits.equals(digits);
    }

    @Override
    public int hashCode() {
        return digits.hashCode();
    }

    @Override
    public String toString() {
        return "Pan[****" + lastFour() + "]";
    }
}
