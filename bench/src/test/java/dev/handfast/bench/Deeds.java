package dev.handfast.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Makes deeds of every kind, each with what it needs to have gone before. */
final class Deeds {
    static final long CENTS = 100;
    static final String YUAN = "6.00";

    private final Shop shop;

    Deeds(Shop shop) {
        this.shop = shop;
    }

    /** A payment that has been made; its id belongs to the merchant API. */
    record Made(String subject, String id) {}

    /** So many deeds of one kind, none sent yet. */
    List<Deed> of(Deed.Kind kind, int count) {
        List<Deed> deeds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            deeds.add(one(kind, i % 2 == 0 ? Shop.Payer.LIN : Shop.Payer.ANA));
        }
        return deeds;
    }

    private Deed one(Deed.Kind kind, Shop.Payer payer) {
        String key = mark();
        return switch (kind) {
            case PAY -> new Deed(kind, key, key, sale(payer, key, "automatic"));
            case HOLD -> new Deed(kind, key, key, sale(payer, key, "manual"));
            case CAPTURE, CANCEL -> {
                Made held = made(payer, "manual");
                String what = kind == Deed.Kind.CAPTURE ? "capture" : "cancel";
                yield new Deed(kind, held.subject(), key, shop.change(held.id(), what, key));
            }
            case REFUND -> {
                Made paid = made(payer, "automatic");
                yield new Deed(kind, paid.subject(), key, shop.refund(paid.id(), 40, key));
            }
            case PRECREATE -> new Deed(kind, key, key, shop.precreate(key, YUAN));
            case TRADE_PAY ->
                    new Deed(
                            kind,
                            key,
                            key,
                            shop.charge(key, YUAN, shop.paymentCode().orElseThrow()));
            case TRADE_REFUND -> {
                String number = trade();
                yield new Deed(kind, number, key, shop.giveBack(number, key, "2.00"));
            }
            case TRADE_CANCEL -> {
                String number = trade();
                yield new Deed(kind, number, key, shop.about("alipay.trade.cancel", number));
            }
        };
    }

    private Client.Wire sale(Shop.Payer payer, String key, String method) {
        String token = shop.seal(payer, CENTS).orElseThrow();
        return shop.sell(new Shop.Sale(key, CENTS, token, method));
    }

    /** A payment at Harbor Coffee, {@code automatic}ally captured or held. */
    Made made(Shop.Payer payer, String method) {
        String key = mark();
        Client.Answer answer = shop.client().post(sale(payer, key, method)).orElseThrow();
        assertEquals(200, answer.status(), answer::body);
        return new Made(key, answer.text("/id"));
    }

    /** A trade at Jasmine Tea that Lin has paid by showing a code; its number. */
    String trade() {
        String number = mark();
        Client.Wire wire = shop.charge(number, YUAN, shop.paymentCode().orElseThrow());
        Client.Answer answer = shop.client().post(wire).orElseThrow();
        assertEquals("10000", Deed.node(answer).path("code").asString(""), answer::body);
        return number;
    }

    /** A trade at Jasmine Tea that waits; the text of its QR code. */
    String qrCode(String yuan) {
        Client.Answer answer = shop.client().post(shop.precreate(mark(), yuan)).orElseThrow();
        return Deed.node(answer).path("qr_code").asString();
    }

    static String mark() {
        return "t" + UUID.randomUUID().toString().replace("-", "");
    }
}
