package dev.handfast.tokens;

import dev.handfast.money.Money;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

import javax.crypto.SecretKey;

/** Decides whether a device token may pay: its state, its expiry, its cryptogram, its counter. */
public final class TokenCheck {
    private static final DateTimeFormatter YYMMDD = DateTimeFormatter.ofPattern("yyMMdd");

    /** Opens a token's sealed key. */
    @FunctionalInterface
    public interface Keys {
        /** The AES key that the device shares with us. */
        SecretKey keyOf(DeviceToken token);
    }

    /** The answer. */
    public sealed interface Result {
        /** It may; the token with its counter used up. */
        record Good(DeviceToken after) implements Result {}

        /** It may not. */
        record Refused(TokenRefusal why) implements Result {}
    }

    private TokenCheck() {}

    /**
     * Checks a payment made with a token.
     *
     * @param token what the database holds, if anything
     * @param cryptogram the bytes that came with the payment
     * @param amount the amount the device was asked to approve
     */
    public static Result check(
            Optional<DeviceToken> token, byte[] cryptogram, Money amount, Context context) {
        Optional<TokenRefusal> standing = standing(token, context.now());
        if (standing.isPresent()) {
            return new Result.Refused(standing.get());
        }
        DeviceToken known = token.orElseThrow();
        Optional<Cryptogram> read = Cryptogram.parse(cryptogram);
        if (read.isEmpty() || !read.get().matches(context.keys().keyOf(known), amount)) {
            return new Result.Refused(TokenRefusal.CRYPTOGRAM_WRONG);
        }
        return known.counters()
                .use(read.get().counter())
                .<Result>map(used -> new Result.Good(known.with(used)))
                .orElseGet(() -> new Result.Refused(TokenRefusal.COUNTER_REUSED));
    }

    /** Why a token may not pay whatever comes with it, if so: it is not known, stopped, or old. */
    public static Optional<TokenRefusal> standing(Optional<DeviceToken> token, Instant now) {
        if (token.isEmpty()) {
            return Optional.of(TokenRefusal.TOKEN_UNKNOWN);
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        boolean expired = today.isAfter(LocalDate.parse(token.get().expiresOn(), YYMMDD));
        return switch (token.get().state()) {
            case ACTIVE -> expired ? Optional.of(TokenRefusal.TOKEN_EXPIRED) : Optional.empty();
            case SUSPENDED -> Optional.of(TokenRefusal.TOKEN_SUSPENDED);
            case DELETED -> Optional.of(TokenRefusal.TOKEN_DELETED);
        };
    }

    /**
     * What a check depends on beside its subject.
     *
     * @param keys opens the token's key
     * @param now the moment
     */
    public record Context(Keys keys, Instant now) {}
}
