package dev.handfast.opengateway;

import dev.handfast.secrets.LookupHash;
import dev.handfast.web.PublicId;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Addresses by which one bill can be fetched for {@link #LIFE}: everything about the bill stands in
 * the address, under a keyed mark, so that nothing has to be kept and nothing can be changed.
 *
 * @param marks with a purpose of its own
 * @param publicUrl where merchants reach this installation, without a slash at the end
 */
public record BillLinks(LookupHash marks, String publicUrl) {
    /** What the addresses begin with. */
    static final String PATH = "/bills/download";

    /** How long an address is good. */
    static final Duration LIFE = Duration.ofSeconds(30);

    private static final String PREFIX = "mer";

    /** What an address leads to. */
    sealed interface Target {
        /** A bill. */
        record Good(Bill bill) implements Target {}

        /** Nothing any more. */
        record Expired(Instant at) implements Target {}

        /** Nothing: it was not made here. */
        record Forged() implements Target {}
    }

    /** An address that is good from now on. */
    String make(Bill bill, Instant now) {
        String said =
                "merchant=%s&seller_id=%s&bill_type=%s&bill_date=%s&expires=%d"
                        .formatted(
                                PublicId.format(PREFIX, bill.merchant()),
                                bill.sellerId(),
                                bill.kind().wireName(),
                                bill.days().text(),
                                now.plus(LIFE).toEpochMilli());
        return publicUrl + PATH + "?" + said + "&mark=" + mark(said);
    }

    /** What an address with these parameters leads to. */
    Target read(Function<String, String> parameters, Instant now) {
        String said =
                "merchant=%s&seller_id=%s&bill_type=%s&bill_date=%s&expires=%s"
                        .formatted(
                                parameters.apply("merchant"),
                                parameters.apply("seller_id"),
                                parameters.apply("bill_type"),
                                parameters.apply("bill_date"),
                                parameters.apply("expires"));
        byte[] given = parameters.apply("mark").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, mark(said).getBytes(StandardCharsets.UTF_8))) {
            return new Target.Forged();
        }
        Instant end = Instant.ofEpochMilli(Long.parseLong(parameters.apply("expires")));
        if (!now.isBefore(end)) {
            return new Target.Expired(end);
        }
        Optional<UUID> merchant = PublicId.parse(PREFIX, parameters.apply("merchant"));
        return new Target.Good(
                new Bill(
                        merchant.orElseThrow(),
                        parameters.apply("seller_id"),
                        Bill.Kind.find(parameters.apply("bill_type")).orElseThrow(),
                        Bill.Days.parse(parameters.apply("bill_date")).orElseThrow()));
    }

    private String mark(String said) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(marks.hash(said));
    }
}
