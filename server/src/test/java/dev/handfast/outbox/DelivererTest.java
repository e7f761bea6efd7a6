package dev.handfast.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseConfig;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.TestClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

@DatabaseTest
final class DelivererTest {
    private static final UUID MERCHANT = new UUID(0, 1);
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(10));

    private final TestClock clock = new TestClock();
    private Receiver receiver;
    private Database database;

    /** Says what it was told, and stops when nobody wants it. */
    private record PlainSender(boolean wanted) implements Sender {
        @Override
        public Optional<Message> write(Delivery delivery, Event event, Instant at) {
            return wanted
                    ? Optional.of(new Message(Map.of("Content-Type", "text/plain"), event.body()))
                    : Optional.empty();
        }

        @Override
        public boolean confirms(int status, String answer) {
            return status == 200;
        }

        @Override
        public List<Duration> pauses() {
            return PAUSES;
        }
    }

    /** How a delivery stands. */
    private record Standing(
            String state,
            int attempts,
            Optional<Long> status,
            Optional<String> answer,
            Instant due) {}

    @BeforeEach
    void open(Database given) throws IOException {
        database = given;
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void what_is_confirmed_is_delivered_once() {
        UUID id = delivery(receiver.url("/200"), 1);
        try (Deliverer deliverer = deliverer(Deliverer.Destinations.ANY)) {
            assertEquals(1, deliverer.round());
            assertEquals(0, deliverer.round());
        }
        Standing standing = standing(id);
        assertEquals("DELIVERED", standing.state());
        assertEquals(Optional.of(200L), standing.status());
        assertEquals(Optional.of("thanks"), standing.answer());
        assertEquals(List.of("/200 event 1"), receiver.bodies);
    }

    @Test
    void what_is_not_confirmed_is_repeated_on_schedule_and_then_given_up() {
        UUID id = delivery(receiver.url("/503"), 1);
        try (Deliverer deliverer = deliverer(Deliverer.Destinations.ANY)) {
            for (Duration pause : PAUSES) {
                assertEquals(1, deliverer.round());
                assertEquals("WAITING", standing(id).state());
                assertEquals(clock.instant().plus(pause), standing(id).due());
                clock.advance(pause.minusSeconds(1));
                assertEquals(0, deliverer.round());
                clock.advance(Duration.ofSeconds(1));
            }
            assertEquals(1, deliverer.round());
            assertEquals("FAILED", standing(id).state());
            assertEquals(Optional.of(503L), standing(id).status());
            clock.advance(Duration.ofDays(30));
            assertEquals(0, deliverer.round());
            assertTrue(deliverer.redeliver(id));
            assertEquals(1, deliverer.round());
            assertFalse(deliverer.redeliver(UUID.randomUUID()));
        }
        assertEquals(4, receiver.bodies.size());
    }

    @Test
    void a_redirect_is_not_followed() {
        UUID id = delivery(receiver.url("/302"), 1);
        try (Deliverer deliverer = deliverer(Deliverer.Destinations.ANY)) {
            deliverer.round();
        }
        assertEquals(Optional.of(302L), standing(id).status());
        assertEquals(List.of("/302 event 1"), receiver.bodies);
    }

    @Test
    void an_address_that_is_none_or_where_nobody_is_does_no_harm() {
        List<UUID> ids =
                List.of(
                        delivery("http://127.0.0.1:1/", 1),
                        delivery("not an address", 2),
                        delivery("http:///", 3),
                        delivery("http://no-such-host.invalid/", 4),
                        delivery("file:///etc/passwd", 5));
        try (Deliverer deliverer = deliverer(Deliverer.Destinations.ANY)) {
            assertEquals(ids.size(), deliverer.round());
        }
        for (UUID id : ids) {
            assertEquals("WAITING", standing(id).state());
            assertEquals(Optional.empty(), standing(id).status());
            assertTrue(standing(id).answer().isPresent());
        }
    }

    @Test
    void a_long_answer_is_kept_in_part() {
        UUID id = delivery(receiver.url("/long"), 1);
        try (Deliverer deliverer = deliverer(Deliverer.Destinations.ANY)) {
            deliverer.round();
        }
        assertEquals("DELIVERED", standing(id).state());
        assertEquals(Deliverer.ANSWER_BYTES_MAX, standing(id).answer().orElseThrow().length());
    }

    @Test
    void what_nobody_wants_is_given_up() {
        UUID id = delivery(receiver.url("/200"), 1);
        try (Deliverer deliverer =
                new Deliverer(
                        database,
                        clock,
                        Map.of(Delivery.Channel.WEBHOOK, new PlainSender(false)),
                        Deliverer.Destinations.ANY)) {
            deliverer.round();
        }
        assertEquals("FAILED", standing(id).state());
        assertEquals(List.of(), receiver.bodies);
    }

    @Test
    void this_machine_is_not_called_in_live_mode() {
        UUID id = delivery(receiver.url("/200"), 1);
        try (Deliverer deliverer = deliverer(Deliverer.Destinations.PUBLIC)) {
            deliverer.round();
        }
        assertEquals("WAITING", standing(id).state());
        assertEquals(List.of(), receiver.bodies);
        assertEquals(Optional.of("the address is not a public one"), standing(id).answer());
    }

    @Test
    void a_delivery_whose_process_died_is_made_by_another(DatabaseConfig config) {
        UUID id = delivery(receiver.url("/200"), 1);
        // The lease of a process that never came back.
        List<DeliveryStore.Due> lost =
                new DeliveryStore(database).lease(clock.instant(), Deliverer.LEASE, 10);
        assertEquals(1, lost.size());
        try (Database elsewhere = Database.open(config);
                Deliverer deliverer =
                        new Deliverer(
                                elsewhere,
                                clock,
                                Map.of(Delivery.Channel.WEBHOOK, new PlainSender(true)),
                                Deliverer.Destinations.ANY)) {
            assertEquals(0, deliverer.round());
            clock.advance(Deliverer.LEASE);
            assertEquals(1, deliverer.round());
        }
        assertEquals("DELIVERED", standing(id).state());
        // The first process wakes up and must not undo it.
        new DeliveryStore(database)
                .record(
                        lost.getFirst(),
                        new DeliveryStore.Result.UsedUp(Optional.of(500), "late"),
                        clock.instant());
        assertEquals("DELIVERED", standing(id).state());
    }

    @Test
    void one_slow_address_does_not_hold_up_the_others() throws Exception {
        try (Receiver other = new Receiver();
                Deliverer deliverer = deliverer(Deliverer.Destinations.ANY)) {
            for (int i = 0; i < 200; i++) {
                delivery(receiver.url("/slow"), i);
            }
            UUID quick = delivery(other.url("/200"), 1_000);
            deliverer.start();
            // Well before the slow ones could have timed out.
            long end = System.nanoTime() + Deliverer.ATTEMPT_MAX.toNanos() / 2;
            while (!standing(quick).state().equals("DELIVERED") && System.nanoTime() < end) {
                clock.advance(Duration.ofMillis(1));
                deliverer.nudge();
                Thread.onSpinWait();
            }
            assertEquals("DELIVERED", standing(quick).state());
            assertEquals(List.of(), receiver.bodies);
            receiver.release.countDown();
        }
    }

    @Test
    void a_nudge_delivers_at_once() {
        try (Deliverer deliverer = deliverer(Deliverer.Destinations.ANY)) {
            deliverer.start();
            UUID id = delivery(receiver.url("/200"), 1);
            deliverer.nudge();
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (!standing(id).state().equals("DELIVERED") && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertEquals("DELIVERED", standing(id).state());
        }
    }

    private Deliverer deliverer(Deliverer.Destinations destinations) {
        return new Deliverer(
                database,
                clock,
                Map.of(Delivery.Channel.WEBHOOK, new PlainSender(true)),
                destinations);
    }

    private UUID delivery(String url, int number) {
        UUID event = UUID.randomUUID();
        UUID id = UUID.randomUUID();
        database.transact(
                tx -> {
                    tx.updateExactly(
                            1,
                            """
                            insert into event (id, merchant, type, subject, body, created_at)
                            values (?, ?, 'test', ?, ?, ?)
                            """,
                            event,
                            MERCHANT,
                            MERCHANT,
                            "event " + number,
                            clock.instant());
                    tx.updateExactly(
                            1,
                            """
                            insert into delivery
                              (id, event, merchant, channel, url, state, attempts, due_at)
                            values (?, ?, ?, 'WEBHOOK', ?, 'WAITING', 0, ?)
                            """,
                            id,
                            event,
                            MERCHANT,
                            url,
                            clock.instant());
                    return id;
                });
        return id;
    }

    private Standing standing(UUID id) {
        return database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select state, attempts, last_status, last_answer, due_at
                                        from delivery where id = ?
                                        """,
                                        row ->
                                                new Standing(
                                                        row.text("state"),
                                                        row.integer("attempts"),
                                                        row.findNumber("last_status"),
                                                        row.findText("last_answer"),
                                                        row.instant("due_at")),
                                        id))
                .orElseThrow();
    }
}
