package dev.handfast.outbox;

import dev.handfast.engine.Ids;
import dev.handfast.sql.Database;
import dev.handfast.testing.TestClock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Deliveries in a database, with a sender that says what it was told. */
final class Mail {
    static final UUID MERCHANT = new UUID(0, 1);
    static final List<Duration> PAUSES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(10));

    final TestClock clock = new TestClock();
    final Database database;
    private final Ids ids = new Ids(clock);

    Mail(Database database) {
        this.database = database;
    }

    /** Says what it was told, and stops when nobody wants it. */
    record PlainSender(boolean wanted, List<Duration> pauses) implements Sender {
        static PlainSender usual() {
            return new PlainSender(true, PAUSES);
        }

        @Override
        public Optional<Message> write(Delivery delivery, Event event, Instant at) {
            return wanted
                    ? Optional.of(new Message(Map.of("Content-Type", "text/plain"), event.body()))
                    : Optional.empty();
        }

        @Override
        public Verdict judge(int status, String answer) {
            return status == 200 ? Verdict.CONFIRMED : Verdict.AGAIN;
        }
    }

    /** How a delivery stands. */
    record Standing(
            String state,
            int attempts,
            Optional<Long> status,
            Optional<String> answer,
            Instant due) {}

    Deliverer deliverer(Sender sender) {
        return deliverer(sender, Deliverer.Destinations.ANY);
    }

    Deliverer deliverer(Sender sender, Deliverer.Destinations destinations) {
        return deliverer(database, sender, destinations);
    }

    Deliverer deliverer(Database over, Sender sender, Deliverer.Destinations destinations) {
        return new Deliverer(over, clock, Map.of(Delivery.Channel.WEBHOOK, sender), destinations);
    }

    /** A delivery to a host, of an event of an object of its own. */
    UUID add(String url, int number) {
        return add(new Letter(Optional.empty(), url, UUID.randomUUID(), number));
    }

    /** What is delivered where; the number is in its text. */
    record Letter(Optional<UUID> endpoint, String url, UUID subject, int number) {}

    UUID add(Letter letter) {
        Event event =
                new Event(
                        ids.next(),
                        MERCHANT,
                        "test",
                        letter.subject(),
                        "event " + letter.number(),
                        clock.instant());
        Delivery delivery =
                Delivery.fresh(
                        ids.next(),
                        event,
                        Delivery.Channel.WEBHOOK,
                        new Delivery.Target(letter.endpoint(), letter.url()));
        database.transact(
                tx -> {
                    tx.updateExactly(
                            1,
                            """
                            insert into event (id, merchant, type, subject, body, created_at)
                            values (?, ?, ?, ?, ?, ?)
                            """,
                            event.id(),
                            MERCHANT,
                            event.type(),
                            event.subject(),
                            event.body(),
                            event.createdAt());
                    tx.updateExactly(
                            1,
                            """
                            insert into delivery
                              (id, event, merchant, subject, channel, endpoint, url, state,
                               attempts, due_at, destination)
                            values (?, ?, ?, ?, 'WEBHOOK', ?::uuid, ?, 'WAITING', 0, ?, ?)
                            """,
                            delivery.id(),
                            event.id(),
                            MERCHANT,
                            event.subject(),
                            letter.endpoint(),
                            letter.url(),
                            event.createdAt(),
                            delivery.destination());
                    return delivery;
                });
        return delivery.id();
    }

    Standing standing(UUID id) {
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
