package dev.handfast.rails;

import static dev.handfast.testing.World.AURORA;
import static dev.handfast.testing.World.USD;
import static dev.handfast.testing.World.cny;
import static dev.handfast.testing.World.usd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.handfast.engine.Ids;
import dev.handfast.money.Money;
import dev.handfast.payments.Rail.Answer;
import dev.handfast.payments.RailOrder;
import dev.handfast.payments.RailTask;
import dev.handfast.payments.Terms.CaptureMode;
import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseConfig;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.tokens.Card;
import dev.handfast.tokens.Tokens;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@DatabaseTest
final class SandboxIssuerTest {
    private static final UUID PAYMENT = Ids.named("payment", "1");
    private static final UUID OTHER = Ids.named("payment", "2");

    /** An issuer that has given a card with a limit of ten dollars. */
    private record House(World world, SandboxIssuer issuer, Card card) implements AutoCloseable {
        static House open(Database database) {
            World world = new World(database);
            SandboxIssuer issuer =
                    new SandboxIssuer(
                            database, world.core.tokens(), world.core.keys(), world.clock);
            Card card =
                    world.core
                            .tokens()
                            .register(
                                    new Tokens.CardOrder(
                                            Ids.named("card", "issuer-test"),
                                            AURORA,
                                            "Ana",
                                            USD,
                                            "Aurora",
                                            SandboxIssuer.NAME));
            issuer.issue(card, usd("10.00"));
            return new House(world, issuer, card);
        }

        Answer authorise(UUID payment, Money amount, CaptureMode capture) {
            return issuer.authorise(
                    new RailOrder(payment, new RailOrder.OfCard(card), amount, capture));
        }

        Answer tell(String name, RailTask.Kind kind, String amount) {
            return issuer.tell(
                    new RailTask(
                            Ids.named("task", name),
                            PAYMENT,
                            SandboxIssuer.NAME,
                            kind,
                            usd(amount),
                            world.clock.instant()));
        }

        @Override
        public void close() {
            world.close();
        }
    }

    @Test
    void a_payment_is_approved_once_however_often_it_is_asked(Database database) {
        try (House house = House.open(database)) {
            Answer first = house.authorise(PAYMENT, usd("6.00"), CaptureMode.MANUAL);
            assertApproved(first);
            assertEquals(first, house.authorise(PAYMENT, usd("6.00"), CaptureMode.MANUAL));
            assertEquals(first, house.issuer.inquire(PAYMENT));
            assertApproved(house.authorise(OTHER, usd("4.00"), CaptureMode.AUTOMATIC));
        }
    }

    @Test
    void the_limit_holds_for_any_number_at_once(Database database) throws Exception {
        try (House house = House.open(database);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                UUID payment = Ids.named("payment", "storm", Integer.toString(i));
                calls.add(() -> house.authorise(payment, usd("2.00"), CaptureMode.AUTOMATIC));
            }
            int approved = 0;
            for (Future<Answer> call : threads.invokeAll(calls)) {
                approved += call.get() instanceof Answer.Approved ? 1 : 0;
            }
            assertEquals(5, approved);
        }
    }

    @Test
    void a_card_it_does_not_know_or_in_another_currency_is_declined(Database database) {
        try (House house = House.open(database)) {
            assertDeclined(house.authorise(PAYMENT, cny("1.00"), CaptureMode.MANUAL));
            assertDeclined(house.issuer.inquire(PAYMENT));
            assertDeclined(house.authorise(OTHER, usd("10.01"), CaptureMode.MANUAL));
        }
    }

    @Test
    void what_it_is_told_is_done_once_and_never_beyond_what_is_held(Database database) {
        try (House house = House.open(database)) {
            assertDeclined(house.tell("early", RailTask.Kind.CAPTURE, "1.00"));
            assertApproved(house.authorise(PAYMENT, usd("10.00"), CaptureMode.MANUAL));
            assertDeclined(house.tell("refund-early", RailTask.Kind.REFUND, "1.00"));
            assertDeclined(house.tell("too-much", RailTask.Kind.CAPTURE, "10.01"));
            assertApproved(house.tell("capture", RailTask.Kind.CAPTURE, "8.00"));
            assertApproved(house.tell("capture", RailTask.Kind.CAPTURE, "8.00"));
            assertDeclined(house.tell("capture-2", RailTask.Kind.CAPTURE, "1.00"));
            assertApproved(house.tell("refund", RailTask.Kind.REFUND, "5.00"));
            assertApproved(house.tell("refund", RailTask.Kind.REFUND, "5.00"));
            assertDeclined(house.tell("refund-2", RailTask.Kind.REFUND, "3.01"));
            assertDeclined(house.tell("cancel", RailTask.Kind.CANCEL, "8.00"));
            assertApproved(house.authorise(OTHER, usd("7.00"), CaptureMode.MANUAL));
        }
    }

    @Test
    void a_cancelled_payment_frees_the_limit(Database database) {
        try (House house = House.open(database)) {
            assertApproved(house.authorise(PAYMENT, usd("10.00"), CaptureMode.AUTOMATIC));
            assertApproved(house.tell("cancel", RailTask.Kind.CANCEL, "10.00"));
            assertDeclined(house.issuer.inquire(PAYMENT));
            assertApproved(house.authorise(OTHER, usd("10.00"), CaptureMode.AUTOMATIC));
        }
    }

    @Test
    void a_late_authorisation_of_what_was_cancelled_is_declined(Database database) {
        try (House house = House.open(database)) {
            assertInstanceOf(Answer.NeverHeard.class, house.issuer.inquire(PAYMENT));
            assertApproved(house.tell("cancel", RailTask.Kind.CANCEL, "1.00"));
            assertDeclined(house.authorise(PAYMENT, usd("1.00"), CaptureMode.AUTOMATIC));
        }
    }

    @Test
    void faults_happen_once_each_in_the_order_they_were_asked_for(Database database) {
        try (House house = House.open(database)) {
            for (SandboxIssuer.Fault fault : SandboxIssuer.Fault.values()) {
                house.issuer.fail(SandboxIssuer.Call.AUTHORISE, fault);
            }
            assertNoAnswer(house.authorise(PAYMENT, usd("1.00"), CaptureMode.MANUAL));
            assertInstanceOf(Answer.NeverHeard.class, house.issuer.inquire(PAYMENT));
            assertDeclined(house.authorise(PAYMENT, usd("1.00"), CaptureMode.MANUAL));
            assertDeclined(house.issuer.inquire(PAYMENT));
            assertNoAnswer(house.authorise(OTHER, usd("1.00"), CaptureMode.MANUAL));
            assertApproved(house.issuer.inquire(OTHER));

            house.issuer.fail(SandboxIssuer.Call.INQUIRE, SandboxIssuer.Fault.NO_ANSWER);
            house.issuer.fail(SandboxIssuer.Call.TELL, SandboxIssuer.Fault.DECLINE);
            assertNoAnswer(house.issuer.inquire(OTHER));
            assertDeclined(house.tell("cancel", RailTask.Kind.CANCEL, "1.00"));
            assertApproved(house.issuer.inquire(OTHER));
        }
    }

    @Test
    void a_database_that_is_away_is_no_answer(DatabaseConfig config) {
        Database away = Database.open(config);
        try (House house = House.open(away)) {
            away.close();
            assertNoAnswer(house.authorise(PAYMENT, usd("1.00"), CaptureMode.MANUAL));
            assertNoAnswer(house.issuer.inquire(PAYMENT));
        }
    }

    private static void assertApproved(Answer answer) {
        assertInstanceOf(Answer.Approved.class, answer);
    }

    private static void assertDeclined(Answer answer) {
        assertInstanceOf(Answer.Declined.class, answer);
    }

    private static void assertNoAnswer(Answer answer) {
        assertInstanceOf(Answer.NoAnswer.class, answer);
    }
}
