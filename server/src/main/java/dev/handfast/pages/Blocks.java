package dev.handfast.pages;

import dev.handfast.money.Money;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The parts that hosted pages are put together from; the style sheet knows each by its class. */
public final class Blocks {
    private Blocks() {}

    /** What a message is like. */
    public enum Tone {
        /** All is well. */
        GOOD,
        /** It was not to be. */
        BAD,
        /** It is not known yet, or takes a while. */
        WAITING;

        private String cssClass() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A line of a summary.
     *
     * @param name what it is
     * @param value what it says: {@link Html#text} or more
     */
    public record Fact(String name, Html value) {
        /** A fact that is plain text. */
        public static Fact of(String name, String value) {
            return new Fact(name, Html.text(value));
        }
    }

    /**
     * An input with its label.
     *
     * @param name the name under which it is sent, and its id
     * @param label what it asks for
     * @param input the element, which has that id and, for the hint and the error, {@code
     *     aria-describedby="NAME-help"}
     * @param hint help that stands below
     * @param error what was wrong with what was sent
     */
    public record Field(
            String name, String label, Html input, Optional<String> hint, Optional<String> error) {}

    /** A sheet with what is paid beside what is to be done; one below the other on a phone. */
    public static Html sheet(Html summary, Html action) {
        return Html.of(
                """
                <div class="sheet">
                <section class="summary">
                {}
                </section>
                <section class="action">
                {}
                </section>
                </div>\
                """,
                summary,
                action);
    }

    /** A sheet with one thing on it. */
    public static Html card(Html content) {
        return Html.of("<div class=\"sheet single\"><section>{}</section></div>", content);
    }

    /** To whom a payment goes, with the first character of the name as a picture. */
    public static Html payee(String label, String name) {
        int first = name.isEmpty() ? '?' : name.codePointAt(0);
        return Html.of(
                """
                <p class="payee"><span class="initial" aria-hidden="true">{}</span>\
                <span><span class="quiet">{}</span><br><strong>{}</strong></span></p>\
                """,
                Character.toString(first).toUpperCase(Locale.ROOT),
                label,
                name);
    }

    /** An amount, large. */
    public static Html amount(Money amount) {
        return Html.of("<p class=\"amount\">{}</p>", money(amount));
    }

    /** An amount within a text: its currency's code, then the figure in groups of three. */
    public static Html money(Money amount) {
        return Html.of(
                "<span class=\"money\"><span class=\"code\">{}</span>&nbsp;{}</span>",
                amount.currency().code(),
                grouped(amount.toDecimalString()));
    }

    /** The same amount as text. */
    public static String plain(Money amount) {
        return amount.currency().code() + "\u00a0" + grouped(amount.toDecimalString());
    }

    /** Names and what they say, one below the other. */
    public static Html facts(List<Fact> facts) {
        return Html.of(
                "<dl class=\"facts\">{}</dl>",
                Html.lines(
                        facts.stream()
                                .map(
                                        fact ->
                                                Html.of(
                                                        "<div><dt>{}</dt><dd>{}</dd></div>",
                                                        fact.name(),
                                                        fact.value()))
                                .toList()));
    }

    /** Names and texts of a protocol, for those who read it. */
    public static Html raw(List<Fact> facts) {
        return Html.of(
                "<dl class=\"raw\">{}</dl>",
                Html.lines(
                        facts.stream()
                                .map(
                                        fact ->
                                                Html.of(
                                                        "<dt>{}</dt><dd>{}</dd>",
                                                        fact.name(),
                                                        fact.value()))
                                .toList()));
    }

    /** How something ended, as the heading of its page. */
    public static Html outcome(Tone tone, String heading, String text) {
        Html icon =
                switch (tone) {
                    case GOOD -> Icons.TICK;
                    case BAD -> Icons.CROSS;
                    case WAITING -> Icons.CLOCK;
                };
        return Html.of(
                """
                <div class="outcome {}"><span class="seal">{}</span>
                <h1>{}</h1>
                <p>{}</p></div>\
                """,
                tone.cssClass(),
                icon,
                heading,
                text);
    }

    /** A message above a form; read out at once by a screen reader if it is bad. */
    public static Html message(Tone tone, String text) {
        String role =
                switch (tone) {
                    case BAD -> "alert";
                    case GOOD, WAITING -> "status";
                };
        return Html.of("<p class=\"message {}\" role=\"{}\">{}</p>", tone.cssClass(), role, text);
    }

    /** An input with its label, its hint and what is wrong with it. */
    public static Html field(Field field) {
        Html help =
                field.error()
                        .map(error -> Html.of("<span class=\"error\">{}</span>", error))
                        .or(() -> field.hint().map(Html::text))
                        .map(
                                text ->
                                        Html.of(
                                                "<p class=\"help\" id=\"{}-help\">{}</p>",
                                                field.name(),
                                                text))
                        .orElse(Html.NONE);
        return Html.of(
                "<div class=\"field\"><label for=\"{}\">{}</label>{}{}</div>",
                field.name(),
                field.label(),
                field.input(),
                help);
    }

    /** A hidden value of a form. */
    public static Html hidden(String name, String value) {
        return Html.of("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
    }

    /** The button that does what the page is for. */
    public static Html button(String text) {
        return Html.of("<button class=\"main\">{}</button>", text);
    }

    /** The way to the code of a partner whose wallets read no other: a form with its button. */
    public static Html partner(String path, String text) {
        return Html.of(
                """
                <form class="partner" method="post" action="{}">
                <button type="submit" class="second">{}</button>
                </form>
                """,
                path,
                text);
    }

    /** A link that looks like that button. */
    public static Html link(String target, String text) {
        return Html.of("<a class=\"main\" href=\"{}\">{}</a>", target, text);
    }

    /** A link for what fewer people want. */
    public static Html sideLink(String target, String text) {
        return Html.of("<a class=\"side\" href=\"{}\">{}</a>", target, text);
    }

    private static String grouped(String decimal) {
        return decimal.replaceAll("(?<=\\d)(?=(\\d{3})+(\\.|$))", ",");
    }
}
