package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Until when a trade can be paid: {@code time_expire}, else {@code timeout_express}, else a
 * default.
 */
final class Expiry {
    /** Where the payer stands in front of the merchant. */
    static final Duration FACE_TO_FACE = Duration.ofHours(3);

    /** Everywhere else. */
    static final Duration ONLINE = Duration.ofDays(15);

    /** A QR code is never good for longer, whatever the merchant says. */
    static final Duration QR_CODE_MAX = Duration.ofHours(2);

    private static final Duration MIN = Duration.ofMinutes(1);
    private static final Duration MAX = Duration.ofDays(15);
    private static final Pattern RELATIVE = Pattern.compile("([0-9]{1,5})([mhd])");
    private static final String END_OF_DAY = "1c";

    /** The form of a time or a span is looked at when it is read. */
    private static final TextRule ANY =
            new TextRule(32, Pattern.compile(".*"), "has at most 32 characters");

    /** What {@link #trade} reads. */
    static final Shape SHAPE = Shape.of(Param.text("time_expire", ANY), span("timeout_express"));

    private final Fields fields;
    private final Instant now;

    Expiry(Fields fields, Instant now) {
        this.fields = fields;
        this.now = now;
    }

    /** A field that {@link #named} reads. */
    static Param span(String name) {
        return Param.text(name, ANY);
    }

    /** The end of the trade; it may lie in the past, which is for the caller to judge. */
    Instant trade(Duration standard) {
        Optional<String> absolute = fields.optional("time_expire");
        Instant relative =
                fields.optional("timeout_express")
                        .map(text -> end("timeout_express", text))
                        .orElse(now.plus(standard));
        return absolute.map(this::absolute).orElse(relative);
    }

    /** The end that the field with this name gives. */
    Instant named(String name, Duration standard) {
        return fields.optional(name).map(text -> end(name, text)).orElse(now.plus(standard));
    }

    /** The end of the trade's QR code. */
    Instant qrCode() {
        Instant latest = now.plus(QR_CODE_MAX);
        Instant wanted =
                fields.optional("qr_code_timeout_express")
                        .map(text -> end("qr_code_timeout_express", text))
                        .orElse(latest);
        return earlier(wanted, latest);
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Instant absolute(String text) {
        Optional<Instant> end = WireTime.parse(text);
        if (end.isEmpty()) {
            fields.refuse(
                    Fields.invalid("time_expire", "is a time as yyyy-MM-dd HH:mm:ss, GMT+8", text));
        } else if (end.get().isAfter(now.plus(MAX))) {
            fields.refuse(Fields.invalid("time_expire", "is at most 15 days ahead", text));
        }
        return end.orElse(now);
    }

    private Instant end(String name, String text) {
        if (text.equals(END_OF_DAY)) {
            return now.atOffset(WireTime.ZONE)
                    .toLocalDate()
                    .plusDays(1)
                    .atStartOfDay()
                    .toInstant(WireTime.ZONE);
        }
        Matcher match = RELATIVE.matcher(text);
        Duration time = match.matches() ? duration(match) : Duration.ZERO;
        if (time.compareTo(MIN) < 0 || time.compareTo(MAX) > 0) {
            fields.refuse(Fields.invalid(name, "is 1m to 15d, in whole m, h or d, or 1c", text));
        }
        return now.plus(time);
    }

    private static Duration duration(Matcher match) {
        long count = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
