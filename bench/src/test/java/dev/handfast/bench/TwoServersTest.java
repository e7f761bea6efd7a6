package dev.handfast.bench;

import dev.handfast.sql.Database;
import dev.handfast.sql.EmbeddedPostgres;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two servers on one database are as one, whichever of them is asked. */
final class TwoServersTest {
    private static final int REQUESTS = Integer.getInteger("handfast.storm.requests", 12);

    @Test
    void the_same_keys_sent_to_both_have_one_effect_and_one_answer() throws Exception {
        Path data = Files.createDirectories(SharedServer.folder("two").resolve("data"));
        try (EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(data.resolve("postgres"), ignored -> {});
                Database database = Database.open(postgres.config());
                ServerProcess first = start(data, postgres);
                ServerProcess second = start(data, postgres)) {
            Shop shop = new Shop(new Client(first.base()));
            shop.topUp("Lin", 10_000_000);
            Storm storm = new Storm(List.of(shop.client(), new Client(second.base())), 4, 12);
            List<TortureLoad.Done> settled = new ArrayList<>();
            for (Deed.Kind kind : Deed.Kind.values()) {
                settled.addAll(storm.blow(new Deeds(shop).of(kind, REQUESTS)));
            }
            TortureBooks.compare(database, settled);
            SharedServer.audit(database, data);
        }
    }

    private static ServerProcess start(Path data, EmbeddedPostgres postgres) throws IOException {
        ServerProcess.Launch small = ServerProcess.Launch.small(data);
        // The password is for this machine's own test database alone.
        String password =
                Files.readString(data.resolve("postgres/postgres/handfast.password")).strip();
        return ServerProcess.start(
                new ServerProcess.Launch(
                        data,
                        small.port(),
                        small.java(),
                        List.of("--database-url", postgres.config().url()),
                        Map.of("HANDFAST_DATABASE_PASSWORD", password)));
    }
}
