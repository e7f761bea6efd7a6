package dev.handfast.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Markup, texts and the layout. */
final class PagesTest {
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    @Test
    void a_text_never_becomes_markup() {
        String bad = "\"><script>alert('&')</script>";
        assertEquals(
                "<p title=\"&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;\">1</p>",
                Html.of("<p title=\"{}\">{}</p>", bad, 1).toString());
        assertEquals("{}", Html.of("{}", "{}").toString());
        assertEquals("<b>&lt;</b>", Html.of("{}", Html.of("<b>{}</b>", "<")).toString());
        assertEquals("a", Html.of("{}a{}", Optional.empty(), Optional.of("")).toString());
    }

    @Test
    void a_template_takes_exactly_as_many_parts_as_it_has_places() {
        assertThrows(IllegalArgumentException.class, () -> Html.of("<p>{}</p>"));
        assertThrows(IllegalArgumentException.class, () -> Html.of("<p>{}</p>", "a", "b"));
        assertThrows(IllegalArgumentException.class, () -> Html.of("<p>{}</p>", new Object()));
    }

    @Test
    void all_languages_say_the_same_things_with_the_same_arguments() {
        Texts english = Texts.in(Language.EN);
        assertFalse(english.keys().isEmpty());
        for (Language language : Language.values()) {
            Texts texts = Texts.in(language);
            assertEquals(english.keys(), texts.keys(), language.tag());
            for (String key : english.keys()) {
                assertEquals(places(english.get(key)), places(texts.get(key)), key);
                assertFalse(texts.get(key).isBlank(), key);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'zh-CN,zh;q=0.9,en;q=0.8', ZH",
        "'fr;q=0.9,de', EN",
        "'en;q=0.4,zh-TW;q=0.5', ZH",
        "'de,en-GB;q=0.7,zh;q=0.3', EN",
        "'', EN",
        "'q=;;,', EN"
    })
    void a_browser_is_answered_in_the_language_it_likes_best(String header, Language language) {
        assertEquals(language, Language.accepted(header));
    }

    @Test
    void an_amount_is_grouped_and_keeps_its_decimals() {
        assertEquals("CNY\u00a01,234,567.80", plain("1234567.80", "CNY"));
        assertEquals("CNY\u00a0123.40", plain("123.40", "CNY"));
        assertEquals("JPY\u00a01,234", plain("1234", "JPY"));
    }

    @Test
    void a_page_has_a_language_landmarks_and_only_its_own_sources() {
        String page =
                new Page(
                                Texts.in(Language.ZH),
                                "付款",
                                Blocks.card(Html.of("<h1>{}</h1>", "付款")),
                                Page.Refresh.every(Duration.ofSeconds(3)),
                                Page.Stage.SANDBOX)
                        .render();
        assertTrue(page.contains("<html lang=\"zh\">"), page);
        assertTrue(page.contains("http-equiv=\"refresh\" content=\"3\""), page);
        assertTrue(page.contains("href=\"?lang=en\""), page);
        for (String landmark : new String[] {"<header", "<main id=\"main\"", "<footer", "<nav"}) {
            assertTrue(page.contains(landmark), landmark);
        }
        assertFalse(page.contains("style=") || page.contains("<script"), page);
        assertFalse(page.replace("http://www.w3.org/2000/svg", "").contains("http://"), page);
    }

    private static String plain(String decimal, String code) {
        Currency currency = Currency.parse(code).orElseThrow();
        return Blocks.plain(Money.parse(decimal, currency).orElseThrow());
    }

    private static Set<String> places(String text) {
        return new TreeSet<>(PLACE.matcher(text).results().map(MatchResult::group).toList());
    }
}
