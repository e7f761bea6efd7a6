package dev.handfast.merchantapi;

import static dev.handfast.web.Html.escape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference of the API as a page, made from the routes. Pure. */
final class ReferencePage {
    private ReferencePage() {}

    static String render(List<Route> routes) {
        Map<String, List<Route>> byResource =
                routes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Route::resource, LinkedHashMap::new, Collectors.toList()));
        return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Merchant API - Handfast</title>
        <link rel="stylesheet" href="/handfast.css">
        </head>
        <body>
        <main class="reference">
        <h1>Merchant API</h1>
        <p>Version <code>%s</code>. Every call takes a key:
        <code>Authorization: Bearer sk_...</code>. Parameters are form fields, in a POST the body,
        otherwise the query. The same for programs: <a href="/openapi.json">openapi.json</a>. Every
        error has a code, explained in the <a href="/docs/errors">reference of errors</a>.</p>
        <nav>%s</nav>
        %s
        <h2 id="objects">Objects</h2>
        %s
        </main>
        </body>
        </html>
        """
                .formatted(
                        MerchantApi.VERSION,
                        byResource.keySet().stream()
                                .map(ReferencePage::link)
                                .collect(Collectors.joining(" ")),
                        byResource.entrySet().stream()
                                .map(entry -> section(entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining()),
                        Shapes.all().stream()
                                .map(ReferencePage::object)
                                .collect(Collectors.joining()));
    }

    private static String link(String resource) {
        return "<a href=\"#%s\">%s</a>".formatted(escape(resource), escape(words(resource)));
    }

    private static String words(String resource) {
        return resource.replace('_', ' ');
    }

    private static String section(String resource, List<Route> routes) {
        return "<h2 id=\"%s\">%s</h2>\n%s"
                .formatted(
                        escape(resource),
                        escape(words(resource)),
                        routes.stream().map(ReferencePage::call).collect(Collectors.joining()));
    }

    private static String call(Route route) {
        String shape = route.answers().shape().name();
        return """
        <h3><code>%s %s</code></h3>
        <p>%s Takes %s. Answers %s<a href="#object-%s">%s</a>.</p>
        %s\
        """
                .formatted(
                        route.verb(),
                        escape(route.path()),
                        escape(route.doc()),
                        escape(route.access().words()),
                        switch (route.answers().form()) {
                            case ONE, ONE_OR_DELETED -> "";
                            case PAGE -> "a page of ";
                            case FOUND -> "what was found of ";
                            case DELETED -> "the deleted ";
                        },
                        escape(shape),
                        escape(words(shape)),
                        parameters(route.params()));
    }

    private static String parameters(List<Param> params) {
        if (params.isEmpty()) {
            return "";
        }
        List<String> rows = new ArrayList<>();
        rows(params, "", rows);
        return """
        <table>
        <thead><tr><th>parameter</th><th>is</th><th></th></tr></thead>
        <tbody>
        %s</tbody>
        </table>
        """
                .formatted(String.join("", rows));
    }

    private static void rows(List<Param> params, String path, List<String> rows) {
        for (Param param : params) {
            if (param.type() instanceof ParamType.NotTaken) {
                continue;
            }
            String full = ParamCheck.full(path, param.name());
            rows.add(
                    "<tr><td><code>%s</code></td><td>%s%s</td><td>%s</td></tr>\n"
                            .formatted(
                                    escape(full),
                                    escape(words(param.type())),
                                    switch (param.need()) {
                                        case REQUIRED -> ", required";
                                        case CLEARABLE -> ", empty to clear";
                                        case OPTIONAL -> "";
                                    },
                                    escape(param.doc()) + until(param)));
            below(param.type(), full, rows);
        }
    }

    private static String until(Param param) {
        return param.last()
                .map(last -> " Up to versions of the family %s.".formatted(last.text()))
                .orElse("");
    }

    private static void below(ParamType type, String path, List<String> rows) {
        if (type instanceof ParamType.Group(List<Param> deeper)) {
            rows(deeper, path, rows);
        } else if (type instanceof ParamType.ListOf(ParamType element, int countMax)) {
            below(element, path + "[0]", rows);
        }
    }

    private static String words(ParamType type) {
        return switch (type) {
            case ParamType.Text(int lengthMax) -> "text of 1 to %d".formatted(lengthMax);
            case ParamType.Word(List<String> words) -> String.join(", ", words);
            case ParamType.Whole(long min, long max) -> "%d to %d".formatted(min, max);
            case ParamType.Amount amount -> "an amount";
            case ParamType.CurrencyCode code -> "a currency";
            case ParamType.Flag flag -> "true, false";
            case ParamType.Id(PublicIds kind) -> kind.prefix() + "_...";
            case ParamType.Metadata metadata ->
                    "up to %d texts".formatted(ParamCheck.METADATA_KEYS_MAX);
            case ParamType.Moments moments -> "seconds since 1970, or gt, gte, lt, lte";
            case ParamType.ListOf(ParamType element, int countMax) ->
                    "up to %d of: %s".formatted(countMax, words(element));
            case ParamType.Group group -> "fields";
            case ParamType.Anything anything -> "anything";
            case ParamType.NotTaken none -> "nothing";
        };
    }

    private static String row(Shape.Field field) {
        return "<tr><td><code>%s</code></td><td>%s%s</td><td>%s</td></tr>\n"
                .formatted(
                        escape(field.name()),
                        escape(field.type().replace("|", " | ")),
                        field.nullable() ? ", or null" : "",
                        escape(field.doc()));
    }

    private static String object(Shape shape) {
        String rows = shape.fields().stream().map(ReferencePage::row).collect(Collectors.joining());
        return """
        <h3 id="object-%s">%s</h3>
        <p>%s</p>
        <table><tbody>
        %s</tbody></table>
        """
                .formatted(
                        escape(shape.name()),
                        escape(words(shape.name())),
                        escape(shape.doc()),
                        rows);
    }
}
