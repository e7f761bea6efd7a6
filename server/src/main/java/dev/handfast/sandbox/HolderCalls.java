package dev.handfast.sandbox;

import dev.handfast.cashier.AppOrders;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOutcome;
import dev.handfast.payments.FreezeRequest;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentRefusal;
import dev.handfast.payments.Request;
import dev.handfast.secrets.SecretText;
import dev.handfast.wallets.Wallet;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** What a wallet's app does for its holder, and the holder's password. */
final class HolderCalls {
    /** What the app tells the merchant's app, in the dialect's own numbers. */
    private static final String SUCCEEDED = "9000";

    private static final String IN_PROGRESS = "8000";
    private static final String REPEATED = "5000";
    private static final String FAILED = "4000";

    private static final String PAID_BEFORE = "ACQ.TRADE_HAS_SUCCESS";

    private final Sandbox sandbox;
    private final Optional<AppOrders> appOrders;

    HolderCalls(Sandbox sandbox, Optional<AppOrders> appOrders) {
        this.sandbox = sandbox;
        this.appOrders = appOrders;
    }

    /** Pays what a merchant's app has handed over, and says what goes back to it. */
    Reply appPay(Input input) {
        Optional<Wallet> wallet = wallet(input);
        String order = input.text("order_string");
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        if (appOrders.isEmpty()) {
            return told(FAILED, "there is no gateway here", "");
        }
        AppOrders orders = appOrders.get();
        return switch (orders.open(order)) {
            case AppOrders.Opened.Refused(String code, String text) ->
                    told(code.equals(PAID_BEFORE) ? REPEATED : FAILED, code + " " + text, "");
            case AppOrders.Opened.Payable(Payment payment) ->
                    pay(orders, order, payment, wallet.orElseThrow());
            case AppOrders.Opened.Freezable(Freeze freeze) ->
                    agree(orders, order, freeze, wallet.orElseThrow());
        };
    }

    /** Agrees that money is frozen. */
    private Reply agree(AppOrders orders, String order, Freeze freeze, Wallet wallet) {
        FreezeRequest request =
                new FreezeRequest.Agree(freeze.order().merchant(), freeze.id(), wallet.id());
        return switch (sandbox.parts().freezes().run(request)) {
            case FreezeOutcome.Done(Freeze frozen, var operation) ->
                    told(SUCCEEDED, "", orders.receipt(order, frozen));
            case FreezeOutcome.Again again -> told(REPEATED, "", "");
            case FreezeOutcome.Refused(var why, String detail) ->
                    told(FAILED, why.name() + " " + detail, "");
        };
    }

    private Reply pay(AppOrders orders, String order, Payment payment, Wallet wallet) {
        PayRequest request =
                new PayRequest(
                        sandbox.parts().ids().next(),
                        new PayRequest.Target.Existing(payment.terms().merchant(), payment.id()),
                        new Instrument.Wallet(wallet.id()),
                        Optional.empty());
        Outcome outcome = sandbox.parts().payments().run(new Request.Pay(request));
        return switch (outcome) {
            case Outcome.Done(Payment paid) -> paid(orders, order, paid);
            case Outcome.Already(Payment paid) -> paid(orders, order, paid);
            case Outcome.AskRail ask -> told(IN_PROGRESS, "", "");
            case Outcome.InDoubt inDoubt -> told(IN_PROGRESS, "", "");
            case Outcome.Refused refused ->
                    told(
                            refused.why() == PaymentRefusal.PAYMENT_ALREADY_PAID
                                    ? REPEATED
                                    : FAILED,
                            refused.why().name() + " " + refused.detail(),
                            "");
            case Outcome.Refunded refunded -> throw misplaced(outcome);
            case Outcome.AlreadyRefunded refunded -> throw misplaced(outcome);
        };
    }

    private Reply paid(AppOrders orders, String order, Payment payment) {
        return told(
                SUCCEEDED, "", orders.receipt(order, payment, sandbox.parts().clock().instant()));
    }

    /** The three fields that the official app client gives a merchant's app. */
    private static Reply told(String status, String memo, String result) {
        ObjectNode body = Json.object();
        body.put("resultStatus", status);
        body.put("memo", memo);
        body.put("result", result);
        return Reply.good(body);
    }

    /** Gives a wallet another payment password. */
    Reply setPassword(Input input) {
        Optional<Wallet> wallet = wallet(input);
        String password = input.text("password");
        if (input.problem().isPresent()) {
            return input.problem().get();
        }
        if (!password.matches("[0-9]{6}")) {
            return Reply.refused(
                    400,
                    "field_invalid",
                    "password",
                    "password: has 6 digits, got %d characters".formatted(password.length()));
        }
        sandbox.holders().set(wallet.orElseThrow().id(), SecretText.of(password));
        return Reply.good(Credentials.wallet(sandbox.parts(), wallet.orElseThrow()));
    }

    private Optional<Wallet> wallet(Input input) {
        return input.named("id", Views.WALLET, sandbox.parts().wallets()::find);
    }

    private static IllegalStateException misplaced(Outcome outcome) {
        return new IllegalStateException("a payment has no such outcome: " + outcome);
    }
}
