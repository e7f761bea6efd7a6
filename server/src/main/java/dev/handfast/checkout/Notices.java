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
    private Notices() {}

    /** There is no such page. */
    static void missing(Parts parts, ServerRequest request, ServerResponse response) {
        Texts texts = Texts.in(Language.of(request, response));
        Html body =
                Blocks.card(
                        Blocks.outcome(
                                Blocks.Tone.BAD,
                                texts.get("checkout.missing"),
                                texts.get("checkout.missing.text")));
        Page page = Page.still(texts, texts.get("checkout.missing"), body, parts.site().stage());
        Policy.send(response, 404, page, Optional.empty());
    }
}
