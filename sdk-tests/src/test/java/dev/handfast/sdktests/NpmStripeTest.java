package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The official npm client; the tests themselves are in {@code node/stripe-*.test.mjs}. */
@ExtendWith(SandboxExtension.class)
final class NpmStripeTest {
    private static final List<String> FILES =
            List.of(
                    "stripe-payments.test.mjs",
                    "stripe-customers.test.mjs",
                    "stripe-money.test.mjs");

    /** What a sandbox cannot do, as it has no partner with a gateway of its own. */
    private static final Set<String> REFUSED_ONLY =
            Set.of("POST /v1/payment_intents/{id}/partner_code");

    @Test
    void the_npm_client_works_unchanged_on_every_route(Sandbox sandbox, @TempDir Path folder)
            throws IOException {
        Path calls = folder.resolve("calls");
        FILES.forEach(file -> Node.test(sandbox, file, Map.of("HANDFAST_CALLS", calls.toString())));
        List<MerchantRoute> routes = MerchantRoute.all(sandbox.get("/openapi.json"));
        List<String> missing = new ArrayList<>();
        MerchantRoute.seen(routes, Files.readAllLines(calls))
                .forEach(
                        (route, seen) -> {
                            if (!seen.done() && !REFUSED_ONLY.contains(route.toString())) {
                                missing.add(route + " is not carried out");
                            }
                            if (!seen.refused()) {
                                missing.add(route + " is not refused");
                            }
                        });
        assertEquals(
                List.of(),
                missing,
                "each route of /openapi.json is called in sdk-tests/node/stripe-*.test.mjs, once so"
                        + " that it is done and once so that it is refused; add what is missing");
    }
}
