package dev.handfast.bench;

import dev.handfast.alipay.AnswerWriter;
import dev.handfast.alipay.AppKeys;
import dev.handfast.alipay.BizContent;
import dev.handfast.alipay.Call;
import dev.handfast.alipay.ClientApp;
import dev.handfast.alipay.GatewayRequest;
import dev.handfast.alipay.Outcome;
import dev.handfast.alipay.RawRequest;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.alipay.Verification;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Alipay requests read and verified and answers rendered and signed on one core, against one
 * RSA-2048 verification and one signature of the same provider.
 */
final class GatewayBench {
    private static final int WARM_UP_SLICES = 240;

    private final int slices;
    private final Instant now;
    private final Signatures signatures = Signatures.fastest();

    GatewayBench(int slices, Instant now) {
        this.slices = slices;
        this.now = now;
    }

    Figure measure() throws GeneralSecurityException {
        KeyPair app = Crypto.rsa();
        KeyPair gateway = Crypto.rsa();
        List<RawRequest> requests = requests(app);
        AppKeys keys = AppKeys.of(app.getPublic());
        AnswerWriter writer = AnswerWriter.of(SigningKey.of(gateway.getPrivate(), signatures));
        Slices.Work serve = round -> serve(Inputs.of(requests, round), keys, writer);
        byte[] text = new byte[600];
        byte[] answer = fields().toString().getBytes(StandardCharsets.UTF_8);
        Slices turns =
                new Slices(
                        Crypto.rsaVerification(app, text),
                        Crypto.rsaSigning(gateway, answer),
                        serve);
        turns.micros(WARM_UP_SLICES);
        double[] micros = turns.micros(slices);
        return Figure.against(
                "Alipay requests verified, answers signed",
                1e6 / micros[2],
                "1/s core",
                1e6 / (micros[0] + micros[1]),
                0.90);
    }

    private List<RawRequest> requests(KeyPair app) {
        ClientApp client =
                ClientApp.of("2021000000000001", SigningKey.of(app.getPrivate(), signatures));
        AtomicInteger number = new AtomicInteger();
        return Inputs.make(
                () -> {
                    ObjectNode biz = Json.object();
                    biz.put("out_trade_no", "T" + number.incrementAndGet());
                    biz.put("subject", "咖啡 a/b");
                    Call call =
                            Call.of("alipay.trade.query", biz)
                                    .with("notify_url", "https://m.example/notify?order=1")
                                    .with("alipay_sdk", "alipay-sdk-java-4.40.734.ALL");
                    return client.sign(call, now).post();
                });
    }

    private boolean serve(RawRequest raw, AppKeys keys, AnswerWriter writer) {
        if (!(GatewayRequest.read(raw) instanceof GatewayRequest.Reading.Read(var request))) {
            return false;
        }
        boolean good =
                request.verify(keys, signatures, now) instanceof Verification.Verified
                        && request.readBiz(keys) instanceof BizContent.Fields;
        byte[] body = writer.write(request.replyForm(keys), Outcome.success(fields()), "t").body();
        return good && body.length > 0;
    }

    private static ObjectNode fields() {
        ObjectNode fields = Json.object();
        fields.put("out_trade_no", "T1");
        fields.put("trade_no", "2026112422001400000000000001");
        fields.put("trade_status", "TRADE_SUCCESS");
        fields.put("total_amount", "88.88");
        fields.put("buyer_user_id", "2088000000000001");
        fields.put("subject", "咖啡 a/b");
        return fields;
    }
}
