package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.domain.AccessParams;
import com.alipay.api.domain.AgreementParams;
import com.alipay.api.domain.AlipayTradePayModel;
import com.alipay.api.domain.AlipayUserAgreementExecutionplanModifyModel;
import com.alipay.api.domain.AlipayUserAgreementPageSignModel;
import com.alipay.api.domain.AlipayUserAgreementQueryModel;
import com.alipay.api.domain.AlipayUserAgreementUnsignModel;
import com.alipay.api.domain.PeriodRuleParams;
import com.alipay.api.internal.util.json.JSONWriter;
import com.alipay.api.request.AlipayTradePayRequest;
import com.alipay.api.request.AlipayUserAgreementExecutionplanModifyRequest;
import com.alipay.api.request.AlipayUserAgreementPageSignRequest;
import com.alipay.api.request.AlipayUserAgreementQueryRequest;
import com.alipay.api.request.AlipayUserAgreementUnsignRequest;
import com.alipay.api.response.AlipayTradePayResponse;
import com.alipay.api.response.AlipayUserAgreementExecutionplanModifyResponse;
import com.alipay.api.response.AlipayUserAgreementQueryResponse;

import dev.handfast.alipay.SignType;
import dev.handfast.alipay.WireCharset;
import dev.handfast.engine.Idempotency;
import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateOutcome;
import dev.handfast.mandates.MandateRefusal;
import dev.handfast.outbox.Deliverer;
import dev.handfast.outbox.Delivery;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.wallets.Wallet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A merchant's agreements with wallet holders, with the unmodified official Java client. */
@DatabaseTest
final class AgreementsTest {
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    private TestGateway gateway;
    private Receiver receiver;
    private Deliverer deliverer;

    @BeforeEach
    void open(Database database) {
        gateway = TestGateway.served(database);
        receiver = new Receiver();
        deliverer =
                new Deliverer(
                        database,
                        gateway.world.clock,
                        Map.of(
                                Delivery.Channel.NOTIFICATION,
                                new NotificationSender(
                                        gateway.key,
                                        gateway.buyers,
                                        gateway.world.core.store(),
                                        gateway.world.core.mandates())),
                        Deliverer.Destinations.ANY);
    }

    @AfterEach
    void close() {
        deliverer.close();
        receiver.close();
        gateway.close();
    }

    @Test
    void an_agreement_is_told_of_when_it_is_made_asked_for_and_ended() {
        String number = agree(monthly("A1"));
        assertEquals(1, deliverer.round());
        Map<String, String> told = receiver.received().getFirst();
        assertEquals("dut_user_sign", told.get("notify_type"));
        assertEquals("NORMAL", told.get("status"));
        assertEquals(number, told.get("agreement_no"));
        assertTrue(number.matches("20[0-9]{18}"), number);
        assertEquals("A1", told.get("external_agreement_no"));
        assertEquals("CYCLE_PAY_AUTH_P", told.get("personal_product_code"));
        assertEquals("INDUSTRY|DIGITAL_MEDIA", told.get("sign_scene"));
        assertEquals("mei@shop.example", told.get("external_logon_id"));
        assertEquals(gateway.world.lin.userId(), told.get("alipay_user_id"));
        assertEquals("208****0001", told.get("alipay_logon_id"));
        assertEquals("2026-11-24 16:00:00", told.get("sign_time"));
        assertEquals("2115-02-01 00:00:00", told.get("invalid_time"));
        assertEquals(TestGateway.APP_ID, told.get("app_id"));
        assertTrue(NotificationTest.isGenuine(told));

        AlipayUserAgreementQueryResponse known = query(number);
        assertTrue(known.isSuccess(), known::getBody);
        assertEquals("NORMAL", known.getStatus());
        assertEquals("20.00", known.getSingleQuota());
        assertEquals("2026-11-28 00:00:00", known.getNextDeductTime());
        assertNull(known.getLastDeductTime());
        assertEquals(gateway.world.lin.userId(), known.getPrincipalId());
        AlipayUserAgreementQueryModel byNumber = new AlipayUserAgreementQueryModel();
        byNumber.setExternalAgreementNo("A1");
        byNumber.setPersonalProductCode("CYCLE_PAY_AUTH_P");
        byNumber.setSignScene("INDUSTRY|DIGITAL_MEDIA");
        assertEquals(number, query(byNumber).getAgreementNo());
        byNumber.setAlipayUserId(gateway.world.lin.userId());
        assertEquals(number, query(byNumber).getAgreementNo());
        byNumber.setExternalAgreementNo("A2");
        assertRefused("USER_AGREEMENT_NOT_EXIST", query(byNumber));
        assertRefused("INVALID_PARAMETER", query(new AlipayUserAgreementQueryModel()));

        assertNull(unsign(number).getSubCode());
        assertEquals(1, deliverer.round());
        Map<String, String> over = receiver.received().getLast();
        assertEquals("dut_user_unsign", over.get("notify_type"));
        assertEquals("UNSIGN", over.get("status"));
        assertEquals("2026-11-24 16:00:00", over.get("unsign_time"));
        assertRefused("AGREEMENT_HAS_UNSIGNED", query(number));
        AlipayUserAgreementUnsignModel again = new AlipayUserAgreementUnsignModel();
        again.setAgreementNo(number);
        again.setExtendParams("{}");
        assertRefused(
                "USER_AGREEMENT_STATUS_NOT_NORMAL",
                gateway.call(new AlipayUserAgreementUnsignRequest(), again));
        assertRefused("AGREEMENT_NOT_EXIST", unsign("20000000000000000000"));
        assertRefused("ACQ.AGREEMENT_STATUS_NOT_NORMAL", take("T1", "1.00", number));
    }

    @Test
    void a_holder_agrees_on_a_page_and_goes_back_with_a_genuine_answer() throws Exception {
        String address = location(get(link(monthly("A1"), "https://shop.example/done?a=1")));
        assertTrue(
                address.startsWith(gateway.url().replace("/gateway.do", "/agree/agr_")), address);
        String page = get(address).body();
        for (String said : List.of("Jasmine Tea", "20.00", "50.00", "Every month", "2026-11-28")) {
            assertTrue(page.contains(said), said);
        }
        assertTrue(page.contains("mei@shop.example"));
        String token = first(page, "name=\"form_token\" value=\"([A-Za-z0-9_-]+)\"");
        String wallet = first(page, "name=\"wallet\" value=\"(wal_\\w+)\"");
        String form = "wallet=" + wallet + "&form_token=" + token + "&password=";
        assertEquals(422, post(address, form + "000000").statusCode());
        assertEquals(422, post(address, "wallet=" + wallet + "&password=111111").statusCode());
        assertEquals(422, post(address, form.replace(wallet, "wal_x") + "111111").statusCode());
        assertEquals(0, gateway.world.core.mandates().ofWallet(gateway.world.lin.id()).size());

        assertEquals(303, post(address, form + "111111").statusCode());
        assertEquals(303, post(address, form + "111111").statusCode());
        Mandate made = gateway.world.core.mandates().ofWallet(gateway.world.lin.id()).getFirst();
        assertTrue(query(made.number()).isSuccess());
        String done = get(address).body();
        assertTrue(done.contains("<h1>You have agreed</h1>"), done);
        String back = first(done, "href=\"(https://shop.example/done[^\"]*)\"");
        Map<String, String> told = new HashMap<>();
        String parameters = back.replace("&amp;", "&").replaceFirst("^[^?]*[?]", "");
        for (String pair : List.of(parameters.split("&"))) {
            String[] sides = pair.split("=", 2);
            told.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        assertEquals("1", told.remove("a"));
        assertTrue(NotificationTest.isGenuine(told), told::toString);
        assertEquals(made.number(), told.get("agreement_no"));
        assertEquals("alipay.user.agreement.page.sign.return", told.get("method"));

        HttpResponse<String> wrong = get(link(monthly("bad number"), ""));
        assertTrue(wrong.body().contains("INVALID_PARAMETER"), wrong::body);
        assertEquals(404, get(address.replace("agr_", "agr_0")).statusCode());
        to("2026-11-25T08:00:00Z");
        String late = get(location(get(link(monthly("A3"), "")))).body();
        assertTrue(late.contains("Let this merchant take payments"), late);
        String kept = location(get(link(monthly("A4"), "")));
        gateway.world.clock.advance(Duration.ofDays(1));
        assertTrue(get(kept).body().contains("<h1>This is over</h1>"));
    }

    private String link(AlipayUserAgreementPageSignModel model, String returnUrl) throws Exception {
        AlipayUserAgreementPageSignRequest request = new AlipayUserAgreementPageSignRequest();
        request.setBizModel(model);
        request.setNotifyUrl(receiver.url());
        request.setReturnUrl(returnUrl);
        return new DefaultAlipayClient(gateway.config()).pageExecute(request, "GET").getBody();
    }

    private HttpResponse<String> get(String address) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(address)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String address, String form) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String location(HttpResponse<String> answer) {
        assertEquals(302, answer.statusCode(), answer::body);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String first(String text, String pattern) {
        Matcher match = Pattern.compile(pattern).matcher(text);
        assertTrue(match.find(), pattern + " in " + text);
        return match.group(1);
    }

    @Test
    void payments_keep_to_amounts_number_and_periods() {
        String number = agree(monthly("A1"));
        // The first payment is due on the 28th, and can be taken from the 23rd on.
        assertRefused("ACQ.CYCLE_PAY_SINGLE_FEE_EXCEED", take("T1", "20.01", number));
        assertRefused("ACQ.AGREEMENT_NOT_EXIST", take("T1", "1.00", "20000000000000000000"));
        AlipayTradePayResponse paid = take("T1", "20.00", number);
        assertTrue(paid.isSuccess(), paid::getBody);
        assertEquals("10000", paid.getCode());
        assertEquals("20.00", paid.getTotalAmount());
        assertEquals(gateway.world.lin.userId(), paid.getBuyerUserId());
        assertEquals("980.00", gateway.linHas());
        assertEquals("2026-12-28 00:00:00", query(number).getNextDeductTime());
        assertEquals("2026-11-24 16:00:00", query(number).getLastDeductTime());
        AlipayTradePayResponse early = take("T2", "1.00", number);
        assertRefused("ACQ.CYCLE_PAY_DATE_NOT_MATCH", early);
        assertTrue(early.getSubMsg().contains("from 2026-12-23 on"), early.getSubMsg());

        to("2026-12-22T15:59:59Z");
        assertRefused("ACQ.CYCLE_PAY_DATE_NOT_MATCH", take("T3", "1.00", number));
        to("2026-12-22T16:00:00Z");
        assertTrue(take("T4", "15.00", number).isSuccess());
        // Nothing was taken in January; that period is left out.
        to("2027-02-02T08:00:00Z");
        assertRefused("ACQ.CYCLE_PAY_TOTAL_FEE_EXCEED", take("T5", "15.01", number));
        assertTrue(take("T6", "1.00", number).isSuccess());
        assertEquals("2027-02-28 00:00:00", query(number).getNextDeductTime());
        to("2027-03-02T08:00:00Z");
        assertRefused("ACQ.CYCLE_PAY_TOTAL_TIMES_EXCEED", take("T7", "1.00", number));
        assertEquals("964.00", gateway.linHas());
    }

    @Test
    void a_payment_that_fails_does_not_count_and_can_be_tried_again() {
        Wallet poor = gateway.world.wallet("Poor", World.CNY, "5.00");
        String number = agree(monthly("A1"), poor);
        assertRefused("ACQ.BUYER_BALANCE_NOT_ENOUGH", take("T1", "6.00", number));
        assertEquals("2026-11-28 00:00:00", query(number).getNextDeductTime());
        assertTrue(take("T1", "5.00", number).isSuccess());
        assertRefused("ACQ.TRADE_HAS_SUCCESS", takeFrom("T1", "5.00", number, "again"));
    }

    @Test
    void fifty_payments_of_one_period_at_once_are_one() throws Exception {
        String number = agree(monthly("A1"));
        List<Callable<AlipayTradePayResponse>> tries =
                Stream.iterate(1, serial -> serial + 1)
                        .limit(50)
                        .map(
                                serial ->
                                        (Callable<AlipayTradePayResponse>)
                                                () -> take("T" + serial, "1.00", number))
                        .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long paid =
                    threads.invokeAll(tries).stream()
                            .map(Future::resultNow)
                            .filter(AlipayResponse::isSuccess)
                            .count();
            assertEquals(1, paid);
        }
        assertEquals("999.00", gateway.linHas());
    }

    @Test
    void the_next_payment_can_be_put_off_but_not_brought_forward() {
        String number = agree(monthly("A1"));
        AlipayUserAgreementExecutionplanModifyResponse later = defer(number, "2026-12-10");
        assertTrue(later.isSuccess(), later::getBody);
        assertEquals(number, later.getAgreementNo());
        assertEquals("2026-12-10 00:00:00", query(number).getNextDeductTime());
        assertRefused("ACQ.CYCLE_PAY_DATE_NOT_MATCH", take("T1", "1.00", number));
        assertRefused("ILLEGAL_EXECUTION_TIME", defer(number, "2026-12-09"));
        assertRefused("ILLEGAL_EXECUTION_TIME", defer(number, "2026-12-29"));
        assertRefused("ILLEGAL_AGREEMENT", defer("20000000000000000000", "2026-12-10"));
        AlipayUserAgreementPageSignModel open = monthly("A2");
        open.setPersonalProductCode("GENERAL_WITHHOLDING_P");
        open.setPeriodRuleParams(null);
        String free = agree(open);
        assertRefused("ILLEGAL_AGREEMENT", defer(free, "2026-12-10"));
        assertTrue(take("T2", "500.00", free).isSuccess());
        assertTrue(take("T3", "400.00", free).isSuccess());
    }

    @Test
    void a_holder_agrees_once_in_time_and_to_one_of_a_kind() {
        Mandate proposed = propose(monthly("A1"));
        Wallet mei = gateway.world.wallet("Mei", World.CNY, "5.00");
        gateway.world.clock.advance(Duration.ofDays(1));
        assertEquals(MandateRefusal.MANDATE_PROPOSAL_EXPIRED, refused(proposed, mei));
        Mandate first = propose(monthly("A1"));
        assertInstanceOf(MandateOutcome.Done.class, agreeTo(first, mei));
        assertInstanceOf(MandateOutcome.Already.class, agreeTo(first, mei));
        assertEquals(MandateRefusal.MANDATE_ALREADY_AGREED, refused(first, gateway.world.lin));
        assertEquals(MandateRefusal.MANDATE_ALREADY_AGREED, refused(propose(monthly("A1")), mei));
        gateway.world.core.wallets().set(mei.id(), Wallet.State.FROZEN);
        assertEquals(MandateRefusal.MANDATE_WALLET_UNFIT, refused(propose(monthly("A2")), mei));
        gateway.world.core.wallets().set(mei.id(), Wallet.State.ACTIVE);
        assertInstanceOf(
                MandateOutcome.Done.class,
                gateway.world.core.mandates().endByHolder(mei.id(), first.id()));
        assertInstanceOf(MandateOutcome.Done.class, agreeTo(propose(monthly("A1")), mei));
        assertEquals(2, gateway.world.core.mandates().ofWallet(mei.id()).size());
    }

    @Test
    void what_is_proposed_wrongly_is_refused_with_the_field_and_its_rule() {
        AlipayUserAgreementPageSignModel model = monthly("A1");
        model.setPersonalProductCode("OTHER");
        assertEquals("PRODUCT_CODE_NOT_SUPPORTED_ERROR", problem(model));
        model = monthly("A1");
        model.setSignScene(null);
        assertEquals("INVALID_PARAMETER", problem(model));
        model = monthly("A1");
        model.setAccessParams(null);
        assertEquals("INVALID_PARAMETER", problem(model));
        model = monthly("A1");
        model.setPeriodRuleParams(null);
        assertEquals("INVALID_PARAMETER", problem(model));
        model = monthly("A1");
        model.getPeriodRuleParams().setExecuteTime("2026-12-29");
        assertEquals("INVALID_PARAMETER", problem(model));
        model.getPeriodRuleParams().setExecuteTime("2026-11-23");
        assertEquals("INVALID_PARAMETER", problem(model));
        model = monthly("A1");
        model.getPeriodRuleParams().setPeriod(0L);
        assertEquals("INVALID_PARAMETER", problem(model));
        model = monthly("A1");
        model.setSignValidityPeriod("2y");
        assertEquals("INVALID_PARAMETER", problem(model));
        model.setSignValidityPeriod("2m");
        String number = agree(model);
        assertEquals("2027-01-24 16:00:00", query(number).getInvalidTime());
        to("2027-01-24T08:00:00Z");
        assertRefused("ACQ.AGREEMENT_STATUS_NOT_NORMAL", take("T1", "1.00", number));
    }

    /** Up to 20.00 each month, three times, 50.00 in all, from the 28th on. */
    private static AlipayUserAgreementPageSignModel monthly(String reference) {
        AlipayUserAgreementPageSignModel model = new AlipayUserAgreementPageSignModel();
        model.setPersonalProductCode("CYCLE_PAY_AUTH_P");
        model.setProductCode("CYCLE_PAY_AUTH");
        model.setSignScene("INDUSTRY|DIGITAL_MEDIA");
        model.setExternalAgreementNo(reference);
        model.setExternalLogonId("mei@shop.example");
        AccessParams access = new AccessParams();
        access.setChannel("QRCODE");
        model.setAccessParams(access);
        PeriodRuleParams rule = new PeriodRuleParams();
        rule.setPeriodType("MONTH");
        rule.setPeriod(1L);
        rule.setExecuteTime("2026-11-28");
        rule.setSingleAmount("20.00");
        rule.setTotalAmount("50.00");
        rule.setTotalPayments(3L);
        model.setPeriodRuleParams(rule);
        return model;
    }

    private Fields.Result<Mandate.Proposal> read(AlipayUserAgreementPageSignModel model) {
        String json = new JSONWriter().write(model, true);
        ObjectNode biz = (ObjectNode) JsonMapper.shared().readTree(json);
        return AgreementSign.read(
                new Call(
                        Call.Caller.of(
                                gateway.apps.find(TestGateway.APP_ID).orElseThrow(),
                                gateway.merchant()),
                        biz,
                        new Call.Common(receiver.url(), SignType.RSA2, WireCharset.UTF_8),
                        new Idempotency.Key("test", json, json),
                        gateway.world.clock.instant()),
                "");
    }

    private String problem(AlipayUserAgreementPageSignModel model) {
        return assertInstanceOf(Fields.Result.Bad.class, read(model)).error().subCode();
    }

    private Mandate propose(AlipayUserAgreementPageSignModel model) {
        if (read(model) instanceof Fields.Result.Good<Mandate.Proposal>(var proposal)) {
            return gateway.world.core.mandates().propose(proposal);
        }
        throw new AssertionError(read(model));
    }

    private MandateOutcome agreeTo(Mandate mandate, Wallet wallet) {
        return gateway.world.core.mandates().agree(mandate.id(), wallet.id());
    }

    private MandateRefusal refused(Mandate mandate, Wallet wallet) {
        return assertInstanceOf(MandateOutcome.Refused.class, agreeTo(mandate, wallet)).why();
    }

    private String agree(AlipayUserAgreementPageSignModel model) {
        return agree(model, gateway.world.lin);
    }

    private String agree(AlipayUserAgreementPageSignModel model, Wallet wallet) {
        Mandate mandate = propose(model);
        assertInstanceOf(MandateOutcome.Done.class, agreeTo(mandate, wallet));
        return mandate.number();
    }

    private AlipayUserAgreementQueryResponse query(String number) {
        AlipayUserAgreementQueryModel model = new AlipayUserAgreementQueryModel();
        model.setAgreementNo(number);
        return query(model);
    }

    private AlipayUserAgreementQueryResponse query(AlipayUserAgreementQueryModel model) {
        return gateway.call(new AlipayUserAgreementQueryRequest(), model);
    }

    private AlipayResponse unsign(String number) {
        AlipayUserAgreementUnsignModel model = new AlipayUserAgreementUnsignModel();
        model.setAgreementNo(number);
        return gateway.call(new AlipayUserAgreementUnsignRequest(), model);
    }

    private AlipayUserAgreementExecutionplanModifyResponse defer(String number, String day) {
        AlipayUserAgreementExecutionplanModifyModel model =
                new AlipayUserAgreementExecutionplanModifyModel();
        model.setAgreementNo(number);
        model.setDeductTime(Date.from(Instant.parse(day + "T04:00:00Z")));
        model.setMemo("holiday");
        return gateway.call(new AlipayUserAgreementExecutionplanModifyRequest(), model);
    }

    private AlipayTradePayResponse take(String trade, String amount, String number) {
        return takeFrom(trade, amount, number, "till");
    }

    private AlipayTradePayResponse takeFrom(
            String trade, String amount, String number, String operator) {
        AlipayTradePayModel model = new AlipayTradePayModel();
        model.setOutTradeNo(trade);
        model.setTotalAmount(amount);
        model.setSubject("会员");
        model.setProductCode("CYCLE_PAY_AUTH");
        model.setOperatorId(operator);
        AgreementParams params = new AgreementParams();
        params.setAgreementNo(number);
        model.setAgreementParams(params);
        return gateway.call(new AlipayTradePayRequest(), model);
    }

    private void to(String moment) {
        gateway.world.clock.advance(
                Duration.between(gateway.world.clock.instant(), Instant.parse(moment)));
    }

    private static void assertRefused(String subCode, AlipayResponse answer) {
        assertEquals(subCode, answer.getSubCode(), answer::getBody);
    }
}
