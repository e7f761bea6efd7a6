package dev.handfast.demo;

import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.Balances;
import dev.handfast.money.Money;
import dev.handfast.partners.Partner;
import dev.handfast.partners.Partners;
import dev.handfast.sql.Database;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Prints who owes whom, and the trial balance. */
final class BooksPage {
    private final Map<UUID, String> names;
    private final List<Balances.Line> lines;

    BooksPage(Database database, Partners partners) {
        names = partners.all().stream().collect(Collectors.toMap(Partner::id, Partner::name));
        lines = Balances.trial(database);
    }

    /** One line per position that is not nil. */
    List<String> positions() {
        return lines.stream()
                .filter(line -> line.account().kind() == AccountKind.POSITION_PAYABLE)
                .filter(line -> !line.creditBalance().isZero())
                .map(
                        line ->
                                "%s owes %s %s"
                                        .formatted(
                                                name(line.account().partner()),
                                                name(line.account().holder()),
                                                line.creditBalance().format()))
                .toList();
    }

    /** The trial balance by partner and currency, each with its total of nothing. */
    List<String> trialBalance() {
        List<String> text = new ArrayList<>();
        Map<String, List<Balances.Line>> groups =
                lines.stream()
                        .collect(
                                Collectors.groupingBy(
                                        line ->
                                                name(line.account().partner())
                                                        + " · "
                                                        + line.account().currency().code(),
                                        TreeMap::new,
                                        Collectors.toList()));
        groups.forEach((title, group) -> text.addAll(table(title, group)));
        return text;
    }

    private List<String> table(String title, List<Balances.Line> group) {
        List<String> text = new ArrayList<>();
        text.add(String.format(Locale.ROOT, "%-34s %16s %16s", title, "debit", "credit"));
        long debits = 0;
        long credits = 0;
        for (Balances.Line line : group) {
            Money balance = line.creditBalance();
            boolean credit = !balance.isNegative();
            String amount = (credit ? balance : balance.negated()).toDecimalString();
            debits = Math.addExact(debits, credit ? 0 : -balance.minor());
            credits = Math.addExact(credits, credit ? balance.minor() : 0);
            text.add(
                    String.format(
                            Locale.ROOT,
                            "  %-32s %16s %16s",
                            label(line),
                            credit ? "" : amount,
                            credit ? amount : ""));
        }
        var currency = group.getFirst().account().currency();
        text.add(
                String.format(
                        Locale.ROOT,
                        "  %-32s %16s %16s",
                        "",
                        new Money(debits, currency).toDecimalString(),
                        new Money(credits, currency).toDecimalString()));
        text.add("");
        return text;
    }

    private String label(Balances.Line line) {
        return switch (line.account().kind()) {
            case WALLET -> "wallets";
            case MERCHANT_PAYABLE -> "merchants";
            case MERCHANT_ESCROW -> "merchants, in escrow";
            case MERCHANT_FROZEN -> "merchants, kept for splits";
            case MERCHANT_DISPUTED -> "disputed money of merchants";
            case PAYOUT_TRANSIT -> "payouts on their way";
            case BANK -> "paid out by the bank";
            case POSITION_PAYABLE -> "owed to " + name(line.account().holder());
            case POSITION_RECEIVABLE -> "due from " + name(line.account().holder());
            case CONVERSION -> "conversion";
            case FX_MARGIN -> "conversion margin";
            case FEE_INCOME -> "fees earned";
            case CARD_RECEIVABLE -> "due from card issuers";
            case GATEWAY_RECEIVABLE -> "taken by partners' gateways";
            case RESERVE -> "reserve behind the wallets";
        };
    }

    private String name(UUID partner) {
        return names.getOrDefault(partner, partner.toString());
    }
}
