package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.alipay.Limits;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fifty copies of one signed request at once, of each kind that moves money or opens a trade. */
@DatabaseTest
final class DuplicatesTest {
    private static final int COPIES = 50;

    private TestGateway gateway;

    @BeforeEach
    void open(Database database) {
        gateway = new TestGateway(database);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void an_answer_outlives_every_time_at_which_its_request_is_taken() {
        // A clock that is a window ahead may sign what comes until it is a window behind.
        assertEquals(
                Limits.TIMESTAMP_WINDOW.multipliedBy(2),
                Duplicates.key("app", "sign", "content").kept());
    }

    @Test
    void every_copy_gets_the_answer_of_the_first_and_the_effect_is_one() throws Exception {
        String pay = fill("alipay.trade.pay", order("T1", ",\"auth_code\":\"" + code() + "\""));
        assertTrue(pay.contains("\"buyer_user_id\":\"2088000000000001\""), pay);
        assertEquals("975.00", gateway.linHas());

        String refund =
                fill(
                        "alipay.trade.refund",
                        "{\"out_trade_no\":\"T1\",\"out_request_no\":\"R1\","
                                + "\"refund_amount\":\"10.00\"}");
        assertTrue(refund.contains("\"fund_change\":\"Y\""), refund);
        assertEquals("985.00", gateway.linHas());

        String precreate = fill("alipay.trade.precreate", order("T2", ""));
        assertTrue(precreate.contains("\"qr_code\":"), precreate);
        String close = fill("alipay.trade.close", "{\"out_trade_no\":\"T2\"}");
        assertTrue(close.contains("\"code\":\"10000\""), close);

        String cancel = fill("alipay.trade.cancel", "{\"out_trade_no\":\"T1\"}");
        assertTrue(cancel.contains("\"action\":\"refund\""), cancel);
        assertEquals("1000.00", gateway.linHas());
    }

    @Test
    void a_refusal_is_the_same_for_every_copy_too() throws Exception {
        String order = order("T1", ",\"auth_code\":\"289999999999999999\"");
        String refused = fill("alipay.trade.pay", order);
        assertTrue(refused.contains("ACQ.PAYMENT_AUTH_CODE_INVALID"), refused);
    }

    @Test
    void two_parameter_sets_that_run_together_are_told_apart() {
        SignedForm one =
                new SignedForm("alipay.trade.precreate", order("T1", ""))
                        .with("z", "1")
                        .with("zz", "2")
                        .signedBy(TestGateway.APP);
        assertEquals("10000", SignedForm.code(one.post(gateway.url())));
        one.parameters.remove("zz");
        one.with("z", "1&zz=2");
        assertEquals("isv.suspected-attack", SignedForm.code(one.post(gateway.url())));
    }

    /** Sends fifty copies at once; the one body they are all answered with. */
    private String fill(String method, String biz) throws Exception {
        SignedForm form = new SignedForm(method, biz).signedBy(TestGateway.APP);
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < COPIES; i++) {
                answers.add(callers.submit(() -> form.post(gateway.url()).body()));
            }
        }
        Set<String> bodies = new TreeSet<>();
        for (Future<String> answer : answers) {
            bodies.add(answer.get());
        }
        assertEquals(1, bodies.size(), bodies::toString);
        return bodies.iterator().next();
    }

    private static String order(String number, String more) {
        return "{\"out_trade_no\":\"%s\",\"total_amount\":\"25.00\",\"subject\":\"tea\"%s}"
                .formatted(number, more);
    }

    private String code() {
        return gateway.world.core.wallets().issueCode(gateway.world.lin.id());
    }
}
