package dev.handfast.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.alipay.Call;
import dev.handfast.alipay.RawRequest;
import dev.handfast.app.Core;
import dev.handfast.applepay.Pan;
import dev.handfast.applepay.PaymentData;
import dev.handfast.applepay.PaymentMethod;
import dev.handfast.applepay.PaymentToken;
import dev.handfast.applepay.SealRequest;
import dev.handfast.applepay.SecretBytes;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Put;
import dev.handfast.money.Money;
import dev.handfast.tokens.Cryptogram;
import dev.handfast.wallets.PaymentCode;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Makes HTTP requests that pay, each good for one payment, ready to be sent byte for byte: so that
 * a run measures the server and not the making of tokens and signatures.
 */
final class Orders {
    private static final Money COFFEE = new Money(1_000, Town.USD);

    /** A code lives for a minute; these live as long as it takes to send them. */
    private static final Duration CODE_LIFE = Duration.ofHours(12);

    private final Town town;
    private final InstantSource clock;
    private final int[] counters;
    private final List<Pan> numbers;
    private final List<javax.crypto.SecretKey> keys;
    private int made;

    Orders(Town town, Core core) {
        this.town = town;
        this.clock = core.clock();
        this.counters = new int[town.guests().size()];
        this.numbers =
                town.guests().stream()
                        .map(guest -> core.tokens().numberOf(guest.token()).use(Pan::of))
                        .toList();
        this.keys =
                town.guests().stream().map(guest -> core.tokens().keyOf(guest.token())).toList();
    }

    /** Create-and-confirm calls of the merchant API, each with an Apple Pay token of its own. */
    List<byte[]> coffees(int count) {
        List<byte[]> orders = new ArrayList<>(count);
        Instant now = clock.instant();
        for (int i = 0; i < count; i++) {
            int number = made++;
            Town.Cafe cafe = town.cafes().get(number % town.cafes().size());
            String form =
                    "amount=1000&currency=usd&confirm=true&description=Coffee"
                            + "&payment_method_data[type]=card"
                            + "&payment_method_data[card][pk_token]="
                            + URLEncoder.encode(token(cafe, number, now), UTF_8);
            String headers =
                    "Authorization: Bearer "
                            + cafe.secret().use(text -> text)
                            + "\r\nIdempotency-Key: bench-"
                            + Ids.named("order", now.toString(), Integer.toString(number));
            orders.add(
                    post("/v1/payment_intents", headers, RawRequest.form(form.getBytes(US_ASCII))));
        }
        return orders;
    }

    private String token(Town.Cafe cafe, int number, Instant now) {
        int guest = number % counters.length;
        int counter = ++counters[guest];
        Cryptogram cryptogram = Cryptogram.make(keys.get(guest), counter, number, COFFEE);
        PaymentToken.Payment payment =
                new PaymentToken.Payment(
                        numbers.get(guest),
                        town.guests().get(guest).token().expiresOn(),
                        Town.USD.numericCode(),
                        COFFEE.minor(),
                        "000000000000",
                        new PaymentData.ThreeDSecure(
                                SecretBytes.of(cryptogram.toBytes()), Optional.of("7")),
                        PaymentToken.Extras.NONE);
        return town.authority()
                .sealForWeb(
                        SealRequest.of(cafe.key().certificate(), payment, now),
                        new PaymentMethod("Bench 0000", "Bench", PaymentMethod.Type.DEBIT));
    }

    /** Calls of {@code alipay.trade.pay}, each with a payment code of its own. */
    List<byte[]> teas(Core core, int count) {
        Instant now = clock.instant();
        List<CompletableFuture<Boolean>> codes = new ArrayList<>(count);
        List<byte[]> orders = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int number = made++;
            Town.TeaHouse tea = town.teaHouses().get(number % town.teaHouses().size());
            String digits =
                    "28%016d".formatted(now.toEpochMilli() * 10_000 % 1_000_000_000L + number);
            PaymentCode code =
                    new PaymentCode(
                            PaymentCode.idOf(digits),
                            town.guests().get(number % town.guests().size()).wallet().id(),
                            now.plus(CODE_LIFE),
                            Optional.empty());
            codes.add(core.engine().submit(new Put<>(PaymentCode.TABLE, code)));
            if (codes.size() % 5_000 == 0) {
                codes.getLast().join();
            }
            ObjectNode biz = Json.object();
            biz.put("out_trade_no", "bench_" + now.toEpochMilli() + "_" + number);
            biz.put("scene", "bar_code");
            biz.put("auth_code", digits);
            biz.put("subject", "Tea");
            biz.put("total_amount", "25.00");
            orders.add(
                    post(
                            "/gateway.do",
                            "User-Agent: bench",
                            tea.app().sign(Call.of("alipay.trade.pay", biz), now).post()));
        }
        if (!codes.stream().allMatch(CompletableFuture::join)) {
            throw new IllegalStateException("a payment code was taken");
        }
        return orders;
    }

    private static byte[] post(String path, String headers, RawRequest request) {
        String target = request.query().isEmpty() ? path : path + "?" + request.query();
        byte[] head =
                """
                POST %s HTTP/1.1
                Host: 127.0.0.1
                Content-Type: %s
                Content-Length: %d
                %s

                """
                        .formatted(target, request.contentType(), request.body().length, headers)
                        .replace("\r\n", "\n")
                        .replace("\n", "\r\n")
                        .getBytes(US_ASCII);
        byte[] whole = java.util.Arrays.copyOf(head, head.length + request.body().length);
        System.arraycopy(request.body(), 0, whole, head.length, request.body().length);
        return whole;
    }
}
