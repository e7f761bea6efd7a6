package dev.handfast.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Of many that want the same money at the same moment, exactly those get it whom it suffices. */
@ExtendWith(SharedServer.Extension.class)
final class RaceTest {
    private static final int RACERS = 12;

    private final Shop shop;
    private final Deeds deeds;

    RaceTest(SharedServer house) {
        shop = house.shop();
        deeds = new Deeds(shop);
    }

    @Test
    void refunds_never_exceed_the_capture() throws Exception {
        String id = deeds.made(Shop.Payer.LIN, "automatic").id();
        List<Client.Answer> answers = race(i -> shop.refund(id, 30, Deeds.mark()), RACERS);
        assertEquals(3, statuses(answers, 200));
        assertEquals(RACERS - 3, statuses(answers, 400));
        // What is left is still there to be given back, to the cent.
        assertEquals(400, post(shop.refund(id, 11, Deeds.mark())).status());
        assertEquals(200, post(shop.refund(id, 10, Deeds.mark())).status());
    }

    @Test
    void refunds_in_the_alipay_dialect_never_exceed_what_was_paid() throws Exception {
        String number = deeds.trade();
        List<Client.Answer> answers =
                race(i -> shop.giveBack(number, Deeds.mark(), "1.30"), RACERS);
        assertEquals(4, codes(answers, "10000"));
        assertEquals(RACERS - 4, codes(answers, "40004"));
    }

    @Test
    void a_hold_is_captured_once_and_never_beyond_its_amount() throws Exception {
        String id = deeds.made(Shop.Payer.ANA, "manual").id();
        assertEquals(400, post(capture(id, Deeds.CENTS + 1)).status());
        List<Client.Answer> answers = race(i -> capture(id, 60), RACERS);
        assertEquals(1, statuses(answers, 200));
        assertEquals(RACERS - 1, statuses(answers, 400));
        assertEquals(60, intent(id).json().path("amount_received").asLong());
    }

    @Test
    void a_hold_is_captured_or_cancelled_and_never_both() throws Exception {
        for (int i = 0; i < 5; i++) {
            String id = deeds.made(Shop.Payer.LIN, "manual").id();
            List<Client.Answer> answers =
                    race(n -> shop.change(id, n % 2 == 0 ? "capture" : "cancel", Deeds.mark()), 2);
            assertEquals(1, statuses(answers, 200), answers::toString);
        }
    }

    @Test
    void a_wallet_never_spends_more_than_is_in_it() throws Exception {
        long balance = shop.balance("Wei");
        long price = 600;
        List<String> codes = Stream.generate(() -> deeds.qrCode(Deeds.YUAN)).limit(RACERS).toList();
        List<Client.Answer> answers =
                Storm.together(RACERS, i -> shop.scanByWallet("Wei", codes.get(i)).orElseThrow());
        long fit = balance / price;
        assertEquals(fit, statuses(answers, 200));
        assertEquals(RACERS - fit, statuses(answers, 402));
        assertEquals(balance - fit * price, shop.balance("Wei"));
    }

    @Test
    void a_card_never_spends_more_than_its_limit() throws Exception {
        List<String> tokens =
                Stream.generate(() -> shop.seal(Shop.Payer.BEN, 100).orElseThrow())
                        .limit(RACERS)
                        .toList();
        List<Client.Answer> answers =
                race(
                        i ->
                                shop.sell(
                                        new Shop.Sale(
                                                Deeds.mark(), 100, tokens.get(i), "automatic")),
                        RACERS);
        assertEquals(5, statuses(answers, 200));
        assertEquals(RACERS - 5, statuses(answers, 402));
    }

    @Test
    void one_order_is_paid_by_one_of_all_who_scan_its_code() throws Exception {
        String code = deeds.qrCode(Deeds.YUAN);
        List<Client.Answer> answers =
                Storm.together(
                        RACERS,
                        i ->
                                (i % 2 == 0
                                                ? shop.scanByWallet("Lin", code)
                                                : shop.scanByDevice(Shop.Payer.ANA, code))
                                        .orElseThrow());
        assertEquals(1, statuses(answers, 200), answers::toString);
    }

    @Test
    void one_token_pays_one_of_many_sales() throws Exception {
        String token = shop.seal(Shop.Payer.LIN, 100).orElseThrow();
        List<Client.Answer> answers =
                race(i -> shop.sell(new Shop.Sale(Deeds.mark(), 100, token, "automatic")), RACERS);
        assertEquals(1, statuses(answers, 200), answers::toString);
    }

    private List<Client.Answer> race(IntFunction<Client.Wire> wires, int racers) throws Exception {
        List<Client.Wire> made = IntStream.range(0, racers).mapToObj(wires).toList();
        return Storm.together(racers, i -> post(made.get(i)));
    }

    private Client.Wire capture(String id, long minor) {
        return shop.form(
                "/v1/payment_intents/" + id + "/capture",
                Deeds.mark(),
                Map.of("amount_to_capture", Long.toString(minor)));
    }

    private Client.Answer intent(String id) {
        return shop.intent(id).orElseThrow();
    }

    private Client.Answer post(Client.Wire wire) {
        return shop.client().post(wire).orElseThrow();
    }

    private static long statuses(List<Client.Answer> answers, int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }

    private static long codes(List<Client.Answer> answers, String code) {
        return answers.stream()
                .filter(answer -> Deed.node(answer).path("code").asString("").equals(code))
                .count();
    }
}
