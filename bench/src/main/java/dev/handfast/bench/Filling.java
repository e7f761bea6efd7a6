package dev.handfast.bench;

import dev.handfast.app.Core;
import dev.handfast.merchants.Merchant;
import dev.handfast.money.Money;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Request;
import dev.handfast.payments.Terms;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Fills a house with payments, by the engine but without HTTP. */
final class Filling {
    private static final int AT_ONCE = 4_000;
    private static final int TOLD_EVERY = 100_000;

    private final Core core;
    private final Town town;
    private final Consumer<String> progress;

    Filling(House house, Town town, Consumer<String> progress) {
        this.core = house.core();
        this.town = town;
        this.progress = progress;
    }

    /** Makes so many payments, half of them abroad. */
    void fill(int count) {
        for (int done = 0; done < count; done += AT_ONCE) {
            int first = done;
            Town.together(Math.min(AT_ONCE, count - done), i -> pay(first + i));
            if (done % TOLD_EVERY == 0) {
                progress.accept("Filling the database: %,d of %,d".formatted(done, count));
            }
        }
    }

    private UUID pay(int number) {
        boolean abroad = number % 2 == 0;
        Merchant merchant =
                abroad
                        ? town.cafes().get(number / 2 % town.cafes().size()).merchant()
                        : town.teaHouses().get(number / 2 % town.teaHouses().size()).merchant();
        Terms terms =
                new Terms(
                        merchant.id(),
                        merchant.partner(),
                        abroad ? Channel.MERCHANT_API : Channel.GATEWAY,
                        new Money(1_000, merchant.currency()),
                        Terms.CaptureMode.AUTOMATIC,
                        Optional.of("filling_" + number),
                        "Filling",
                        "{}",
                        Optional.empty());
        UUID wallet = town.guests().get(number % town.guests().size()).wallet().id();
        UUID id = core.ids().next();
        Outcome outcome =
                core.payments()
                        .run(
                                new Request.Pay(
                                        new PayRequest(
                                                id,
                                                new PayRequest.Target.Create(terms),
                                                new Instrument.Wallet(wallet),
                                                Optional.empty())));
        if (!(outcome instanceof Outcome.Done)) {
            throw new IllegalStateException("a payment was not made: " + outcome);
        }
        return id;
    }
}
