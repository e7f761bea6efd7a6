package dev.handfast.ledger;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * A line of a merchant's statement: what one entry did to what the merchant is owed. Written with
 * the entry, never changed; the lines of an account add up to its balance.
 *
 * @param id follows from source, account and kind, where the entry names its source
 * @param account the merchant's account
 * @param holder the merchant
 * @param kind what it is about
 * @param net what the account gained; less than zero where it lost
 * @param fee what partners and platform earned from it; less than zero where it was given back
 * @param applicationFee the platform's part of the fee
 * @param about what moved, as three references
 * @param at when
 */
public record Line(
        UUID id,
        UUID account,
        UUID holder,
        LineKind kind,
        Money net,
        Money fee,
        Money applicationFee,
        About about,
        Instant at) {
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long REST = 0x3FFF_FFFF_FFFF_FFFFL;

    /** An odd number whose multiples differ in all their bits: the golden ratio times 2^64. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /**
     * What moved.
     *
     * @param source the object whose movement it is, for instance a refund
     * @param subject what the entry is about, for instance the payment
     * @param entry the id of the entry's first transfer
     */
    public record About(UUID source, UUID subject, long entry) {}

    static final Table<UUID, Line> TABLE =
            Table.<UUID, Line>named("statement_line", Table.Access.READ)
                    .fixed("id", UUID, Line::id)
                    .fixed("account", UUID, Line::account)
                    .fixed("holder", UUID, Line::holder)
                    .fixed("kind", TEXT, line -> line.kind().name())
                    .fixed("currency", TEXT, line -> line.net().currency().code())
                    .fixed("net_minor", BIGINT, line -> line.net().minor())
                    .fixed("fee_minor", BIGINT, line -> line.fee().minor())
                    .fixed("application_fee_minor", BIGINT, line -> line.applicationFee().minor())
                    .fixed("source", UUID, line -> line.about().source())
                    .fixed("subject", UUID, line -> line.about().subject())
                    .fixed("entry", BIGINT, line -> line.about().entry())
                    .fixed("at", TIMESTAMP, Line::at)
                    .readBy(Line::id, Line::read);

    /** What the line is about before fees: net and fee. */
    public Money gross() {
        return net.plus(fee);
    }

    /** The id of the line that the one movement of its kind of {@code source} makes. */
    public static UUID idOf(AccountRef account, UUID source, LineKind kind) {
        return idOf(account.id(), source, kind);
    }

    static UUID idOf(UUID account, UUID source, LineKind kind) {
        return idOf(account, source, kind.name().hashCode());
    }

    /** Ids are in the order of their sources, so that new ones lie close together. */
    static UUID idOf(UUID account, UUID source, long which) {
        long mark =
                source.getLeastSignificantBits()
                        ^ account.getLeastSignificantBits()
                        ^ (which * SPREAD);
        return new UUID(source.getMostSignificantBits(), VARIANT | (mark & REST));
    }

    private static Line read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        UUID account = fields.uuid();
        UUID holder = fields.uuid();
        LineKind kind = LineKind.valueOf(fields.text());
        Currency currency = Currency.of(fields.text());
        return new Line(
                id,
                account,
                holder,
                kind,
                new Money(fields.number(), currency),
                new Money(fields.number(), currency),
                new Money(fields.number(), currency),
                new About(fields.uuid(), fields.uuid(), fields.number()),
                fields.instant());
    }
}
