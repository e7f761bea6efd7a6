package dev.handfast.alipay;

import dev.handfast.alipay.AnswerReader.HttpAnswer;
import dev.handfast.alipay.Parameters.Empties;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;

/**
 * Everything that reads what a stranger sent, and everything that writes a stranger's text, for a
 * coverage-guided fuzzer: the first byte chooses, the rest is the input. Bad input is a value here,
 * so whatever is thrown is a finding. The profile {@code fuzz} starts Jazzer on it; {@link
 * GatewayFuzzTest} runs the corpus.
 */
public final class GatewayFuzz {
    private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
    private static final Signatures SIGNATURES = Signatures.fastest();
    private static final AppKeys APP =
            AppKeys.of(TestKeys.APP.getPublic())
                    .allowing(SignType.RSA)
                    .withContentKey(contentKey());
    private static final SigningKey GATEWAY =
            SigningKey.of(TestKeys.GATEWAY.getPrivate(), SIGNATURES);
    private static final GatewayKeys SENDER =
            GatewayKeys.of(SIGNATURES, TestKeys.GATEWAY.getPublic());
    private static final BillHeading DAY =
            new BillHeading("1", LocalDate.of(2019, 9, 16), LocalDate.of(2019, 9, 17), NOW);

    /** The targets, in the order of their first bytes. */
    static final List<String> TARGETS =
            List.of(
                    "query",
                    "form",
                    "multipart",
                    "v3",
                    "v3-multipart",
                    "envelope",
                    "answer",
                    "notification",
                    "bill",
                    "content",
                    "certificate",
                    "doctor");

    private GatewayFuzz() {}

    private static ContentKey contentKey() {
        return ContentKey.parse("vEARwBsVE8dBrk0tiaNQtQ==");
    }

    /** The name and signature that Jazzer looks for. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(data, 1, data.length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        switch (TARGETS.get((data[0] & 0xff) % TARGETS.size())) {
            case "query" -> request(RawRequest.get(text));
            case "form" -> request(RawRequest.form(bytes));
            case "multipart" ->
                    request(new RawRequest("", bytes, "multipart/form-data; boundary=b"));
            case "v3" -> v3(bytes, "application/json");
            case "v3-multipart" -> v3(bytes, "multipart/form-data; boundary=b");
            case "envelope" -> envelope(text);
            case "answer" -> answer(bytes);
            case "notification" ->
                    Notification.read(RawRequest.form(bytes), SENDER, Notification.Rule.V1);
            case "bill" -> bill(text);
            case "content" -> content(text);
            case "certificate" -> certificate(bytes, text);
            default ->
                    SignatureDoctor.examine(bytes, TestKeys.base64(TestKeys.APP.getPublic()), NOW);
        }
    }

    /** What was read is written and read again to the same, and nobody has signed it. */
    private static void request(RawRequest raw) {
        if (ParameterReader.read(raw)
                instanceof ParameterReader.Result.Collected(var parameters, var charset)) {
            boolean written =
                    parameters.asMap().keySet().stream()
                            .allMatch(name -> name.chars().allMatch(c -> c >= 'a' && c <= 'z'));
            // Names are written as they are, and only a set named outright is read again.
            if (written && parameters.find("charset").isPresent()) {
                RawRequest again = RawRequest.get(UrlForm.write(parameters.asMap(), charset));
                demand(
                        ParameterReader.read(again)
                                        instanceof
                                        ParameterReader.Result.Collected(var same, var sameCharset)
                                && same.asMap().equals(parameters.asMap()),
                        "a request written again is another");
            }
        }
        if (GatewayRequest.read(raw) instanceof GatewayRequest.Reading.Read(var request)) {
            String text = request.signedText(Empties.DROPPED);
            demand(request.signedText(Empties.KEPT).length() >= text.length(), "empties are text");
            Verification judged = request.verify(APP, SIGNATURES, NOW);
            demand(judged instanceof Verification.Refused, "nobody signed this");
            request.readBiz(APP);
            request.replyForm(APP);
            request.isStale(NOW);
        }
    }

    private static void v3(byte[] bytes, String contentType) {
        int line = 0;
        while (line < bytes.length && bytes[line] != '\n') {
            line++;
        }
        String authorization = new String(bytes, 0, line, StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOfRange(bytes, Math.min(line + 1, bytes.length), bytes.length);
        var headers = new V3Request.Headers(authorization, "token", "", "", contentType);
        var input = new V3Request.Input("POST", "/v3/alipay/trade/query?a=b", headers, body);
        if (V3Request.read(input) instanceof V3Request.Reading.Read(var request)) {
            Verification judged = request.verify(APP, SIGNATURES, NOW);
            demand(judged instanceof Verification.Refused, "nobody signed this");
            if (judged instanceof Verification.Refused refused) {
                demand(!refused.signedText().endsWith("\ntoken\n"), "a token is shown");
            }
            request.readBiz(APP);
            request.isStale(NOW);
        }
    }

    /** An answer with this text in it is read by the client's side to the same text. */
    private static void envelope(String text) {
        WireCharset charset = text.length() % 2 == 0 ? WireCharset.UTF_8 : WireCharset.GBK;
        ObjectNode fields = JsonNodeFactory.instance.objectNode().put("subject", text);
        ReplyForm form =
                ClientApp.of("1", TestKeys.app()).in(charset).replyForm("alipay.trade.query");
        GatewayAnswer answer =
                AnswerWriter.of(GATEWAY).write(form, Outcome.success(fields), "trace");
        GatewayResult read =
                new AnswerReader(SENDER)
                        .read(form, new HttpAnswer(200, answer.contentType(), answer.body()));
        boolean isPaired = text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
        demand(
                !isPaired
                        || (read instanceof GatewayResult.Answer(var code, var node)
                                && node.path("subject").asString().equals(text)),
                "an answer is read as another");
    }

    private static void answer(byte[] bytes) {
        ReplyForm form = ClientApp.of("1", TestKeys.app()).replyForm("a.b");
        GatewayResult read =
                new AnswerReader(SENDER)
                        .read(form, new HttpAnswer(200, "text/html;charset=GBK", bytes));
        demand(!(read instanceof GatewayResult.Answer), "nobody signed this");
    }

    /** A bill with this text in every column has as many lines and cells as ever. */
    private static void bill(String text) {
        TradeRow row = TradeRow.of(TradeRow.Kind.PAYMENT);
        for (TradeColumn column : TradeColumn.values()) {
            if (column.cell().isAmount()) {
                row.fen(column, text.hashCode());
            } else if (column != TradeColumn.KIND) {
                row.text(column, text);
            }
        }
        WireCharset charset = text.length() % 2 == 0 ? WireCharset.UTF_8 : WireCharset.GBK;
        try {
            var archive = new ByteArrayOutputStream();
            TradeBill.write(archive, charset, DAY, List.of(row));
            var zip =
                    new ZipInputStream(
                            new ByteArrayInputStream(archive.toByteArray()), charset.charset());
            zip.getNextEntry();
            String details = new String(zip.readAllBytes(), charset.charset());
            List<String> lines = List.of(details.split("\r\n", -1));
            demand(lines.size() == 11 || lines.size() == 12, "a bill has other lines");
            List<String> cells = cells(lines.get(5));
            demand(cells.size() == TradeColumn.values().length, "a row has other cells");
            for (String cell : cells) {
                boolean amount = cell.strip().matches("-?[0-9]+\\.[0-9]{2}");
                demand(amount || !cell.matches("(?s)[=+@-].*"), "a cell is a formula");
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The cells of a line by RFC 4180. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    private static void content(String text) {
        for (EncryptType type : EncryptType.values()) {
            ContentCipher cipher = new ContentCipher(type, contentKey());
            cipher.decrypt(text, WireCharset.GBK);
            String round =
                    cipher.decrypt(cipher.encrypt(text, WireCharset.UTF_8), WireCharset.UTF_8)
                            .orElse("");
            String sent = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            demand(round.equals(sent), "content is decrypted to another");
        }
        BizContent.parse(text);
    }

    private static void certificate(byte[] bytes, String text) {
        Sm2Certificate.find(bytes).ifPresent(found -> Certificates.serialNumber(found));
        Certificates.parse(text);
        Keys.findRsaPublic(text);
        WireTime.parse(text);
        Parameters.of(Map.of("a", text)).signedText(Empties.DROPPED, java.util.Set.of());
    }

    private static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
