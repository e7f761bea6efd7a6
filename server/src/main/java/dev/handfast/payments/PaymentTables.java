package dev.handfast.payments;

import dev.handfast.customers.Customers;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Table;
import dev.handfast.fx.ExchangeRate;
import dev.handfast.fx.Quote;
import dev.handfast.ledger.Ledger;
import dev.handfast.limits.Limits;
import dev.handfast.mandates.MandateCheck;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.partners.Agreement;
import dev.handfast.sales.Links;
import dev.handfast.sales.Session;
import dev.handfast.tokens.Card;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.transfers.WalletTransfer;
import dev.handfast.wallets.PaymentCode;
import dev.handfast.wallets.Wallet;

import java.util.ArrayList;
import java.util.List;

/**
 * Every table that payment commands touch, in the one order in which all batches load and lock
 * them. A table comes after those from whose rows its keys are found.
 */
public final class PaymentTables {
    private PaymentTables() {}

    /** The tables in order. */
    public static List<Table<?, ?>> inOrder(Ledger ledger) {
        return inOrder(ledger, List.of());
    }

    /** The tables in order, with those of commands of others in between. */
    public static List<Table<?, ?>> inOrder(Ledger ledger, List<Table<?, ?>> others) {
        List<Table<?, ?>> tables = new ArrayList<>(ledger.firstTables());
        tables.add(Idempotency.TABLE);
        tables.add(Claim.TABLE);
        tables.add(PaymentTable.TABLE);
        tables.add(Proceeds.TABLE);
        tables.add(Session.TABLE);
        tables.add(Links.table());
        tables.add(Settlement.TABLE);
        tables.add(Relation.TABLE);
        tables.add(SplitOrder.TABLE);
        tables.add(Portion.TABLE);
        tables.add(Split.TABLE);
        tables.add(Freeze.TABLE);
        tables.add(FreezeOperation.TABLE);
        tables.add(PartnerOffer.TABLE);
        tables.add(Refund.TABLE);
        tables.add(Contest.TABLE);
        tables.add(Commission.TABLE);
        tables.add(CommissionReturn.TABLE);
        tables.add(WalletTransfer.TABLE);
        tables.addAll(MandateCheck.tables());
        tables.addAll(Customers.tables());
        tables.add(DeviceToken.TABLE);
        tables.add(PaymentCode.TABLE);
        tables.add(Card.TABLE);
        tables.add(Wallet.TABLE);
        tables.addAll(Limits.tables());
        tables.add(Agreement.TABLE);
        tables.add(Quote.TABLE);
        tables.add(ExchangeRate.TABLE);
        tables.addAll(others);
        tables.addAll(ledger.lastTables());
        tables.add(Event.TABLE);
        tables.add(Delivery.TABLE);
        tables.add(RailTask.TABLE);
        return tables;
    }
}
