package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.build.Project;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The page of refusals: true to what is answered, to the code and to the official lists. */
@DatabaseTest
final class OpenApiRefusalsTest {
    private static final Map<String, RefusalPages> PAGE = RefusalPages.read();

    @Test
    void every_refusal_that_the_page_says_is_answered_is_and_no_other(Database database) {
        try (TestGateway gateway = new TestGateway(database)) {
            assertEquals(gateway.methods().names(), PAGE.keySet());
            RefusalScript script = new RefusalScript(gateway);
            lines().forEach(script::run);
            assertEquals("", String.join("\n", script.wrong));
            Map<String, Set<String>> reached = new TreeMap<>();
            for (RefusalScript.Case one : script.reached) {
                reached.computeIfAbsent(one.method(), method -> new TreeSet<>())
                        .add(one.subCode().replaceFirst("^aop\\.", ""));
            }
            Map<String, Set<String>> said = new TreeMap<>();
            PAGE.forEach(
                    (method, page) -> {
                        Set<String> codes = new TreeSet<>(page.answered());
                        codes.addAll(page.beyond());
                        said.put(method, codes);
                    });
            assertEquals(said, reached);
        }
    }

    @Test
    void every_code_of_the_official_lists_stands_on_the_page_once() {
        PAGE.forEach(
                (method, page) -> {
                    Set<String> official = RefusalPages.official(method);
                    assertEquals(official, page.listed(), method);
                    assertEquals(
                            official.size(),
                            page.answered().size() + page.never().size(),
                            method + " has a code twice");
                    assertTrue(Collections.disjoint(official, page.beyond()), method);
                });
        assertFalse(RefusalPages.official("alipay.trade.pay").isEmpty());
    }

    @Test
    void every_code_of_the_program_stands_on_the_page() {
        List<String> missing =
                Stream.of(
                                Arrays.stream(Acq.values()).map(Acq::subCode),
                                Arrays.stream(FundCode.values()).map(FundCode::name),
                                Arrays.stream(FreezeCode.values()).map(FreezeCode::name),
                                Arrays.stream(RoyaltyCode.values()).map(RoyaltyCode::name),
                                Arrays.stream(AgreementCode.values()).map(AgreementCode::name))
                        .flatMap(codes -> codes)
                        .filter(code -> !RefusalPages.page().contains("`" + code + "`"))
                        .toList();
        assertEquals(List.of(), missing);
    }

    private static List<String> lines() {
        return Project.read(
                        Project.root()
                                .resolve("server/src/test/resources/opengateway/refusals.txt"))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }
}
