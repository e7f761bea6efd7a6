package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.payments.Outcome;
import dev.handfast.payments.PaymentRefusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

final class ErrorTableTest {
    @ParameterizedTest
    @EnumSource(PaymentRefusal.class)
    void every_refusal_is_an_error_with_its_name_and_detail(PaymentRefusal why) {
        ApiError error = ErrorTable.of(new Outcome.Refused(why, "got this", Optional.empty()));
        assertTrue(error.status() >= 400 && error.status() < 500, "a refusal is not our fault");
        assertEquals("got this (%s)".formatted(why), error.message());
        assertEquals(error.type() == ApiError.Type.CARD_ERROR, why.isPayersSide());
        assertEquals(
                error.type() == ApiError.Type.CARD_ERROR,
                error.status() == 402 && error.declineCode().isPresent(),
                "a card error has status 402 and a decline code, and nothing else has");
    }

    @Test
    void every_code_has_a_heading_in_the_reference_and_in_the_same_order() throws IOException {
        List<String> codes = Stream.of(ApiCode.values()).map(ApiCode::text).toList();
        assertEquals(codes, headings("## The merchant API"));
    }

    @Test
    void every_refusal_is_named_where_its_code_is_explained() throws IOException {
        String section = section("## The merchant API");
        for (PaymentRefusal why : PaymentRefusal.values()) {
            ApiError error = ErrorTable.of(new Outcome.Refused(why, "", Optional.empty()));
            String code = "### `%s`".formatted(error.code().text());
            String text = section.substring(section.indexOf(code));
            int next = text.indexOf("### ", code.length());
            String own = next < 0 ? text : text.substring(0, next);
            boolean amount = error.code() == ApiCode.AMOUNT_TOO_SMALL;
            boolean pictures =
                    why == PaymentRefusal.CODE_UNKNOWN || why == PaymentRefusal.CODE_EXPIRED;
            assertTrue(amount || pictures || own.contains(why.name()), why + " under " + code);
        }
    }

    private static List<String> headings(String section) throws IOException {
        return section(section)
                .lines()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring("### ".length()).replace("`", ""))
                .toList();
    }

    private static String section(String title) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reference", "errors.md"));
        String rest = page.substring(page.indexOf(title) + title.length());
        int next = rest.indexOf("\n## ");
        return next < 0 ? rest : rest.substring(0, next);
    }
}
