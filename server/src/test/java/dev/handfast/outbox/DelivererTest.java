package dev.handfast.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.merchants.Mode;
import dev.handfast.outbox.Mail.PlainSender;
import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseConfig;
import dev.handfast.testing.DatabaseTest;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

@DatabaseTest
final class DelivererTest {
    private final AtomicInteger woken = new AtomicInteger();
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

    @Test
    void what_is_confirmed_is_delivered_once() {
        UUID id = mail.add(receiver.url("/200"), 1);
        try (Deliverer deliverer = mail.deliverer(PlainSender.usual())) {
            assertEquals(1, deliverer.round());
            assertEquals(0, deliverer.round());
        }
        Mail.Standing standing = mail.standing(id);
        assertEquals("DELIVERED", standing.state());
        assertEquals(Optional.of(200L), standing.status());
        assertEquals(Optional.of("thanks"), standing.answer());
        assertEquals(List.of("/200 event 1"), receiver.bodies);
    }

    @Test
    void what_is_not_confirmed_is_repeated_on_schedule_and_then_given_up() {
        UUID id = mail.add(receiver.url("/503"), 1);
        try (Deliverer deliverer = mail.deliverer(PlainSender.usual())) {
            for (Duration pause : Mail.PAUSES) {
                assertEquals(1, deliverer.round());
                assertEquals("WAITING", mail.standing(id).state());
                assertEquals(mail.clock.instant().plus(pause), mail.standing(id).due());
                mail.clock.advance(pause.minusSeconds(1));
                assertEquals(0, deliverer.round());
                mail.clock.advance(Duration.ofSeconds(1));
            }
            assertEquals(1, deliverer.round());
            assertEquals("FAILED", mail.standing(id).state());
            assertEquals(Optional.of(503L), mail.standing(id).status());
            mail.clock.advance(Duration.ofDays(30));
            assertEquals(0, deliverer.round());
            assertTrue(deliverer.redeliver(id));
            assertEquals(1, deliverer.round());
            assertFalse(deliverer.redeliver(UUID.randomUUID()));
        }
        assertEquals(4, receiver.bodies.size());
    }

    @Test
    void events_are_forgotten_after_thirty_days_with_all_that_was_sent() {
        mail.add(receiver.url("/200"), 1);
        try (Deliverer deliverer = mail.deliverer(PlainSender.usual())) {
            deliverer.round();
            Events events = new Events(mail.database);
            mail.clock.advance(Events.KEPT.minusDays(1));
            UUID kept = mail.add(receiver.url("/200"), 2);
            deliverer.round();
            assertEquals(0, events.sweep(mail.clock.instant()));
            mail.clock.advance(Duration.ofDays(1).plusSeconds(1));
            assertEquals(1, events.sweep(mail.clock.instant()));
            assertEquals("DELIVERED", mail.standing(kept).state());
        }
        assertEquals(List.of(1, 1, 1), rows());
    }

    /** How many events, deliveries and attempts there are. */
    private List<Integer> rows() {
        return mail.database
                .read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select (select count(*) from event)::integer as events,
                                          (select count(*) from delivery)::integer as deliveries,
                                          (select count(*) from delivery_attempt)::integer as tries
                                        """,
                                        row ->
                                                List.of(
                                                        row.integer("events"),
                                                        row.integer("deliveries"),
                                                        row.integer("tries"))))
                .orElseThrow();
    }

    @Test
    void a_long_range_is_replayed_part_by_part_in_order() {
        int events = DeliveryLog.REPLAY_EVENTS_MAX + 1;
        mail.database.transact(
                tx ->
                        tx.update(
                                """
                                insert into event (id, merchant, type, subject, body, created_at)
                                select ('00000000-0000-7000-8000-'
                                    || lpad(to_hex(n), 12, '0'))::uuid,
                                  ?, 'test', ?, n::text, ?
                                from generate_series(1, ?) as n
                                """,
                                Mail.MERCHANT,
                                Mail.MERCHANT,
                                mail.clock.instant(),
                                events));
        DeliveryLog log = new DeliveryLog(mail.database, mail.clock, woken::incrementAndGet);
        DeliveryLog.Range range =
                new DeliveryLog.Range(
                        Instant.EPOCH,
                        mail.clock.instant().plusSeconds(1),
                        Optional.empty(),
                        DeliveryLog.Which.UNDELIVERED);
        DeliveryLog.Replayed first = log.replay(Mail.MERCHANT, range, DelivererTest::toOne);
        assertEquals(DeliveryLog.REPLAY_EVENTS_MAX, first.count());
        assertTrue(woken.get() > 0, "whoever delivers is told at once");
        DeliveryLog.Range rest =
                new DeliveryLog.Range(range.since(), range.before(), first.last(), range.which());
        assertEquals(
                new DeliveryLog.Replayed(1, Optional.empty()),
                log.replay(Mail.MERCHANT, rest, DelivererTest::toOne));
        assertEquals(
                new DeliveryLog.Replayed(0, Optional.empty()),
                log.replay(new UUID(0, 2), range, DelivererTest::toOne));
    }

    private static Optional<Delivery> toOne(Event event) {
        return Optional.of(
                Delivery.fresh(
                        event.id(),
                        event,
                        Delivery.Channel.WEBHOOK,
                        new Delivery.Target(Optional.of(new UUID(9, 1)), "http://a.example")));
    }

    @Test
    void a_redirect_is_not_followed() {
        UUID id = mail.add(receiver.url("/302"), 1);
        try (Deliverer deliverer = mail.deliverer(PlainSender.usual())) {
            deliverer.round();
        }
        assertEquals(Optional.of(302L), mail.standing(id).status());
        assertEquals(List.of("/302 event 1"), receiver.bodies);
    }

    @Test
    void an_address_that_is_none_or_where_nobody_is_does_no_harm() {
        List<UUID> ids =
                List.of(
                        mail.add("http://127.0.0.1:1/", 1),
                        mail.add("not an address", 2),
                        mail.add("http:///", 3),
                        mail.add("http://no-such-host.invalid/", 4),
                        mail.add("file:///etc/passwd", 5));
        try (Deliverer deliverer = mail.deliverer(PlainSender.usual())) {
            assertEquals(ids.size(), deliverer.round());
        }
        for (UUID id : ids) {
            assertEquals("WAITING", mail.standing(id).state());
            assertEquals(Optional.empty(), mail.standing(id).status());
            assertTrue(mail.standing(id).answer().isPresent());
        }
    }

    @Test
    void a_long_answer_is_kept_in_part() {
        UUID id = mail.add(receiver.url("/long"), 1);
        try (Deliverer deliverer = mail.deliverer(PlainSender.usual())) {
            deliverer.round();
        }
        assertEquals("DELIVERED", mail.standing(id).state());
        assertEquals(Exchange.ANSWER_BYTES_MAX, mail.standing(id).answer().orElseThrow().length());
    }

    @Test
    void what_nobody_wants_is_given_up() {
        UUID id = mail.add(receiver.url("/200"), 1);
        try (Deliverer deliverer = mail.deliverer(new PlainSender(false, Mail.PAUSES))) {
            deliverer.round();
        }
        assertEquals("FAILED", mail.standing(id).state());
        assertEquals(List.of(), receiver.bodies);
    }

    @Test
    void this_machine_is_not_called_in_live_mode() {
        UUID id = mail.add(receiver.url("/200"), 1);
        try (Deliverer deliverer =
                mail.deliverer(PlainSender.usual(), Deliverer.Destinations.in(Mode.LIVE))) {
            deliverer.round();
        }
        assertEquals("WAITING", mail.standing(id).state());
        assertEquals(List.of(), receiver.bodies);
        assertEquals(Optional.of("the address is not a public one"), mail.standing(id).answer());
    }

    @Test
    void a_delivery_whose_process_died_is_made_by_another(DatabaseConfig config) {
        UUID id = mail.add(receiver.url("/200"), 1);
        // The lease of a process that never came back.
        List<DeliveryStore.Due> lost =
                new DeliveryStore(mail.database)
                        .lease(
                                mail.clock.instant(),
                                Deliverer.LEASE,
                                new DeliveryStore.Room(Map.of(), 8, 10));
        assertEquals(1, lost.size());
        try (Database elsewhere = Database.open(config);
                Deliverer deliverer =
                        mail.deliverer(
                                elsewhere, PlainSender.usual(), Deliverer.Destinations.ANY)) {
            assertEquals(0, deliverer.round());
            mail.clock.advance(Deliverer.LEASE);
            assertEquals(1, deliverer.round());
        }
        assertEquals("DELIVERED", mail.standing(id).state());
        // The first process wakes up and must not undo it.
        new DeliveryStore(mail.database)
                .record(lost.getFirst(), new Attempt.Result.NotSent("late"), mail.clock.instant());
        assertEquals("DELIVERED", mail.standing(id).state());
    }

    @Test
    void one_that_never_answers_holds_up_nobody_else() throws Exception {
        int quick = 4 * Deliverer.PER_DESTINATION_MAX;
        try (Receiver other = new Receiver();
                Deliverer deliverer = mail.deliverer(PlainSender.usual())) {
            // All of the slow one's are due before any of the others', on a host of its own, and
            // as an endpoint at the same host as the others.
            for (int i = 0; i < 200; i++) {
                mail.add(receiver.url("/slow"), i);
                endpoint(new UUID(9, 1), other.url("/slow"), 1_000 + i);
            }
            for (int i = 0; i < quick; i++) {
                endpoint(new UUID(9, 2), other.url("/200"), 2_000 + i);
                endpoint(new UUID(9, 3), other.url("/503"), 3_000 + i);
            }
            deliverer.start();
            until(() -> other.bodies.size() == 2 * quick);
            assertEquals(2 * quick, other.bodies.size());
            // Nothing slow has been answered meanwhile, nor has it taken more than its share.
            assertEquals(List.of(), receiver.bodies);
            assertTrue(other.bodies.stream().noneMatch(body -> body.startsWith("/slow")));
            assertTrue(receiver.opened.size() <= Deliverer.PER_DESTINATION_MAX);
            receiver.release.countDown();
            other.release.countDown();
        }
    }

    private void endpoint(UUID endpoint, String url, int number) {
        mail.add(new Mail.Letter(Optional.of(endpoint), url, UUID.randomUUID(), number));
    }

    /** Waits for something that comes by itself; a test that waits in vain fails afterwards. */
    private static void until(BooleanSupplier there) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!there.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void the_schedule_goes_on_after_every_restart(DatabaseConfig config) {
        UUID id = mail.add(receiver.url("/503"), 1);
        for (int made = 1; made <= Mail.PAUSES.size(); made++) {
            assertEquals(1, restarted(config));
            assertEquals(made, mail.standing(id).attempts());
            assertEquals(0, restarted(config));
            mail.clock.advance(Mail.PAUSES.get(made - 1).minusSeconds(1));
            assertEquals(0, restarted(config));
            mail.clock.advance(Duration.ofSeconds(1));
        }
        assertEquals(1, restarted(config));
        assertEquals("FAILED", mail.standing(id).state());
        mail.clock.advance(Duration.ofDays(30));
        assertEquals(0, restarted(config));
    }

    /** A round in a process that has just started and ends afterwards. */
    private int restarted(DatabaseConfig config) {
        try (Database database = Database.open(config);
                Deliverer deliverer =
                        mail.deliverer(database, PlainSender.usual(), Deliverer.Destinations.ANY)) {
            return deliverer.round();
        }
    }

    @Test
    void a_receiver_that_asks_for_patience_gets_it_up_to_an_hour() {
        UUID patient = mail.add(receiver.url("/429"), 1);
        UUID forever = mail.add(receiver.url("/529"), 2);
        try (Deliverer deliverer = mail.deliverer(PlainSender.usual())) {
            deliverer.round();
        }
        Instant now = mail.clock.instant();
        assertEquals(now.plusSeconds(600), mail.standing(patient).due());
        assertEquals(now.plus(Attempt.PATIENCE_MAX), mail.standing(forever).due());
    }

    @Test
    void every_attempt_is_logged_and_none_forgotten_by_a_retry() {
        UUID id =
                mail.add(
                        new Mail.Letter(
                                Optional.of(new UUID(9, 1)),
                                receiver.url("/200"),
                                UUID.randomUUID(),
                                1));
        receiver.unwelcome.add("event 1");
        DeliveryLog log = new DeliveryLog(mail.database, mail.clock, woken::incrementAndGet);
        try (Deliverer deliverer = mail.deliverer(PlainSender.usual())) {
            deliverer.round();
            receiver.unwelcome.clear();
            mail.clock.advance(Mail.PAUSES.getFirst());
            deliverer.round();
            deliverer.redeliver(id);
            deliverer.round();
        }
        DeliveryLog.Entry entry = log.find(Mail.MERCHANT, id).orElseThrow();
        assertEquals(
                List.of(3, 2, 1), entry.attempts().stream().map(DeliveryLog.Try::number).toList());
        assertEquals(
                List.of(Optional.of(200), Optional.of(200), Optional.of(503)),
                entry.attempts().stream().map(DeliveryLog.Try::status).toList());
        DeliveryLog.Try first = entry.attempts().getLast();
        assertEquals(mail.clock.instant(), first.next().orElseThrow());
        assertEquals("thanks", first.answer());
        assertTrue(first.durationMs() >= 0);
        assertEquals(Optional.empty(), log.find(new UUID(0, 2), id));
        receiver.close();
        try (Deliverer deliverer = mail.deliverer(PlainSender.usual())) {
            deliverer.redeliver(id);
            deliverer.round();
        }
        DeliveryLog.Try last = log.find(Mail.MERCHANT, id).orElseThrow().attempts().getFirst();
        assertEquals(Optional.of(Trouble.CONNECTION), last.trouble());
        assertEquals(Optional.empty(), last.status());
    }

    @Test
    void a_nudge_delivers_at_once() {
        try (Deliverer deliverer = mail.deliverer(PlainSender.usual())) {
            deliverer.start();
            UUID id = mail.add(receiver.url("/200"), 1);
            deliverer.nudge();
            until(() -> mail.standing(id).state().equals("DELIVERED"));
            assertEquals("DELIVERED", mail.standing(id).state());
        }
    }
}
