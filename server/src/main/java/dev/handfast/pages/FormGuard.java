package dev.handfast.pages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.handfast.secrets.LookupHash;
import dev.handfast.web.Form;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Ties forms to the browser they were shown to, so that no other site can have a visitor send one.
 *
 * <p>A browser is known by a cookie that scripts cannot read and that other sites' forms do not
 * carry (SameSite). Each form holds a token: a keyed hash of that cookie and of what the form does.
 * A form without the right token is refused, and so is one that the browser itself says was sent
 * from another site. Nothing is stored here, so the forms of one process are good at another.
 */
public final class FormGuard {
    private static final String FIELD = "form_token";
    private static final String COOKIE = "handfast_visitor";
    private static final HeaderName SENT_FROM = HeaderNames.create("Sec-Fetch-Site");
    private static final int VISITOR_BYTES = 24;

    private final LookupHash marks;
    private final SecureRandom random = new SecureRandom();
    private final boolean secure;

    /**
     * Guards forms.
     *
     * @param marks with a purpose of its own
     * @param publicUrl how browsers reach this; with https, the cookie goes over nothing else
     */
    public FormGuard(LookupHash marks, String publicUrl) {
        this.marks = marks;
        this.secure = publicUrl.startsWith("https://");
    }

    /** A browser, by what its cookie says. */
    public static final class Visitor {
        private final String mark;

        private Visitor(String mark) {
            this.mark = mark;
        }

        /** A hidden value; whoever knows it can send this browser's forms. */
        @Override
        public String toString() {
            return "Visitor[hidden]";
        }
    }

    /** Who asks; a browser that is new here is given its cookie with the answer. */
    public Visitor visitor(ServerRequest request, ServerResponse response) {
        return known(request)
                .orElseGet(
                        () -> {
                            byte[] mark = new byte[VISITOR_BYTES];
                            random.nextBytes(mark);
                            String text = Base64.getUrlEncoder().encodeToString(mark);
                            response.headers()
                                    .addCookie(
                                            SetCookie.builder(COOKIE, text)
                                                    .path("/")
                                                    .httpOnly(true)
                                                    .secure(secure)
                                                    .sameSite(SetCookie.SameSite.LAX)
                                                    .build());
                            return new Visitor(text);
                        });
    }

    /**
     * The hidden field for a form.
     *
     * @param purpose what the form does and to what, for instance {@code pay} and a payment's id
     */
    public Html field(Visitor visitor, String purpose) {
        return Html.of(
                "<input type=\"hidden\" name=\"{}\" value=\"{}\">", FIELD, token(visitor, purpose));
    }

    /** Whether the form was shown to the browser that sends it, for that purpose. */
    public boolean admits(ServerRequest request, Form form, String purpose) {
        String from = request.headers().value(SENT_FROM).orElse("same-origin");
        if (!from.equals("same-origin") && !from.equals("none")) {
            return false;
        }
        return known(request)
                .filter(
                        visitor ->
                                form.fields().get(FIELD) instanceof Form.Value.Text(String token)
                                        && MessageDigest.isEqual(
                                                token.getBytes(US_ASCII),
                                                token(visitor, purpose).getBytes(US_ASCII)))
                .isPresent();
    }

    private Optional<Visitor> known(ServerRequest request) {
        return request.headers()
                .cookies()
                .first(COOKIE)
                .asOptional()
                .filter(text -> text.matches("[A-Za-z0-9_-]{32}"))
                .map(Visitor::new);
    }

    private String token(Visitor visitor, String purpose) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(marks.hash(visitor.mark + " " + purpose));
    }
}
