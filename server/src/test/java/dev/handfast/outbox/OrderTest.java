package dev.handfast.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.handfast.outbox.Mail.PlainSender;
import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseConfig;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is about one object goes to an endpoint in order, as docs/decisions/0017 has it. */
@DatabaseTest
final class OrderTest {
    private static final UUID ENDPOINT = new UUID(9, 1);
    private static final UUID PAYMENT = new UUID(8, 1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final PlainSender SENDER =
            new PlainSender(true, List.of(MINUTE, MINUTE, MINUTE, MINUTE, MINUTE));

    private Mail mail;
    private Receiver receiver;

    @BeforeEach
    void open(Database database) throws IOException {
        mail = new Mail(database);
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private UUID add(UUID endpoint, UUID subject, int number) {
        return mail.add(
                new Mail.Letter(Optional.of(endpoint), receiver.url("/200"), subject, number));
    }

    @Test
    void nothing_overtakes_what_is_under_way_about_the_same_object() {
        receiver.held.add("event 1");
        add(ENDPOINT, PAYMENT, 1);
        add(ENDPOINT, PAYMENT, 2);
        add(ENDPOINT, PAYMENT, 3);
        add(ENDPOINT, new UUID(8, 2), 4);
        add(new UUID(9, 2), PAYMENT, 5);
        try (Deliverer deliverer = mail.deliverer(SENDER)) {
            deliverer.start();
            until(3);
            // The other object's, and the other endpoint's, have gone by.
            assertEquals(
                    List.of("/200 event 1", "/200 event 4", "/200 event 5"),
                    receiver.opened.stream().sorted().toList());
            receiver.release.countDown();
            until(5);
        }
        assertEquals(
                List.of("/200 event 1", "/200 event 2", "/200 event 3"),
                receiver.bodies.stream().filter(body -> body.matches(".*[123]")).toList());
    }

    private void until(int opened) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (receiver.opened.size() < opened && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_receiver_that_is_away_for_a_moment_still_gets_them_in_order() {
        receiver.unwelcome.add("event 1");
        add(ENDPOINT, PAYMENT, 1);
        UUID second = add(ENDPOINT, PAYMENT, 2);
        try (Deliverer deliverer = mail.deliverer(SENDER)) {
            assertEquals(1, deliverer.round());
            assertEquals(0, deliverer.round());
            // It is looked at when the one before it is.
            assertEquals(mail.clock.instant().plus(MINUTE), mail.standing(second).due());
            mail.clock.advance(MINUTE);
            assertEquals(1, deliverer.round());
            receiver.unwelcome.clear();
            mail.clock.advance(MINUTE);
            assertEquals(2, deliverer.round());
        }
        assertEquals(
                List.of("/200 event 1", "/200 event 1", "/200 event 1", "/200 event 2"),
                receiver.bodies);
    }

    @Test
    void one_that_fails_again_and_again_is_waited_for_no_longer() {
        receiver.unwelcome.add("event 1");
        UUID first = add(ENDPOINT, PAYMENT, 1);
        UUID second = add(ENDPOINT, PAYMENT, 2);
        try (Deliverer deliverer = mail.deliverer(SENDER)) {
            for (int made = 1; made < DeliveryStore.ORDERED_ATTEMPTS; made++) {
                assertEquals(1, deliverer.round());
                mail.clock.advance(MINUTE);
            }
            assertEquals(2, deliverer.round());
        }
        assertEquals("WAITING", mail.standing(first).state());
        assertEquals(DeliveryStore.ORDERED_ATTEMPTS, mail.standing(first).attempts());
        assertEquals("DELIVERED", mail.standing(second).state());
    }

    @Test
    void two_processes_keep_the_order_between_them(DatabaseConfig config) {
        List<String> told = new ArrayList<>();
        for (int number = 100; number < 130; number++) {
            add(ENDPOINT, PAYMENT, number);
            told.add("/200 event " + number);
        }
        try (Database elsewhere = Database.open(config);
                Deliverer here = mail.deliverer(SENDER);
                Deliverer there = mail.deliverer(elsewhere, SENDER, Deliverer.Destinations.ANY)) {
            here.start();
            there.start();
            // A process sees by itself what another has made way for, but not before a second.
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (receiver.bodies.size() < told.size() && System.nanoTime() < end) {
                here.nudge();
                there.nudge();
                Thread.onSpinWait();
            }
        }
        assertEquals(told, receiver.bodies);
    }

    @Test
    void hosts_without_endpoints_are_told_at_once() {
        String url = receiver.url("/503");
        mail.add(new Mail.Letter(Optional.empty(), url, PAYMENT, 1));
        mail.add(new Mail.Letter(Optional.empty(), url, PAYMENT, 2));
        try (Deliverer deliverer = mail.deliverer(SENDER)) {
            assertEquals(2, deliverer.round());
        }
    }
}
