package dev.handfast.alipay;

import dev.handfast.alipay.Signatures.SignedBytes;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.IntUnaryOperator;

/**
 * Measures how near reading, verifying, rendering and signing come to one RSA-2048 verification and
 * one signature alone, with the same provider, in turns within one run on one core. A program, not
 * a test: run its main method.
 */
final class GatewaySpeed {
    private static final int CODE_WARM_UP = 200_000;
    private static final int WARM_UP = 2_000;
    private static final int TURNS = 5_000;

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
        warmUp();
        run(bound, whole, WARM_UP);
        long[] nanos = run(bound, whole, TURNS);
        System.out.printf(
                "%s: bound %.0f/s, whole %.0f/s, ratio %.3f%n",
                signatures.providerName(),
                TURNS * 1e9 / nanos[0],
                TURNS * 1e9 / nanos[1],
                (double) nanos[0] / nanos[1]);
    }

    /**
     * Lets the compiler finish with everything but the cryptography, which is native or intrinsic.
     */
    private void warmUp() {
        int length = 0;
        for (int i = 0; i < CODE_WARM_UP; i++) {
            GatewayRequest request = TestRequests.read(raw);
            length += request.signedText(Parameters.Empties.DROPPED).length();
            length += request.readBiz(appKeys).hashCode() & 1;
            length +=
                    AnswerWriter.JSON.writeValueAsString(Outcome.success(fields()).node()).length();
        }
        if (length == 0) {
            throw new IllegalStateException("nothing was done");
        }
    }

    /** The nanoseconds each took in all, one turn of the one and one of the other. */
    private static long[] run(IntUnaryOperator bound, IntUnaryOperator whole, int turns) {
        long[] nanos = new long[2];
        for (int turn = 0; turn < turns; turn++) {
            nanos[0] += nanos(bound, turn);
            nanos[1] += nanos(whole, turn);
        }
        return nanos;
    }

    /** The thread's own time: on a busy machine the clock on the wall measures the neighbours. */
    private static long nanos(IntUnaryOperator work, int turn) {
        long start = THREADS.getCurrentThreadCpuTime();
        if (work.applyAsInt(turn) == 0) {
            throw new IllegalStateException("nothing was done");
        }
        return THREADS.getCurrentThreadCpuTime() - start;
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
}
