package dev.handfast.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** While the database is away every dialect says so; when it is back, everything works again. */
@ExtendWith(SharedServer.Extension.class)
final class DatabaseAwayTest {
    @Test
    void a_database_that_is_away_is_told_and_the_same_request_works_when_it_is_back(
            SharedServer house) throws Exception {
        Shop shop = house.shop();
        Deeds deeds = new Deeds(shop);
        Deed sale = deeds.of(Deed.Kind.PAY, 1).getFirst();
        Deed trade = deeds.of(Deed.Kind.TRADE_REFUND, 1).getFirst();
        Path files = house.files();
        Path hidden = files.resolveSibling("hidden");
        // Where its files are not to be found, the server's PostgreSQL cannot start again.
        Files.move(files, hidden);
        try {
            house.server().killPostgres(ServerProcess.Victims.EVERY_PROCESS);
            // At once, since each waits for the database as long as it may.
            List<Supplier<Optional<Client.Answer>>> asking =
                    List.of(
                            () -> shop.client().post(sale.wire()),
                            () -> shop.client().post(trade.wire()),
                            () -> shop.scanByWallet("Lin", "no code"),
                            () -> shop.client().get("/readyz"),
                            () -> shop.client().get("/healthz"));
            List<Client.Answer> answers =
                    Storm.together(asking.size(), i -> asking.get(i).get().orElseThrow());
            Client.Answer answer = answers.get(0);
            assertEquals(503, answer.status(), answer::body);
            assertEquals("service_unavailable", answer.text("/error/code"), answer::body);
            assertEquals("1", answer.headers().get("retry-after"));
            Client.Answer gateway = answers.get(1);
            assertEquals("20000", Deed.node(gateway).path("code").asString(""), gateway::body);
            assertEquals(503, answers.get(2).status(), () -> answers.get(2).body());
            assertEquals(503, answers.get(3).status(), () -> answers.get(3).body());
            assertEquals(200, answers.get(4).status(), () -> answers.get(4).body());
        } finally {
            Files.move(hidden, files);
        }
        house.server().awaitReady();
        Storm storm = new Storm(List.of(shop.client()), 2, 2);
        TortureBooks.compare(house.database(), storm.blow(List.of(sale, trade)));
    }
}
