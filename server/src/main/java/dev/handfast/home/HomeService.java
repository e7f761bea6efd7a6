package dev.handfast.home;

import dev.handfast.pages.Resources;
import dev.handfast.web.Answers;
import dev.handfast.web.Body;
import dev.handfast.web.Form;
import dev.handfast.web.Loopback;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Serves the first page and its style sheet, and in the sandbox what its buttons do. */
public final class HomeService implements HttpService {
    private static final int FORM_BYTES_MAX = 4_096;

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    private final HomeSources sources;
    private final Optional<Tryout> tryout;
    private final String css = Resources.text("/web/handfast.css");
    private final String errors = ErrorsPage.render(Resources.text("/web/errors.md"));

    /**
     * The page.
     *
     * @param sources where it reads from
     * @param tryout what its buttons do; none in live mode
     */
    public HomeService(HomeSources sources, Optional<Tryout> tryout) {
        this.sources = sources;
        this.tryout = tryout;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/", this::page);
        rules.get("/handfast.css", this::style);
        rules.get("/docs/errors", this::errors);
        tryout.ifPresent(any -> rules.post("/try", this::tryIt));
    }

    private void page(ServerRequest request, ServerResponse response) {
        response.header("Content-Security-Policy", POLICY);
        response.header("Cache-Control", "no-store");
        Optional<HomePage.Try> trying =
                tryout.map(
                        any ->
                                new HomePage.Try(
                                        request.query().first("order").asOptional(),
                                        request.query().first("message").asOptional()));
        Answers.html(response, 200, HomePage.render(HomeView.read(sources), trying));
    }

    private void style(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "text/css; charset=utf-8");
        response.header("Cache-Control", "max-age=60");
        response.send(css.getBytes(StandardCharsets.UTF_8));
    }

    private void errors(ServerRequest request, ServerResponse response) {
        response.header("Content-Security-Policy", POLICY);
        Answers.html(response, 200, errors);
    }

    private void tryIt(ServerRequest request, ServerResponse response) {
        if (!Loopback.admits(request)) {
            Answers.error(response, 403, "loopback_only", "the sandbox is for this machine only");
            return;
        }
        Optional<Form> form = form(request);
        Tryout.Result result =
                form.map(
                                fields ->
                                        tryout.orElseThrow()
                                                .run(text(fields, "what"), text(fields, "code")))
                        .orElseGet(() -> new Tryout.Result(Optional.empty(), "that was no form"));
        StringBuilder target = new StringBuilder("/?message=").append(encoded(result.message()));
        result.order().ifPresent(code -> target.append("&order=").append(encoded(code)));
        response.status(303).header(HeaderNames.LOCATION, target.toString()).send();
    }

    private static Optional<Form> form(ServerRequest request) {
        return Body.read(request, FORM_BYTES_MAX) instanceof Body.Whole(byte[] bytes)
                        && Form.parse(bytes) instanceof Form.Read.Good(Form form)
                ? Optional.of(form)
                : Optional.empty();
    }

    private static String text(Form form, String name) {
        return form.fields().get(name) instanceof Form.Value.Text(String text) ? text : "";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
