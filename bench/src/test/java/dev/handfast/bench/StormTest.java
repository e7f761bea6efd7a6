package dev.handfast.bench;

import dev.handfast.bench.Deed.Kind;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/**
 * Fifty copies of a request at the same moment have one effect, and get one answer.
 *
 * <p>{@code -Dhandfast.storm.requests=1000} does it with as many requests of each kind.
 */
@ExtendWith(SharedServer.Extension.class)
final class StormTest {
    private static final int REQUESTS = Integer.getInteger("handfast.storm.requests", 12);
    private static final int COPIES = 50;

    /** A payment code lives a minute, so not everything can be prepared at once. */
    private static final int PREPARED = 50;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void every_copy_gets_the_same_answer_and_the_effect_is_one(Kind kind, SharedServer house)
            throws Exception {
        Storm storm = new Storm(List.of(house.shop().client()), COPIES, 4);
        Deeds deeds = new Deeds(house.shop());
        List<TortureLoad.Done> settled = new ArrayList<>();
        for (int done = 0; done < REQUESTS; done += PREPARED) {
            settled.addAll(storm.blow(deeds.of(kind, Math.min(PREPARED, REQUESTS - done))));
        }
        TortureBooks.compare(house.database(), settled);
    }
}
