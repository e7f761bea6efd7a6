package dev.handfast.demo;

import static dev.handfast.demo.Receipts.line;

import dev.handfast.alipay.Notification;
import dev.handfast.alipay.RawRequest;
import dev.handfast.payments.Payment;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Direction two: Ana's device wallet pays at Jasmine Tea, where QR codes are taken. */
final class TeaStory {
    private final Stage stage;
    private final UUID id;
    private final JasmineTea merchant;

    /**
     * The story of Jasmine Tea.
     *
     * @param id the merchant's id in the books
     * @param clock the time in which requests are dated
     */
    TeaStory(Stage stage, UUID id, InstantSource clock) {
        this.stage = stage;
        this.id = id;
        this.merchant = new JasmineTea(stage.credentials(), clock);
    }

    void tell() {
        Receipts receipts = stage.receipts();
        receipts.heading("2  A device wallet pays where QR codes are taken");
        Customers.Phone phone = Customers.phone(stage.credentials(), "card");
        receipts.say(
                "%s has a US dollar card on the phone, as device token ****%s of Aurora."
                        .formatted(phone.holder(), phone.suffix()));
        String number = "TEA" + System.nanoTime();
        try (Letterbox letterbox = new Letterbox("success")) {
            String code = precreate(number, letterbox);
            long begin = System.nanoTime();
            scan(phone, code, number);
            Letterbox.Letter letter = letterbox.await();
            notified(letter, number, letter.since(begin));
            query(number, "TRADE_SUCCESS");
            refund(number);
        }
        domestic();
    }

    private String precreate(String number, Letterbox letterbox) {
        long begin = System.nanoTime();
        String code = merchant.precreate(number, letterbox.url());
        stage.receipts()
                .step(
                        "Jasmine Tea asks for a QR code (alipay.trade.precreate)",
                        Duration.ofNanos(System.nanoTime() - begin),
                        List.of(
                                line("order", number),
                                line("amount", "CNY 25.00"),
                                line("code", code)));
        stage.receipts().block(QrText.draw(code));
        return code;
    }

    private void scan(Customers.Phone phone, String code, String number) {
        long begin = System.nanoTime();
        JsonNode answer = Customers.scan(stage.http(), phone, code);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        Payment payment = payment(number);
        List<Receipts.Line> lines = new ArrayList<>(Stage.money(payment));
        lines.add(line("bound to", "this order, by the token's application data"));
        if (payment.capture().isEmpty()) {
            throw new StepFailed("the scan did not pay: " + Json.write(answer));
        }
        stage.receipts().step(phone.holder() + " scans it and pays with the phone", took, lines);
    }

    private void notified(Letterbox.Letter letter, String number, Duration after) {
        RawRequest raw =
                new RawRequest(
                        "", letter.body().getBytes(StandardCharsets.UTF_8), letter.contentType());
        switch (Notification.read(raw, merchant.gatewayKeys(), Notification.Rule.V1)) {
            case Notification.Refused(String reason, String text) ->
                    throw new StepFailed("the notification is not genuine: " + reason);
            case Notification.Genuine(var content) -> {
                if (!content.get("out_trade_no").equals(number)) {
                    throw new StepFailed("the notification is about another order");
                }
                stage.receipts()
                        .step(
                                "Jasmine Tea is notified, and answers: success",
                                after,
                                List.of(
                                        line("trade_status", content.get("trade_status")),
                                        line("total_amount", content.get("total_amount")),
                                        line("signature", "verified")));
            }
        }
    }

    private void query(String number, String status) {
        long begin = System.nanoTime();
        JsonNode trade = merchant.query(number);
        if (!trade.path("trade_status").asString().equals(status)) {
            throw new StepFailed("expected %s, got %s".formatted(status, Json.write(trade)));
        }
        stage.receipts()
                .step(
                        "Jasmine Tea asks again (alipay.trade.query)",
                        Duration.ofNanos(System.nanoTime() - begin),
                        List.of(
                                line("trade_no", trade.path("trade_no").asString()),
                                line("trade_status", status)));
    }

    private void refund(String number) {
        long begin = System.nanoTime();
        JsonNode refund = merchant.refundHalf(number);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        var made =
                stage.store()
                        .findRefund(payment(number).id(), number + "R1")
                        .orElseThrow(() -> new StepFailed("the refund is not in the books"));
        stage.receipts()
                .step(
                        "Half goes back (alipay.trade.refund)",
                        took,
                        List.of(
                                line("refund", made.amount().format()),
                                line(
                                        "to the card",
                                        made.home().format() + ", at the payment's own rate"),
                                line("fund_change", refund.path("fund_change").asString())));
    }

    private void domestic() {
        JsonNode wallet =
                Customers.wallet(
                        stage.credentials(), Customers.phone(stage.credentials(), "wallet"));
        String holder = wallet.path("holder").asString();
        JsonNode code =
                stage.http()
                        .postJson(
                                "/sandbox/wallets/%s/payment_code"
                                        .formatted(wallet.path("id").asString()),
                                Json.object());
        String number = "TEA" + System.nanoTime();
        long begin = System.nanoTime();
        JsonNode trade = merchant.scan(number, code.path("code").asString());
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        List<Receipts.Line> lines = new ArrayList<>(Stage.money(payment(number)));
        lines.add(line("trade_no", trade.path("trade_no").asString()));
        stage.receipts()
                .step(
                        "At home too: Jasmine Tea scans %s's payment code".formatted(holder),
                        took,
                        lines);
    }

    private Payment payment(String number) {
        return stage.store()
                .findByReference(id, number)
                .orElseThrow(() -> new StepFailed("order " + number + " is not in the books"));
    }
}
