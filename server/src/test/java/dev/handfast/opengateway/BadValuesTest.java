package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Amounts, times and codes that are nearly right, in every method that moves money for trades,
 * pre-authorisations and splits: each is refused by its field's own rule, and nothing moves.
 */
@DatabaseTest
final class BadValuesTest {
    /** Three decimals, less than nothing, nothing, another notation, other digits, and more. */
    private static final List<String> AMOUNTS =
            List.of(
                    "1.001",
                    "-1.00",
                    "0",
                    "0.00",
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
                    "1.00元");

    private static final List<String> TIMEOUTS =
            List.of(
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
            List.of(
                    "2026-11-25",
                    "2026-11-25T10:00:00",
                    "2026-11-25 10:00",
                    "2026-13-25 10:00:00",
                    "2026-11-31 10:00:00",
                    "2026-11-25 24:00:01",
                    "25.11.2026 10:00:00",
                    "1795593600",
                    "２０２６-11-25 10:00:00");

    private static final List<String> CODES = List.of("NO_SUCH_CODE", "CNY ", "null", "中", "a-b");

    /**
     * A value of a method's business parameters, which is replaced.
     *
     * @param method its name
     * @param biz the parameters, with {@code $} where the value stands
     * @param wrong what is put there
     */
    private record Row(String method, String biz, List<String> wrong) {}

    private static final String ORDER = "'out_trade_no':'T1','subject':'tea',";
    private static final String PRICED = ORDER + "'total_amount':'1',";
    private static final String CODE = "'auth_code':'280000000000000000',";
    private static final String BUYER = "'buyer_id':'2088000000000001',";
    private static final String FREEZE =
            "'out_order_no':'F1','out_request_no':'R1','order_title':'a room',";
    private static final String SPLIT =
            "'trade_no':'2026112422000000000000000001','out_request_no':'S1',";
    private static final String AUTH_NO =
            "'auth_no':'20261124110090000000000000000001','out_request_no':'U1',";
    private static final String TOTAL = "'total_amount':'$'";
    private static final String AMOUNT = "'amount':'$'";
    private static final String TIMEOUT = "'timeout_express':'$'";

    private static List<Row> rows() {
        return List.of(
                new Row("trade.precreate", ORDER + TOTAL, AMOUNTS),
                new Row("trade.create", ORDER + BUYER + TOTAL, AMOUNTS),
                new Row("trade.pay", ORDER + CODE + TOTAL, AMOUNTS),
                new Row("trade.refund", "'out_trade_no':'T1','refund_amount':'$'", AMOUNTS),
                new Row("fund.auth.order.freeze", FREEZE + CODE + AMOUNT, AMOUNTS),
                new Row("fund.auth.order.voucher.create", FREEZE + AMOUNT, AMOUNTS),
                new Row("fund.auth.order.app.freeze", FREEZE + AMOUNT, AMOUNTS),
                new Row("fund.auth.order.unfreeze", AUTH_NO + AMOUNT, AMOUNTS),
                new Row(
                        "trade.order.settle",
                        SPLIT
                                + "'royalty_parameters':[{'trans_in':'2088000000000002',"
                                + "'amount':'$'}]",
                        AMOUNTS),
                new Row("trade.precreate", PRICED + TIMEOUT, TIMEOUTS),
                new Row("trade.pay", PRICED + CODE + TIMEOUT, TIMEOUTS),
                new Row("trade.create", PRICED + BUYER + TIMEOUT, TIMEOUTS),
                new Row("trade.precreate", PRICED + "'qr_code_timeout_express':'$'", TIMEOUTS),
                new Row(
                        "fund.auth.order.voucher.create",
                        FREEZE + "'amount':'1','pay_timeout':'$'",
                        TIMEOUTS),
                new Row("trade.precreate", PRICED + "'time_expire':'$'", TIMES),
                new Row("trade.pay", PRICED + CODE + "'time_expire':'$'", TIMES),
                new Row("trade.pay", PRICED + CODE + "'scene':'$'", CODES),
                new Row("trade.pay", PRICED + CODE + "'product_code':'$'", CODES),
                new Row("trade.precreate", PRICED + "'product_code':'$'", CODES),
                new Row(
                        "trade.order.settle",
                        SPLIT + "'extend_params':{'royalty_finish':'true'},'royalty_mode':'$'",
                        CODES),
                new Row(
                        "fund.auth.order.freeze",
                        FREEZE + CODE + "'amount':'1','auth_code_type':'$'",
                        CODES),
                new Row(
                        "fund.auth.operation.detail.query",
                        "'out_order_no':'F1','out_request_no':'R1','operation_type':'$'",
                        CODES));
    }

    @Test
    void what_is_nearly_right_is_refused_by_the_fields_own_rule(Database database) {
        try (TestGateway gateway = new TestGateway(database)) {
            long before = gateway.transfers();
            for (Row row : rows()) {
                for (String wrong : row.wrong()) {
                    String biz = ("{" + row.biz() + "}").replace('\'', '"').replace("$", wrong);
                    String answer =
                            new SignedForm("alipay." + row.method(), biz)
                                    .signedBy(TestGateway.APP)
                                    .post(gateway.url())
                                    .body();
                    assertTrue(
                            answer.contains("INVALID_PARAMETER\"")
                                    || answer.contains("ILLEGAL_ARGUMENT\""),
                            () -> row.method() + biz + answer);
                }
            }
            assertEquals(before, gateway.transfers());
            assertEquals("1000.00", gateway.linHas());
        }
    }
}
