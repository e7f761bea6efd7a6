package dev.handfast.alipay;

import dev.handfast.alipay.Signatures.SignedBytes;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Measures how near reading, verifying, rendering and signing come to one RSA-2048 verification and
 * one signature alone, with the same provider, in turns within one run on one core. A program, not
 * a test: run its main method.
 */
final class GatewaySpeed {
    private static final int ROUNDS = 40;
    private static final long ROUND_NANOS = 150_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Signatures signatures;
    private final SigningKey gatewayKey;
    private final AppKeys appKeys = TestKeys.appKeys();
    private final RawRequest raw =
            TestRequests.query()
                    .with("notify_url", "https://m.example/notify?order=1")
                    .with("alipay_sdk", "alipay-sdk-java-4.40.734.ALL")
                    .signed()
                    .asJavaClient();

    private GatewaySpeed(Signatures signatures) {
        this.signatures = signatures;
        this.gatewayKey = SigningKey.of(TestKeys.GATEWAY.getPrivate(), signatures);
    }

    public static void main(String[] arguments) {
        for (Signatures signatures :
                new Signatures[] {Signatures.fastest(), Signatures.installed()}) {
            new GatewaySpeed(signatures).measure();
        }
    }

    private void measure() {
        GatewayRequest request = TestRequests.read(raw);
        byte[] text =
                request.signedText(Parameters.Empties.DROPPED).getBytes(StandardCharsets.UTF_8);
        var signed = new SignedBytes(text, request.parameters().get("sign"));
        byte[] node = fields().toString().getBytes(StandardCharsets.UTF_8);
        IntUnaryOperator bound =
                i -> {
                    boolean good =
                            signatures.verify(SignType.RSA2, TestKeys.APP.getPublic(), signed);
                    return gatewayKey.sign(SignType.RSA2, node).length() + (good ? 1 : 0);
                };
        var writer = AnswerWriter.of(gatewayKey);
        IntUnaryOperator whole = i -> serve(writer);
        double[] ratios = new double[ROUNDS];
        double bestBound = 0;
        double bestWhole = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double b = perSecond(bound);
            double w = perSecond(whole);
            ratios[round] = w / b;
            bestBound = Math.max(bestBound, b);
            bestWhole = Math.max(bestWhole, w);
        }
        double[] settled = Arrays.copyOfRange(ratios, ROUNDS / 2, ROUNDS);
        Arrays.sort(settled);
        System.out.printf(
                "%s: bound %.0f/s, whole %.0f/s, median ratio %.3f%n",
                signatures.providerName(), bestBound, bestWhole, settled[settled.length / 2]);
    }

    private int serve(AnswerWriter writer) {
        GatewayRequest request = TestRequests.read(raw);
        var verified = request.verify(appKeys, signatures, Instant.EPOCH);
        var biz = request.readBiz(appKeys);
        if (!(verified instanceof Verification.Verified) || !(biz instanceof BizContent.Fields)) {
            throw new IllegalStateException("refused: " + verified);
        }
        return writer.write(request.replyForm(appKeys), Outcome.success(fields()), "t")
                .body()
                .length;
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("out_trade_no", "T1")
                .put("trade_no", "2026112422001400000000000001")
                .put("trade_status", "TRADE_SUCCESS")
                .put("total_amount", "88.88")
                .put("buyer_user_id", "2088000000000001")
                .put("subject", "咖啡 a/b");
    }

    private static double perSecond(IntUnaryOperator work) {
        // The thread's own time: on a busy machine the clock on the wall measures the neighbours.
        long start = THREADS.getCurrentThreadCpuTime();
        long elapsed = 0;
        int count = 0;
        int sink = 0;
        while (elapsed < ROUND_NANOS) {
            sink += work.applyAsInt(count++);
            elapsed = THREADS.getCurrentThreadCpuTime() - start;
        }
        if (sink == 0) {
            throw new IllegalStateException("nothing was done");
        }
        return count * 1e9 / elapsed;
    }
}
