package dev.handfast.payments;

import static dev.handfast.testing.World.CNY;
import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.LANTERN;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.engine.Ids;
import dev.handfast.ledger.AccountKind;
import dev.handfast.money.Money;
import dev.handfast.partners.Agreement;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.FakeRail;
import dev.handfast.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Harbor Coffee's payments, offered to the wallets of Lantern at Lantern's own gateway. */
@DatabaseTest
final class PartnerOffersTest {
    private static final String RAIL = FakeRail.Gateway.NAME;

    @Test
    void a_partners_wallet_pays_by_the_code_that_its_gateway_shows(Database database) {
        try (World world = new World(database)) {
            Payment payment = offered(world, Terms.CaptureMode.AUTOMATIC);
            assertEquals(
                    List.of(new PartnerOffers.Choice(RAIL, LANTERN)),
                    world.core.partnerOffers().choices(payment));
            PartnerOffer offer = shown(world, payment);
            assertEquals(World.cny("72.35"), offer.home());
            assertEquals(
                    Optional.of("https://lantern.example/" + offer.id()), offer.progress().code());
            assertEquals(offer, shown(world, payment), "asked again");
            assertEquals(1, world.gateway.shown().size());
            assertEquals(payment.offer().flatMap(Offer::until).orElseThrow(), offer.payableUntil());

            world.core.railDesk().round();
            assertInstanceOf(State.Waiting.class, now(world, payment).state());
            world.gateway.pay(offer.id());
            assertEquals(RailNews.Taken.DIFFERS, heard(world, offer, "72.36"));
            assertEquals(RailNews.Taken.KNOWN, heard(world, offer, "72.35"));
            assertEquals(RailNews.Taken.KNOWN, heard(world, offer, "72.35"), "once more");

            Payment paid = now(world, payment);
            assertInstanceOf(State.Captured.class, paid.state());
            assertEquals(
                    new Payer.PartnerHolder(RAIL, offer.id()),
                    paid.backing().orElseThrow().payer());
            assertEquals(
                    "-72.35",
                    world.balance(
                            AccountKind.GATEWAY_RECEIVABLE, LANTERN, Ids.named("rail", RAIL), CNY));
            world.core.payments().run(new Request.Refund(refund(world, payment, "4.00")));
            world.core.railDesk().round();
            RailTask told = world.gateway.told().getFirst();
            assertEquals(RailTask.Kind.REFUND, told.kind());
            assertEquals(offer.id(), told.attempt());
            assertEquals(World.cny("28.94"), told.amount());
        }
    }

    @Test
    void news_that_is_lost_is_found_out_by_asking(Database database) {
        try (World world = new World(database)) {
            Payment payment = offered(world, Terms.CaptureMode.MANUAL);
            PartnerOffer offer = shown(world, payment);
            world.gateway.pay(offer.id());
            world.clock.advance(InviteCommand.FIRST_ASKED);
            world.core.railDesk().round();
            assertInstanceOf(State.Authorised.class, now(world, payment).state());
            world.core
                    .payments()
                    .run(
                            new Request.TakeHeld(
                                    HARBOR_COFFEE, payment.id(), Optional.of(World.usd("6.00"))));
            world.core.railDesk().round();
            assertEquals(RailTask.Kind.CAPTURE, world.gateway.told().getFirst().kind());
            assertEquals(World.cny("43.41"), world.gateway.told().getFirst().amount());
        }
    }

    @Test
    void what_comes_too_late_goes_back_and_only_once(Database database) {
        try (World world = new World(database)) {
            Payment cancelled = offered(world, Terms.CaptureMode.AUTOMATIC);
            PartnerOffer late = shown(world, cancelled);
            close(world, cancelled);
            world.gateway.pay(late.id());

            Payment paidHere = offered(world, Terms.CaptureMode.AUTOMATIC);
            PartnerOffer second = shown(world, paidHere);
            pay(world, paidHere, new Instrument.Wallet(world.lin.id()));
            world.gateway.pay(second.id());

            Payment dearer = offered(world, Terms.CaptureMode.AUTOMATIC);
            PartnerOffer cheap = shown(world, dearer);
            amend(world, dearer, "11.00");
            PartnerOffer right = shown(world, now(world, dearer));
            assertNotEquals(cheap.id(), right.id());
            world.gateway.pay(cheap.id());

            for (int i = 0; i < 3; i++) {
                world.clock.advance(Duration.ofMinutes(1));
                world.core.railDesk().round();
            }
            for (PartnerOffer surplus : List.of(late, second, cheap)) {
                assertEquals(PartnerOffer.State.SURPLUS, state(world, surplus));
                assertEquals(RailNews.Taken.KNOWN, heard(world, surplus, "72.35"));
                List<RailTask> told =
                        world.gateway.told().stream()
                                .filter(task -> task.attempt().equals(surplus.id()))
                                .toList();
                assertEquals(1, told.size());
                assertEquals(RailTask.Kind.REFUND, told.getFirst().kind());
                assertEquals(World.cny("72.35"), told.getFirst().amount());
            }
            assertInstanceOf(State.Closed.class, now(world, cancelled).state());
            assertInstanceOf(State.Waiting.class, now(world, dearer).state());
            world.gateway.pay(right.id());
            world.clock.advance(Duration.ofMinutes(1));
            world.core.railDesk().round();
            assertInstanceOf(State.Captured.class, now(world, dearer).state());
            assertEquals(3, world.gateway.told().size());
        }
    }

    @Test
    void an_offer_nobody_wants_any_more_is_withdrawn_at_the_gateway(Database database) {
        try (World world = new World(database)) {
            Payment payment = offered(world, Terms.CaptureMode.AUTOMATIC);
            PartnerOffer offer = shown(world, payment);
            close(world, payment);
            world.clock.advance(InviteCommand.FIRST_ASKED);
            world.core.railDesk().round();
            assertEquals(PartnerOffer.State.CLOSED, state(world, offer));

            // The gateway has broken its word; the payer's money counts for more than that.
            world.gateway.pay(offer.id());
            assertEquals(RailNews.Taken.KNOWN, heard(world, offer, "72.35"));
            assertEquals(PartnerOffer.State.SURPLUS, state(world, offer));
        }
    }

    @Test
    void without_an_answer_there_is_no_code_until_there_is_one(Database database) {
        try (World world = new World(database)) {
            Payment payment = offered(world, Terms.CaptureMode.AUTOMATIC);
            world.gateway.show(
                    new CodeRail.Code.NoAnswer(), new CodeRail.Code.Refused("ACQ.SYSTEM_ERROR"));
            Invited lost = world.core.partnerOffers().invite(payment, RAIL);
            PartnerOffer asked = assertInstanceOf(Invited.NotShown.class, lost).offer();
            assertInstanceOf(
                    Invited.NotShown.class, world.core.partnerOffers().invite(payment, RAIL));
            assertTrue(world.core.partnerOffers().standing(payment, RAIL).isEmpty());
            assertEquals(asked.id(), shown(world, payment).id());
            assertEquals(
                    Optional.of(asked.id()),
                    world.core.partnerOffers().standing(payment, RAIL).map(PartnerOffer::id));
        }
    }

    @Test
    void what_cannot_be_paid_is_not_offered(Database database) {
        try (World world = new World(database)) {
            Payment payment = offered(world, Terms.CaptureMode.AUTOMATIC);
            assertEquals(PaymentRefusal.PAYMENT_NOT_FOUND, refusal(world, payment, "nobody"));
            assertEquals(PaymentRefusal.PAYMENT_NOT_FOUND, refusal(world, payment, FakeRail.NAME));
            world.core.partners().set(LANTERN, World.AURORA, Agreement.State.CLOSED);
            assertEquals(PaymentRefusal.CORRIDOR_CLOSED, refusal(world, payment, RAIL));
            world.core.partners().set(LANTERN, World.AURORA, Agreement.State.OPEN);
            amend(world, payment, "11.00");
            assertEquals(PaymentRefusal.APPROVED_AMOUNT_DIFFERS, refusal(world, payment, RAIL));
            close(world, payment);
            assertEquals(PaymentRefusal.PAYMENT_CLOSED, refusal(world, payment, RAIL));
            assertEquals(
                    List.of(), world.core.partnerOffers().choices(now(world, payment)), "closed");
            assertEquals(List.of(), world.gateway.shown());
        }
    }

    private static Payment offered(World world, Terms.CaptureMode capture) {
        UUID id = world.core.ids().next();
        Outcome outcome =
                world.core
                        .payments()
                        .run(
                                new Request.Offer(
                                        id,
                                        new PayRequest.Target.Create(
                                                world.terms(
                                                        HARBOR_COFFEE,
                                                        World.usd("10.00"),
                                                        capture)),
                                        "https://pay.example/" + id,
                                        Optional.empty()));
        return assertInstanceOf(Outcome.Done.class, outcome).payment();
    }

    private static PartnerOffer shown(World world, Payment payment) {
        Invited invited = world.core.partnerOffers().invite(payment, RAIL);
        return assertInstanceOf(Invited.Shown.class, invited).offer();
    }

    private static PaymentRefusal refusal(World world, Payment payment, String rail) {
        Invited invited = world.core.partnerOffers().invite(payment, rail);
        return assertInstanceOf(Invited.Refused.class, invited).why();
    }

    private static RailNews.Taken heard(World world, PartnerOffer offer, String total) {
        return world.core.railDesk().heard(new RailNews(RAIL, offer.id(), total));
    }

    private static Payment now(World world, Payment payment) {
        return world.core.store().find(payment.id()).orElseThrow();
    }

    private static PartnerOffer.State state(World world, PartnerOffer offer) {
        return world.core.partnerOffers().find(offer.id()).orElseThrow().progress().state();
    }

    private static void close(World world, Payment payment) {
        world.core.payments().run(new Request.Close(HARBOR_COFFEE, payment.id()));
    }

    private static void amend(World world, Payment payment, String dollars) {
        Amendment amendment =
                new Amendment(Optional.of(World.usd(dollars)), Optional.empty(), text -> text);
        world.core.payments().run(new Request.Amend(HARBOR_COFFEE, payment.id(), amendment));
    }

    private static void pay(World world, Payment payment, Instrument instrument) {
        PayRequest request =
                new PayRequest(
                        world.core.ids().next(),
                        new PayRequest.Target.Existing(HARBOR_COFFEE, payment.id()),
                        instrument,
                        Optional.empty());
        assertInstanceOf(Outcome.Done.class, world.core.payments().run(new Request.Pay(request)));
    }

    private static RefundRequest refund(World world, Payment payment, String dollars) {
        Optional<Money> amount = Optional.of(World.usd(dollars));
        return new RefundRequest(
                world.core.ids().next(),
                HARBOR_COFFEE,
                payment.id(),
                amount,
                Optional.empty(),
                "{}");
    }
}
