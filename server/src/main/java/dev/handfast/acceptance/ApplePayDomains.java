package dev.handfast.acceptance;

import dev.handfast.sql.Database;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The domains on whose pages merchants offer Apple Pay, and the file by which Apple knows them.
 *
 * <p>Source: Apple, "Configuring your environment" (domain verification).
 */
public final class ApplePayDomains {
    /** Characters of an association file; a real one has about 9,000. */
    public static final int FILE_LENGTH_MAX = 64 * 1024;

    private static final int HOST_LENGTH_MAX = 253;
    private static final Pattern HOST =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9-]{0,62}[a-z0-9]");

    private final Database database;
    private final InstantSource clock;

    /**
     * A merchant's domain.
     *
     * @param host fully qualified, in lower case, without a port
     */
    public record Domain(UUID merchant, String host, Instant addedAt) {}

    /** Domains in a database. */
    public ApplePayDomains(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A host's name as it is kept: lower case, no port, no final point. Empty where it is none; a
     * name in another script is given in its ASCII form.
     */
    public static Optional<String> host(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        String name = colon < 0 ? lower : lower.substring(0, colon);
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        boolean good = bare.length() <= HOST_LENGTH_MAX && HOST.matcher(bare).matches();
        return good ? Optional.of(bare) : Optional.empty();
    }

    /** Adds a domain; the same one is added once. */
    public Domain add(UUID merchant, String host) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into apple_pay_domain (merchant, host, added_at)
                                values (?, ?, ?) on conflict do nothing
                                """,
                                merchant,
                                host,
                                clock.instant()));
        return find(merchant, host).orElseThrow();
    }

    /** Takes a domain away, and the file the merchant gave for it. */
    public boolean remove(UUID merchant, String host) {
        return database.transact(
                tx -> {
                    tx.update(
                            "delete from apple_pay_domain_file where merchant = ? and host = ?",
                            merchant,
                            host);
                    return tx.update(
                                    "delete from apple_pay_domain where merchant = ? and host = ?",
                                    merchant,
                                    host)
                            == 1;
                });
    }

    /** One domain of a merchant. */
    public Optional<Domain> find(UUID merchant, String host) {
        return of(merchant).stream().filter(domain -> domain.host().equals(host)).findFirst();
    }

    /** A merchant's domains, by name. */
    public List<Domain> of(UUID merchant) {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select merchant, host, added_at from apple_pay_domain
                                where merchant = ? order by host
                                """,
                                row ->
                                        new Domain(
                                                row.uuid("merchant"),
                                                row.text("host"),
                                                row.instant("added_at")),
                                merchant));
    }

    /**
     * Keeps the file Apple made for a domain, to be served as it is. A host has one file, and whose
     * merchant gave it first may replace it.
     *
     * @return whether it was kept; false if it is another merchant's
     */
    public boolean keepFile(UUID merchant, String host, String content) {
        if (content.isEmpty() || content.length() > FILE_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "an association file has 1 to %d characters, got %d"
                            .formatted(FILE_LENGTH_MAX, content.length()));
        }
        int kept =
                database.transact(
                        tx ->
                                tx.update(
                                        """
                                        insert into apple_pay_domain_file as file
                                          (host, merchant, content)
                                        values (?, ?, ?)
                                        on conflict (host) do update set content = excluded.content
                                        where file.merchant = excluded.merchant
                                        """,
                                        host,
                                        merchant,
                                        content));
        return kept == 1;
    }

    /** The file for a host. */
    public Optional<String> file(String host) {
        return database.read(
                tx ->
                        tx.queryOne(
                                "select content from apple_pay_domain_file where host = ?",
                                row -> row.text("content"),
                                host));
    }
}
