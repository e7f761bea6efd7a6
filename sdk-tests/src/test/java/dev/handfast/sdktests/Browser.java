package dev.handfast.sdktests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A payer's browser, as far as the pages here need one. */
final class Browser {
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]*)\"");
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");
    private static final String PASSWORD = "111111";

    private final HttpClient http =
            HttpClient.newBuilder()
                    .cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();

    /** Where it has got to, and what it shows. */
    record Shown(int status, URI address, String html) {
        /** The first text that a pattern finds; the page has one. */
        String first(String pattern) {
            Matcher found = Pattern.compile(pattern).matcher(html);
            if (!found.find()) {
                throw new AssertionError("no " + pattern + " in " + html);
            }
            return found.group(1).replace("&amp;", "&");
        }
    }

    /** Opens what {@link Caller#page} gives. */
    Shown open(String page) throws IOException, InterruptedException {
        if (page.startsWith("http")) {
            return send(HttpRequest.newBuilder(URI.create(page)).build());
        }
        Matcher action = ACTION.matcher(page);
        if (!action.find()) {
            throw new AssertionError("neither an address nor a form: " + page);
        }
        Map<String, String> fields = new TreeMap<>();
        HIDDEN.matcher(page)
                .results()
                .forEach(
                        input ->
                                fields.put(input.group(1), input.group(2).replace("&quot;", "\"")));
        return submit(URI.create(action.group(1)), fields);
    }

    /** Goes from the order to the page that says that it is paid. */
    Shown pay(Shown order, String wallet) throws IOException, InterruptedException {
        Shown choose = follow(order);
        Shown confirm =
                submit(choose.address(), Map.of("wallet", wallet, "form_token", token(choose)));
        return submit(
                confirm.address(), Map.of("password", PASSWORD, "form_token", token(confirm)));
    }

    /** Follows the page's one main link, if it has any. */
    private Shown follow(Shown shown) throws IOException, InterruptedException {
        Matcher link = Pattern.compile("class=\"main\" href=\"([^\"]+)\"").matcher(shown.html());
        return link.find()
                ? open(shown.address().resolve(link.group(1).replace("&amp;", "&")).toString())
                : shown;
    }

    private static String token(Shown shown) {
        return shown.first("name=\"form_token\" value=\"([^\"]+)\"");
    }

    private Shown submit(URI address, Map<String, String> fields)
            throws IOException, InterruptedException {
        String form =
                fields.entrySet().stream()
                        .map(
                                field ->
                                        field.getKey()
                                                + "="
                                                + URLEncoder.encode(field.getValue(), UTF_8))
                        .collect(Collectors.joining("&"));
        return send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build());
    }

    private Shown send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Shown(answer.statusCode(), answer.uri(), answer.body());
    }
}
