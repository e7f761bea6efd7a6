package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.build.Project;
import dev.handfast.payments.PaymentRefusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RefusalsTest {
    private static final String PAGE =
            Project.read(Project.root().resolve("docs/reference/errors.md"));

    @ParameterizedTest
    @EnumSource
    void every_word_of_the_dialect_is_explained_on_the_page_of_errors(Acq word) {
        assertTrue(PAGE.contains("\n### `" + word.subCode() + "`\n"), word.subCode());
    }

    @ParameterizedTest
    @EnumSource
    void every_refusal_of_a_payment_has_a_word_in_the_dialect(PaymentRefusal why) {
        assertEquals("ACQ." + Refusals.word(why).name(), Refusals.word(why).subCode());
    }

    @Test
    void a_refusal_says_rule_and_got_behind_the_official_text() {
        assertEquals(
                "参数无效：subject is required, got nothing",
                Fields.invalid("subject", "is required", "nothing").subMsg());
        String longest = Fields.invalid("body", "is short", "茶".repeat(1000)).subMsg();
        assertTrue(longest.endsWith("茶…") && longest.length() < 200, longest);
    }
}
