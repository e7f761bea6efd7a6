package dev.handfast.cashier;

import dev.handfast.pages.FormGuard;
import dev.handfast.pages.Html;
import dev.handfast.pages.Language;
import dev.handfast.pages.Texts;
import dev.handfast.web.Body;
import dev.handfast.web.Form;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Optional;

/**
 * One request to the cashier and its answer.
 *
 * @param texts the payer's language
 */
record Turn(ServerRequest request, ServerResponse response, Texts texts) {
    private static final int FORM_BYTES_MAX = 4_096;

    static Turn of(ServerRequest request, ServerResponse response) {
        return new Turn(request, response, Texts.in(Language.of(request, response)));
    }

    /** What the address has in this place; empty where it has none. */
    String named(String name) {
        return request.path().pathParameters().first(name).orElse("");
    }

    /** The path that was asked for. */
    String path() {
        return request.path().path();
    }

    /** Leads on, so that a reload sends nothing twice. */
    void to(String path) {
        response.status(Status.SEE_OTHER_303).header(HeaderNames.LOCATION, path).send();
    }

    /** The form that was sent, if it was shown to this browser for that purpose. */
    Optional<Form> form(FormGuard guard, String purpose) {
        return Body.read(request, FORM_BYTES_MAX) instanceof Body.Whole(byte[] bytes)
                        && Form.parse(bytes) instanceof Form.Read.Good(Form form)
                        && guard.admits(request, form, purpose)
                ? Optional.of(form)
                : Optional.empty();
    }

    /** The hidden field of a form for that purpose. */
    Html field(FormGuard guard, String purpose) {
        return guard.field(guard.visitor(request, response), purpose);
    }
}
