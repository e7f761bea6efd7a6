package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bad values for every parameter of every method, made from what the methods declare: each is
 * refused with a reason that names it, and nothing in the database changes.
 */
@DatabaseTest
final class EveryFieldTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Three decimals, less than nothing, nothing, another notation, other digits, and more. */
    private static final List<String> AMOUNTS =
            texts(
                    "1.001",
                    "-1.00",
                    "0",
                    "0.00",
                    "01.00",
                    "00.10",
                    "1e5",
                    "１.００",
                    "1,00",
                    " 1.00",
                    "1.00 ",
                    "+1.00",
                    ".5",
                    "1.",
                    "0x10",
                    "NaN",
                    "100000000.01",
                    "99999999999999999999",
                    "1.00元",
                    "1\\u0000",
                    "\\ud800");

    private static final List<String> SPANS =
            texts(
                    "0m",
                    "-1m",
                    "1.5h",
                    "16d",
                    "361h",
                    "21601m",
                    "2c",
                    "m",
                    "1",
                    "1M",
                    "1 m",
                    "１m",
                    "99999999999m");

    private static final List<String> TIMES =
            texts(
                    "2026-11-25",
                    "2026-11-25T10:00:00",
                    "2026-11-25 10:00",
                    "2026-13-25 10:00:00",
                    "2026-11-31 10:00:00",
                    "2026-11-25 24:00:01",
                    "25.11.2026 10:00:00",
                    "1795593600",
                    "２０２６-11-25 10:00:00");

    private static final List<String> DAYS =
            texts("2026-13-01", "2026-02-30", "20261201", "2026-1-1", "２０２６-12-01", "tomorrow");

    /** What none of the strict texts may be; a rule that takes one is not asked about it. */
    private static final List<String> ODD =
            List.of(
                    "\u0000",
                    "a\u0000b",
                    "\ud800",
                    "a\udc00",
                    "\n",
                    "a b",
                    " a",
                    "a/b",
                    "a=b",
                    "a&b",
                    "中",
                    "-1",
                    "a-b",
                    "null",
                    "NO_SUCH_CODE",
                    "2088",
                    "20880000000000011",
                    "１",
                    "<script>",
                    "'; drop table payment; --");

    private static final List<String> NEVER_TEXT = List.of("{}", "[]", "[1]", "{\"a\":1}", "true");

    /** Values with the form of their rule that methods refuse all the same, by name or path. */
    private static final Map<String, List<String>> MORE =
            Map.ofEntries(
                    Map.entry("time_expire", TIMES),
                    Map.entry("timeout_express", SPANS),
                    Map.entry("qr_code_timeout_express", SPANS),
                    Map.entry("pay_timeout", SPANS),
                    Map.entry("settle_period_time", texts("0d", "366d", "1.5d", "7", "d", "1m")),
                    Map.entry("bill_date", DAYS),
                    Map.entry("deduct_time", DAYS),
                    Map.entry("bill_type", texts("NO_SUCH_TYPE")),
                    Map.entry("type", texts("NO_SUCH_TYPE", "openId")),
                    Map.entry("account", texts("lin", "1088000000000001")),
                    Map.entry("identity", texts("1088000000000001")),
                    Map.entry("seller_id", texts("2088000000000009")),
                    Map.entry("payee_user_id", texts("2088000000000009")),
                    Map.entry("trans_currency", texts("USD", "cny")),
                    Map.entry("settle_currency", texts("USD", "cny")),
                    Map.entry("refund_currency", texts("USD", "cny")),
                    Map.entry("trans_in_type", texts("loginName", "cardAliasNo")),
                    Map.entry("royalty_parameters.trans_out", texts("2088000000000009")),
                    Map.entry("auth_code", texts("28", "1".repeat(18), "2".repeat(25))));

    /** The longest texts by the official reference, whatever the declaration says. */
    private static final Map<String, Integer> LONGEST =
            Map.of(
                    "out_trade_no", 64,
                    "subject", 256,
                    "body", 128,
                    "passback_params", 512,
                    "remark", 200,
                    "external_agreement_no", 32,
                    "out_request_no", 64,
                    "out_biz_no", 64,
                    "out_order_no", 64,
                    "refund_reason", 256);

    /** What says that a field breaks a rule of its own, by the names of the methods' dialects. */
    private static final Set<String> FIELD_REFUSALS =
            Set.of(
                    "ACQ.INVALID_PARAMETER",
                    "INVALID_PARAMETER",
                    "ILLEGAL_ARGUMENT",
                    "invalid_arguments",
                    "ILLEGAL_PARAM",
                    "AUTH_CODE_NOT_VALID",
                    "REFRESH_TOKEN_NOT_VALID",
                    "GRANT_TYPE_INVALID",
                    "isv.illegal-json");

    private static final int SHOWN = 120;

    private TestGateway gateway;

    @BeforeEach
    void open(Database database) {
        gateway = new TestGateway(database);
        String bind =
                "{\"receiver_list\":[{\"type\":\"userId\",\"account\":\"2088000000000001\"}]}";
        SampleCall.answer(gateway, "alipay.trade.royalty.relation.bind", bind);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private List<SampleCall> samples() {
        return gateway.methods().names().stream()
                .flatMap(
                        name ->
                                SampleCall.of(
                                        name,
                                        gateway.methods().find(name).orElseThrow(),
                                        gateway.world.clock.instant())
                                        .stream())
                .toList();
    }

    @Test
    void every_bad_value_is_refused_by_name_and_changes_nothing() {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (SampleCall sample : samples()) {
            Map<String, Long> before = rows();
            for (SampleCall.Place place : sample.places()) {
                for (String text : bad(sample, place)) {
                    asked++;
                    Answer answer = SampleCall.answer(gateway, sample.method(), text);
                    if (!isRefused(answer, place)) {
                        wrong.add(shown(sample, place, text, answer));
                    }
                }
            }
            Map<String, Long> after = rows();
            after.entrySet().removeAll(before.entrySet());
            after.forEach((table, count) -> wrong.add(sample.method() + " changes " + table));
        }
        assertEquals(
                "",
                String.join("\n", wrong.stream().limit(10).toList()),
                wrong.size() + " of " + asked);
        assertTrue(asked > 5000, "asked only " + asked);
    }

    @Test
    void what_is_as_it_should_be_is_not_refused_and_what_is_unknown_is_passed_over() {
        for (SampleCall sample : samples()) {
            String good = said(sample, sample.biz().toString());
            assertFalse(FIELD_REFUSALS.contains(good), sample.method() + sample.biz() + good);
            assertEquals(good, said(sample, sample.beside("no_such_field", "{\"a\":[1]}")));
            for (SampleCall.Place place : sample.places()) {
                boolean text =
                        place.param().kind() instanceof Param.Kind.Text
                                || place.param().kind() instanceof Param.Kind.Amount;
                if (text && !place.param().isRequired()) {
                    String none = said(sample, sample.without(place));
                    String which = sample.method() + " " + place;
                    assertEquals(none, said(sample, sample.with(place, "\"\"")), which);
                    assertEquals(none, said(sample, sample.with(place, "null")), which);
                }
            }
        }
    }

    /** The same by HTTP in both forms, as far as they read the same parameters. */
    @Test
    void both_forms_refuse_alike() {
        for (SampleCall sample : samples()) {
            for (SampleCall.Place place : sample.places()) {
                if (place.path().size() > 1) {
                    continue;
                }
                String text = bad(sample, place).getLast();
                JsonNode v2 =
                        SignedForm.node(
                                new SignedForm(sample.method(), text)
                                        .signedBy(TestGateway.APP)
                                        .post(gateway.url()));
                HttpResponse<String> v3 =
                        SignedForm.send(
                                RestTest.request(
                                        gateway, RestTest.Asked.of(path(sample.method()), text)));
                String code = v2.path("sub_code").asString();
                assertTrue(v2.path("code").asString().startsWith("4000"), v2::toString);
                assertEquals(400, v3.statusCode(), v3.body());
                Method method = gateway.methods().find(sample.method()).orElseThrow();
                assertEquals(
                        method.restCode(code).replaceFirst("^(isv|isp)\\.", ""),
                        JSON.readTree(v3.body()).path("code").asString());
            }
        }
    }

    /** What was asked at this place and answered, cut short. */
    private static String shown(
            SampleCall sample, SampleCall.Place place, String text, Answer answer) {
        String asked = sample.method() + " " + place + " " + text;
        return asked.substring(0, Math.min(SHOWN, asked.length())) + " -> " + answer.text();
    }

    private static String path(String method) {
        return method.substring("alipay.".length()).replace('.', '/');
    }

    private String said(SampleCall sample, String text) {
        JsonNode node = SampleCall.answer(gateway, sample.method(), text).node();
        return node.path("sub_code").asString(node.path("code").asString());
    }

    private static boolean isRefused(Answer answer, SampleCall.Place place) {
        String code = answer.node().path("code").asString();
        String subCode = answer.node().path("sub_code").asString("");
        String subMsg = answer.node().path("sub_msg").asString("");
        boolean json = subCode.equals("isv.illegal-json");
        return !subCode.isEmpty()
                && code.equals(json ? "40002" : "40004")
                && (json || subMsg.contains(place.path().getLast()));
    }

    /** Calls that are wrong at this place; the last is one that both forms can carry. */
    private static List<String> bad(SampleCall sample, SampleCall.Place place) {
        Stream<String> values =
                switch (place.param().kind()) {
                    case Param.Kind.Text(TextRule rule) -> ofText(place.param(), rule);
                    case Param.Kind.Secret secret -> NEVER_TEXT.stream();
                    case Param.Kind.Amount amount ->
                            Stream.of(
                                            AMOUNTS.stream(),
                                            NEVER_TEXT.stream(),
                                            Stream.of("-1", "0", "1.001", "1e-3", "1e20"))
                                    .flatMap(it -> it);
                    case Param.Kind.Flag flag ->
                            Stream.concat(
                                    texts("yes", "TRUE", "1", " true").stream(),
                                    Stream.of("1", "{}", "[]", "[true]"));
                    case Param.Kind.Count(long max) ->
                            Stream.concat(
                                    texts("0", "-1", "1.5", "01", "1e1", "x", "１", "" + (max + 1))
                                            .stream(),
                                    Stream.of(
                                            "0", "-1", "1.5", "" + (max + 1), "{}", "[]", "true"));
                    case Param.Kind.Texts texts ->
                            Stream.of(
                                    "\"x\"", "1", "{}", "[1]", "[[]]", "[null]", many("\"x\"", 51));
                    case Param.Kind.Nested nested ->
                            Stream.of("[]", "1", "true", "\"x\"", "\"[1]\"", "\"{\"", "\"{}x\"");
                    case Param.Kind.Items(int max, Shape inner) ->
                            Stream.of(
                                    "{}",
                                    "1",
                                    "true",
                                    "\"x\"",
                                    "\"{}\"",
                                    "[1]",
                                    "[[]]",
                                    "[null]",
                                    many(sample.value(place).path(0).toString(), max + 1));
                };
        List<String> calls = new ArrayList<>();
        calls.add(sample.twice(place));
        if (place.param().isRequired()) {
            calls.add(sample.without(place));
            calls.add(sample.with(place, "null"));
            calls.add(sample.with(place, "\"\""));
        }
        MORE.getOrDefault(place.toString(), MORE.getOrDefault(place.param().name(), List.of()))
                .forEach(value -> calls.add(sample.with(place, value)));
        values.forEach(value -> calls.add(sample.with(place, value)));
        return calls;
    }

    private static Stream<String> ofText(Param param, TextRule rule) {
        int max = LONGEST.getOrDefault(param.name(), rule.charsMax());
        Stream<String> broken =
                Stream.concat(Stream.of("1".repeat(max + 1)), ODD.stream())
                        .filter(text -> text.length() > max || !rule.holdsFor(text));
        return Stream.concat(broken.map(EveryFieldTest::json), NEVER_TEXT.stream());
    }

    private static List<String> texts(String... values) {
        return Stream.of(values).map(value -> '"' + value + '"').toList();
    }

    /** The text in JSON, with half surrogates and control characters escaped. */
    private static String json(String text) {
        return text.chars()
                .mapToObj(
                        unit ->
                                unit >= ' ' && !Character.isSurrogate((char) unit) && unit != '"'
                                        ? Character.toString(unit)
                                        : "\\u%04x".formatted(unit))
                .collect(Collectors.joining("", "\"", "\""));
    }

    private static String many(String item, int count) {
        return "["
                + String.join(",", IntStream.range(0, count).mapToObj(at -> item).toList())
                + "]";
    }

    /** How many rows every table has. */
    private Map<String, Long> rows() {
        Map<String, Long> rows = new TreeMap<>();
        gateway.world
                .core
                .database()
                .read(
                        tx -> {
                            List<String> tables =
                                    tx.query(
                                            "select tablename as name from pg_tables"
                                                    + " where schemaname = 'public'",
                                            row -> row.text("name"));
                            for (String table : tables) {
                                rows.put(
                                        table,
                                        tx.queryOne(
                                                        "select count(*) as rows from " + table,
                                                        row -> row.number("rows"))
                                                .orElseThrow());
                            }
                            return rows;
                        });
        return rows;
    }
}
