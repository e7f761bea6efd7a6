package dev.handfast.sandbox;

import dev.handfast.cashier.Holders;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.secrets.SecretText;
import dev.handfast.sql.Database;
import dev.handfast.sql.Tx;
import dev.handfast.wallets.Wallet;
import dev.handfast.wallets.Wallets;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The sandbox's wallet holders: anybody may play any of them, but pays with a payment password of
 * six digits. Wrong ones are counted in one statement, so that a thousand tries at once are counted
 * one by one.
 */
public final class SandboxHolders implements Holders {
    /** The password of every wallet whose holder has set no other. */
    static final String FIRST_PASSWORD = "111111";

    /** After so many wrong passwords in a row, nobody is believed for a while. */
    static final int TRIES_MAX = 5;

    /** For so long. */
    static final Duration LOCKED = Duration.ofMinutes(15);

    private final Database database;
    private final LookupHash marks;
    private final Wallets wallets;
    private final InstantSource clock;

    /** The holders of these wallets. */
    public SandboxHolders(Database database, KeyRing keys, Wallets wallets, InstantSource clock) {
        this.database = database;
        this.marks = LookupHash.of(keys, "sandbox.password");
        this.wallets = wallets;
        this.clock = clock;
    }

    @Override
    public List<Wallet> wallets() {
        return wallets.all().stream()
                .sorted(Comparator.comparingInt((Wallet wallet) -> Cast.place(wallet.id())))
                .toList();
    }

    /** Gives a wallet another password, and lets its holder try again. */
    void set(UUID wallet, SecretText password) {
        byte[] mark = mark(wallet, password);
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into sandbox_password (wallet, mark, failures)
                                values (?, ?, 0)
                                on conflict (wallet) do update
                                set mark = excluded.mark, failures = 0, locked_until = null
                                """,
                                wallet,
                                mark));
    }

    @Override
    public Proof prove(UUID wallet, SecretText password) {
        Instant now = clock.instant();
        byte[] first = mark(wallet, SecretText.of(FIRST_PASSWORD));
        byte[] given = mark(wallet, password);
        return database.transact(
                tx -> {
                    tx.update(
                            """
                            insert into sandbox_password (wallet, mark, failures)
                            values (?, ?, 0)
                            on conflict (wallet) do nothing
                            """,
                            wallet,
                            first);
                    return count(tx, wallet, given, now).orElseGet(() -> locked(tx, wallet));
                });
    }

    /** Counts a try, if tries are taken now. */
    private static Optional<Proof> count(Tx tx, UUID wallet, byte[] given, Instant now) {
        return tx.queryOne(
                """
                update sandbox_password
                set failures =
                      case when mark = ? or failures + 1 >= ? then 0 else failures + 1 end,
                    locked_until = case when mark <> ? and failures + 1 >= ? then ? end
                where wallet = ? and (locked_until is null or locked_until <= ?)
                returning mark = ? as good, failures, locked_until
                """,
                row -> {
                    Optional<Instant> until = row.findInstant("locked_until");
                    if (row.flag("good")) {
                        return new Proof.Proved();
                    }
                    return until.isPresent()
                            ? new Proof.Locked(until.get())
                            : new Proof.Wrong(TRIES_MAX - row.integer("failures"));
                },
                given,
                TRIES_MAX,
                given,
                TRIES_MAX,
                now.plus(LOCKED),
                wallet,
                now,
                given);
    }

    private static Proof locked(Tx tx, UUID wallet) {
        return tx.queryOne(
                        """
                        select locked_until from sandbox_password where wallet = ?
                        """,
                        row -> new Proof.Locked(row.instant("locked_until")),
                        wallet)
                .orElseThrow();
    }

    private byte[] mark(UUID wallet, SecretText password) {
        return password.use(digits -> marks.hash(wallet + " " + digits));
    }
}
