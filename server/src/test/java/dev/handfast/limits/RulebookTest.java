package dev.handfast.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

final class RulebookTest {
    private static final String BOOK =
            """
            {"zone":"Asia/Shanghai","currency":"CNY","sources":{"a":{}},"rules":[RULE]}
            """;

    private static final String RULE =
            """
            {"id":"x","ways":["STATIC_CODE"],"window":"DAY","max_minor":1,"source":"a"}
            """;

    @Test
    void the_rulebook_that_is_included_says_what_its_sources_say() {
        List<String> lines =
                Rulebook.included().rules().stream()
                        .map(
                                rule ->
                                        "%s: %s %s"
                                                .formatted(
                                                        rule.id(),
                                                        rule.max().format(),
                                                        rule.window().words()))
                        .toList();
        assertEquals(
                List.of(
                        "static-code-day: CNY 500.00 a day",
                        "dynamic-code-b-day: CNY 5,000.00 a day",
                        "dynamic-code-c-day: CNY 1,000.00 a day",
                        "account-class-1-life: CNY 1,000.00 in all",
                        "account-class-2-year: CNY 100,000.00 a year",
                        "account-class-3-year: CNY 200,000.00 a year",
                        "merchant-transfer-once: CNY 100,000,000.00 each time",
                        "merchant-transfer-day: CNY 2,000,000.00 a day"),
                lines.stream().map(RulebookTest::grouped).toList());
    }

    /** Groups thousands, for people who read the list above. */
    private static String grouped(String line) {
        String text = line;
        String next = text.replaceFirst("([0-9])([0-9]{3}[.,])", "$1,$2");
        while (!next.equals(text)) {
            text = next;
            next = text.replaceFirst("([0-9])([0-9]{3}[.,])", "$1,$2");
        }
        return text;
    }

    @Test
    void a_rulebook_that_is_not_in_order_is_refused() {
        assertEquals(1, Rulebook.parse(BOOK.replace("RULE", RULE)).rules().size());
        for (String bad :
                List.of(
                        RULE + "," + RULE,
                        RULE.replace("\"a\"", "\"b\""),
                        RULE.replace("STATIC_CODE", "PIGEON"),
                        RULE.replace("[\"STATIC_CODE\"]", "[]"),
                        RULE.replace("DAY", "FORTNIGHT"),
                        RULE.replace(":1,", ":0,"),
                        RULE.replace(":1,", ":1.5,"),
                        RULE.replace("\"id\"", "\"name\""))) {
            String text = BOOK.replace("RULE", bad);
            assertThrows(IllegalArgumentException.class, () -> Rulebook.parse(text), text);
        }
    }

    @Test
    void days_begin_in_the_rulebooks_zone() {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        Instant late = Instant.parse("2026-12-31T15:59:59Z");
        assertEquals(Optional.of("2026-12-31"), Window.DAY.period(late, zone));
        assertEquals(Optional.of("2027-01-01"), Window.DAY.period(late.plusSeconds(1), zone));
        assertEquals(Optional.of("2026"), Window.YEAR.period(late, zone));
        assertEquals(Optional.of("2027"), Window.YEAR.period(late.plusSeconds(1), zone));
        assertTrue(Window.ONCE.period(late, zone).isEmpty());
    }
}
