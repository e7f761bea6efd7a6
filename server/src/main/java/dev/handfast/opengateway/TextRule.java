package dev.handfast.opengateway;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a text field may hold. None may hold a NUL or half of a surrogate pair: the database has no
 * such text.
 *
 * @param charsMax at most this many characters
 * @param form what it must look like
 * @param words the same for people, put behind the field's name
 */
record TextRule(int charsMax, Pattern form, String words) {
    /** A merchant's number for a trade. */
    static final TextRule NUMBER = of(64, "[A-Za-z0-9_]+", "has 1 to 64 letters, digits or _");

    /** A merchant's number for a refund. */
    static final TextRule REQUEST_NUMBER =
            of(64, "[\\x21-\\x7e]+", "has 1 to 64 visible ASCII characters without blanks");

    /** A number this gateway gave. */
    static final TextRule TRADE_NO = of(64, "[0-9A-Za-z_]+", "has 1 to 64 letters or digits");

    /** What is sold. */
    static final TextRule SUBJECT =
            of(256, "[^/=&\\p{Cntrl}\\p{Cs}]+", "has 1 to 256 characters, none of them / = &");

    /** More about what is sold. */
    static final TextRule BODY = of(128, "[^\\x00\\p{Cs}]*", "has at most 128 characters");

    /** Whatever the merchant wants back. */
    static final TextRule PASSBACK = of(512, "[^\\x00\\p{Cs}]*", "has at most 512 characters");

    /** Why money is given back. */
    static final TextRule REASON = of(256, "[^\\x00\\p{Cs}]*", "has at most 256 characters");

    /** A merchant's name for a shop, a till or a person. */
    static final TextRule LABEL =
            of(32, "[^\\p{Cntrl}\\p{Cs}]*", "has at most 32 visible characters");

    /** What a merchant notes. */
    static final TextRule REMARK = of(100, "[^\\x00\\p{Cs}]*", "has at most 100 characters");

    /** A holder of an account. */
    static final TextRule USER = of(16, "2088[0-9]{12}", "has 16 digits and begins 2088");

    /** A merchant's number for an agreement. */
    static final TextRule AGREEMENT_REFERENCE =
            of(32, "[0-9A-Za-z_-]+", "has 1 to 32 letters, digits, _ or -");

    /** What an agreement is for. */
    static final TextRule SCENE = of(64, "[0-9A-Za-z_|]+", "is a scene such as INDUSTRY|MEDIA");

    /** A day or a month. */
    static final TextRule BILL_DATE =
            of(10, "[0-9]{4}-[0-9]{2}(-[0-9]{2})?", "is yyyy-MM-dd or yyyy-MM");

    /** A day, with or without a time that does not count. */
    static final TextRule DAY =
            of(
                    19,
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?",
                    "is a day as yyyy-MM-dd");

    /** What a holder signs in with: an e-mail address or a telephone number. */
    static final TextRule LOGON_ID =
            of(100, "[^\\s\\p{Cntrl}\\p{Cs}]+", "has 1 to 100 visible characters");

    /** A holder's name. */
    static final TextRule HOLDER = of(128, "[^\\p{Cntrl}\\p{Cs}]+", "has 1 to 128 characters");

    /** A line for people. */
    static final TextRule TITLE = of(200, "[^\\p{Cntrl}\\p{Cs}]*", "has at most 200 characters");

    /** A holder of an account as one app knows it. */
    static final TextRule OPEN_ID =
            of(128, "[0-9A-Za-z_-]+", "has 1 to 128 letters, digits, _ or -");

    /** A code of the dialect. */
    static final TextRule CODE = of(64, "[0-9A-Za-z_]+", "is one of the dialect's codes");

    /** Where notifications go. */
    static final TextRule URL =
            of(
                    256,
                    "https?://[^\\s/?#@\\\\]+([/?#]\\S*)?",
                    "is an http or https address of at most 256 characters");

    /** One of these words. */
    static TextRule oneOf(String... words) {
        return of(
                Arrays.stream(words).mapToInt(String::length).max().orElse(0),
                Arrays.stream(words).map(Pattern::quote).collect(Collectors.joining("|")),
                "is " + (words.length > 1 ? "one of " : "") + String.join(", ", words));
    }

    private static TextRule of(int charsMax, String form, String words) {
        return new TextRule(charsMax, Pattern.compile(form), words);
    }

    boolean holdsFor(String text) {
        return text.codePointCount(0, text.length()) <= charsMax && form.matcher(text).matches();
    }
}
