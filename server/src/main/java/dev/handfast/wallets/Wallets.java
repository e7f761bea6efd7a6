package dev.handfast.wallets;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Put;
import dev.handfast.engine.Reader;
import dev.handfast.engine.Working;
import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Balances;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Ledger;
import dev.handfast.ledger.Leg;
import dev.handfast.ledger.Posting;
import dev.handfast.ledger.Purpose;
import dev.handfast.ledger.Step;
import dev.handfast.money.Money;
import dev.handfast.sql.Database;
import dev.handfast.sql.Sweep;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Opens wallets, puts money into them, and issues payment codes. */
public final class Wallets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CODE_PREFIX = "28";
    private static final int CODE_DIGITS = 18;

    /** How long it is remembered that there was a code, and what it paid. */
    private static final Duration CODES_REMEMBERED = Duration.ofDays(7);

    private final Database database;
    private final Engine engine;
    private final Ledger ledger;
    private final InstantSource clock;

    /** Wallets in a database. */
    public Wallets(Database database, Engine engine, Ledger ledger, InstantSource clock) {
        this.database = database;
        this.engine = engine;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Opens a wallet; one with the same id stays as it is. True when it is new. */
    public boolean open(Wallet wallet) {
        return engine.run(new Put<>(Wallet.TABLE, wallet));
    }

    /** The wallet with this id. */
    public Optional<Wallet> find(UUID id) {
        return database.read(tx -> Reader.one(tx, Wallet.TABLE, id));
    }

    /** All wallets, oldest first. */
    public List<Wallet> all() {
        return database.read(
                tx ->
                        Reader.found(
                                tx,
                                Wallet.TABLE,
                                """
                                select id from wallet order by created_at, id limit 1000
                                """));
    }

    /** What the wallet's holder can spend. */
    public Money available(Wallet wallet) {
        return Balances.available(database, wallet.account());
    }

    /** Puts money into a wallet from its operator's reserve. */
    public Posting topUp(Wallet wallet, Money amount, UUID subject) {
        return engine.run(new TopUp(ledger, wallet, amount, subject));
    }

    /** Freezes a wallet, or lets it pay again. */
    public void set(UUID wallet, Wallet.State state) {
        database.transact(
                tx -> {
                    tx.updateExactly(
                            1,
                            """
                            update wallet set state = ? where id = ?
                            """,
                            state.name(),
                            wallet);
                    return true;
                });
    }

    /** Issues a fresh payment code; the digits are known only to who shows them. */
    public String issueCode(UUID wallet) {
        while (true) {
            StringBuilder digits = new StringBuilder(CODE_PREFIX);
            while (digits.length() < CODE_DIGITS) {
                digits.append((char) ('0' + RANDOM.nextInt(10)));
            }
            PaymentCode code =
                    new PaymentCode(
                            PaymentCode.idOf(digits.toString()),
                            wallet,
                            clock.instant().plus(PaymentCode.LIFE),
                            Optional.empty());
            if (engine.run(new Put<>(PaymentCode.TABLE, code))) {
                return digits.toString();
            }
        }
    }

    /** Forgets payment codes that nobody can need any more; answers how many. */
    public int sweepCodes() {
        return Sweep.run(
                database,
                (tx, limit) ->
                        tx.update(
                                """
                                delete from payment_code where id in (
                                    select id from payment_code where expires_at < ?
                                    order by expires_at limit ?)
                                """,
                                clock.instant().minus(CODES_REMEMBERED),
                                limit));
    }

    private record TopUp(Ledger ledger, Wallet wallet, Money amount, UUID subject)
            implements Command<Posting> {
        @Override
        public void name(Naming naming) {
            ledger.nameAccounts(naming, working -> List.of(reserve(), wallet.account()));
        }

        @Override
        public Decision<Posting> decide(Working working) {
            Leg leg = new Leg(reserve(), wallet.account(), amount, Purpose.TOP_UP);
            Posting posting = ledger.post(working, new Entry(subject, List.of(new Step.Post(leg))));
            return switch (posting) {
                case Posting.Posted posted -> new Decision.Done<>(posting);
                case Posting.Refused refused -> new Decision.Refused<>(posting);
            };
        }

        private AccountRef reserve() {
            return AccountRef.own(AccountKind.RESERVE, wallet.operator(), wallet.currency());
        }
    }
}
