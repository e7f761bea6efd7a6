package dev.handfast.sdktests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The official npm client; the tests themselves are in {@code node/alipay.test.mjs}. */
@ExtendWith(SandboxExtension.class)
final class NpmAlipayTest {
    @Test
    void the_npm_client_works_unchanged(Sandbox sandbox) {
        Node.test(sandbox, "alipay.test.mjs");
    }
}
