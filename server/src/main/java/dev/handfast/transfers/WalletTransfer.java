package dev.handfast.transfers;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * Money a merchant has sent to a wallet. Its postings stand when the row does; neither changes.
 *
 * @param id follows from the merchant and its number; the subject of the postings
 * @param number another id, in time order, by which the transfer is told to others
 * @param order what was asked for
 * @param createdAt when it was sent
 */
public record WalletTransfer(UUID id, UUID number, Order order, Instant createdAt) {
    /**
     * What a merchant asks for.
     *
     * @param merchant whose money it is
     * @param partner who owes it to the merchant
     * @param reference the merchant's own number for it, unique for this merchant
     * @param wallet who gets it
     * @param amount more than zero, in the wallet's currency
     * @param description as shown to the payee
     * @param details what else the dialect wants to keep, as JSON text
     */
    public record Order(
            UUID merchant,
            UUID partner,
            String reference,
            UUID wallet,
            Money amount,
            String description,
            String details) {
        /** Checks the amount. */
        public Order {
            if (!amount.isPositive()) {
                throw new IllegalArgumentException("amount is more than zero, got " + amount);
            }
        }

        boolean sameAs(Order other) {
            return wallet.equals(other.wallet) && amount.equals(other.amount);
        }
    }

    /** The transfers, as a batch sees them. */
    public static final Table<UUID, WalletTransfer> TABLE =
            Table.<UUID, WalletTransfer>named("wallet_transfer", Table.Access.READ)
                    .fixed("id", UUID, WalletTransfer::id)
                    .fixed("number", UUID, WalletTransfer::number)
                    .fixed("merchant", UUID, row -> row.order().merchant())
                    .fixed("partner", UUID, row -> row.order().partner())
                    .fixed("reference", TEXT, row -> row.order().reference())
                    .fixed("wallet", UUID, row -> row.order().wallet())
                    .fixed("currency", TEXT, row -> row.order().amount().currency().code())
                    .fixed("amount_minor", BIGINT, row -> row.order().amount().minor())
                    .fixed("description", TEXT, row -> row.order().description())
                    .fixed("details", TEXT, row -> row.order().details())
                    .fixed("created_at", TIMESTAMP, WalletTransfer::createdAt)
                    .readBy(WalletTransfer::id, WalletTransfer::read);

    /** The id of the transfer to which a merchant gave this number. */
    static UUID idOf(UUID merchant, String reference) {
        return Ids.named("wallet_transfer", merchant.toString(), reference);
    }

    private static WalletTransfer read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        UUID number = fields.uuid();
        UUID merchant = fields.uuid();
        UUID partner = fields.uuid();
        String reference = fields.text();
        UUID wallet = fields.uuid();
        Currency currency = Currency.of(fields.text());
        Money amount = new Money(fields.number(), currency);
        Order order =
                new Order(
                        merchant, partner, reference, wallet, amount, fields.text(), fields.text());
        return new WalletTransfer(id, number, order, fields.instant());
    }
}
