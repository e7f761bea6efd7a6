package dev.handfast.checkout;

import dev.handfast.pages.Page;
import dev.handfast.web.Answers;

import io.helidon.webserver.http.ServerResponse;

import java.util.Optional;

/** What a browser may do with a page of hosted checkout. */
final class Policy {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors ";

    private Policy() {}

    /**
     * Sends a page: with scripts of this server only, none of them in the page itself.
     *
     * @param parent the one origin that may have it in a frame
     */
    static void send(ServerResponse response, int status, Page page, Optional<String> parent) {
        response.header("Content-Security-Policy", POLICY + parent.orElse("'none'"));
        response.header("Referrer-Policy", "no-referrer");
        response.header("Permissions-Policy", "payment=(self)");
        Answers.html(response, status, page.render());
    }
}
