package dev.handfast.checkout;

import dev.handfast.pages.Blocks;
import dev.handfast.pages.Html;
import dev.handfast.pages.Language;
import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Optional;

/** Pages that say one thing. */
final class Notices {
    /** What there is to say. */
    enum Notice {
        /** There is no such page. */
        MISSING(404, "checkout.missing"),
        /** Too many want the same. */
        BUSY(429, "checkout.busy");

        private final int status;
        private final String key;

        Notice(int status, String key) {
            this.status = status;
            this.key = key;
        }
    }

    private Notices() {}

    static void say(Parts parts, Notice notice, ServerRequest request, ServerResponse response) {
        Texts texts = Texts.in(Language.of(request, response));
        String heading = texts.get(notice.key);
        Html body =
                Blocks.card(
                        Blocks.outcome(Blocks.Tone.BAD, heading, texts.get(notice.key + ".text")));
        Page page = Page.still(texts, heading, body, parts.site().stage());
        Policy.send(response, notice.status, page, Optional.empty());
    }
}
