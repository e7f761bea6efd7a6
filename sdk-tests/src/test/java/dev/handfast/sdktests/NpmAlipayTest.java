package dev.handfast.sdktests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The official npm client; the tests themselves are in {@code node/*.test.mjs}. */
@ExtendWith(SandboxExtension.class)
final class NpmAlipayTest {
    @Test
    void the_npm_client_works_unchanged(Sandbox sandbox) {
        Node.test(sandbox, "alipay.test.mjs");
    }

    @Test
    void it_freezes_splits_takes_under_agreements_and_fetches_bills(Sandbox sandbox) {
        Node.test(sandbox, "methods.test.mjs");
    }

    @Test
    void its_pages_lead_a_payer_through_the_cashier_and_back(Sandbox sandbox) {
        Node.test(sandbox, "cashier.test.mjs");
    }
}
