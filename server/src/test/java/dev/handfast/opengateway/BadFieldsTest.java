package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.request.AlipayDataDataserviceBillDownloadurlQueryRequest;
import com.alipay.api.request.AlipayFundAccountQueryRequest;
import com.alipay.api.request.AlipayFundTransCommonQueryRequest;
import com.alipay.api.request.AlipayFundTransUniTransferRequest;
import com.alipay.api.request.AlipayTradePayRequest;
import com.alipay.api.request.AlipayUserAgreementExecutionplanModifyRequest;
import com.alipay.api.request.AlipayUserAgreementQueryRequest;
import com.alipay.api.request.AlipayUserAgreementUnsignRequest;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Values of every wrong kind in every field of transfers, agreements and bills: each is refused by
 * the business with a reason, none is taken for a bug, and nothing moves.
 */
@DatabaseTest
final class BadFieldsTest {
    private static final String PAYEE =
            "\"payee_info\":{\"identity\":\"2088000000000001\","
                    + "\"identity_type\":\"ALIPAY_USER_ID\"}";

    private static final String TRANSFER =
            "{\"out_biz_no\":\"P1\",\"trans_amount\":\"1.00\","
                    + "\"product_code\":\"TRANS_ACCOUNT_NO_PWD\","
                    + "\"biz_scene\":\"DIRECT_TRANSFER\",\"order_title\":\"t\","
                    + PAYEE
                    + "}";

    private static final String PAY =
            "{\"out_trade_no\":\"T1\",\"total_amount\":\"1.00\",\"subject\":\"t\","
                    + "\"product_code\":\"CYCLE_PAY_AUTH\","
                    + "\"agreement_params\":{\"agreement_no\":\"20000000000000000000\"}}";

    /** What stands in the place of a value. */
    private static final List<String> WRONG =
            List.of(
                    "null",
                    "-1",
                    "[1]",
                    "{\"identity\":{}}",
                    "\"\"",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"{\"",
                    "\"{\\\"identity\\\":1}\"",
                    "\"99999999999999999999\"",
                    "\"" + "x".repeat(600) + "\"");

    @Test
    void a_wrong_value_is_refused_with_a_reason_and_moves_nothing(Database database)
            throws AlipayApiException {
        try (TestGateway gateway = new TestGateway(database)) {
            DefaultAlipayClient client = new DefaultAlipayClient(gateway.config());
            long before = gateway.transfers();
            fields(client, AlipayFundTransUniTransferRequest::new, TRANSFER);
            fields(client, AlipayTradePayRequest::new, PAY);
            fields(
                    client,
                    AlipayFundTransCommonQueryRequest::new,
                    "{\"out_biz_no\":\"P1\",\"product_code\":\"TRANS_ACCOUNT_NO_PWD\","
                            + "\"biz_scene\":\"DIRECT_TRANSFER\"}");
            fields(client, AlipayFundAccountQueryRequest::new, "{\"account_type\":\"X\"}");
            fields(
                    client,
                    AlipayUserAgreementQueryRequest::new,
                    "{\"alipay_user_id\":\"2088000000000001\",\"sign_scene\":\"A|B\","
                            + "\"personal_product_code\":\"CYCLE_PAY_AUTH_P\","
                            + "\"external_agreement_no\":\"A1\"}");
            fields(
                    client,
                    AlipayUserAgreementUnsignRequest::new,
                    "{\"agreement_no\":\"20000000000000000000\"}");
            fields(
                    client,
                    AlipayUserAgreementExecutionplanModifyRequest::new,
                    "{\"agreement_no\":\"20000000000000000000\",\"deduct_time\":\"2026-12-01\"}");
            fields(
                    client,
                    AlipayDataDataserviceBillDownloadurlQueryRequest::new,
                    "{\"bill_type\":\"trade\",\"bill_date\":\"2026-11-24\"}");
            assertEquals(before, gateway.transfers());
            assertEquals("1000.00", gateway.linHas());
        }
    }

    /** Puts every wrong value into the place of every value; the merchant is owed nothing. */
    private static <T extends AlipayResponse> void fields(
            DefaultAlipayClient client, Supplier<? extends AlipayRequest<T>> request, String good)
            throws AlipayApiException {
        List<String> values =
                Pattern.compile(":(\"[^\"]*\"|\\{[^}]*\\})")
                        .matcher(good)
                        .results()
                        .map(match -> match.group(1))
                        .distinct()
                        .toList();
        for (String value : values) {
            for (String wrong : WRONG) {
                AlipayRequest<T> made = request.get();
                String biz = good.replace(":" + value, ":" + wrong);
                set(made, biz);
                T answer = client.execute(made);
                assertEquals("4000", answer.getCode().substring(0, 4), biz + answer.getBody());
                assertFalse(answer.getSubCode().isEmpty(), biz);
            }
        }
    }

    private static void set(AlipayRequest<?> request, String biz) {
        switch (request) {
            case AlipayFundTransUniTransferRequest one -> one.setBizContent(biz);
            case AlipayTradePayRequest one -> one.setBizContent(biz);
            case AlipayFundTransCommonQueryRequest one -> one.setBizContent(biz);
            case AlipayFundAccountQueryRequest one -> one.setBizContent(biz);
            case AlipayUserAgreementQueryRequest one -> one.setBizContent(biz);
            case AlipayUserAgreementUnsignRequest one -> one.setBizContent(biz);
            case AlipayUserAgreementExecutionplanModifyRequest one -> one.setBizContent(biz);
            case AlipayDataDataserviceBillDownloadurlQueryRequest one -> one.setBizContent(biz);
            default -> throw new IllegalArgumentException(request.getApiMethodName());
        }
    }
}
