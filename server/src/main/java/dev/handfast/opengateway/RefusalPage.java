package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.alipay.ResultCode;
import dev.handfast.pages.Blocks;
import dev.handfast.pages.Blocks.Fact;
import dev.handfast.pages.Blocks.Tone;
import dev.handfast.pages.Html;
import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;

import java.util.List;

/** What a payer sees whose browser brought a request that was refused: words, and the codes. */
final class RefusalPage {
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    private RefusalPage() {}

    /** The HTTP status that goes with a refusal; programs do not come here. */
    static int status(GatewayError error) {
        return isUnknown(error) ? UNAVAILABLE : BAD_REQUEST;
    }

    static Page of(Texts texts, Page.Stage stage, GatewayError error, String traceId) {
        String key = "gateway.refused." + reason(error);
        Html body =
                Html.of(
                        """
                        {}
                        <details><summary>{}</summary>
                        {}
                        </details>\
                        """,
                        Blocks.outcome(
                                isUnknown(error) ? Tone.WAITING : Tone.BAD,
                                texts.get(key + ".title"),
                                texts.get(key + ".text")),
                        texts.get("gateway.refused.details"),
                        Blocks.raw(
                                List.of(
                                        Fact.of("code", error.code()),
                                        Fact.of("sub_code", error.subCode()),
                                        Fact.of("sub_msg", error.subMsg()),
                                        Fact.of("trace_id", traceId))));
        return Page.still(texts, texts.get(key + ".title"), Blocks.card(body), stage);
    }

    private static String reason(GatewayError error) {
        if (isUnknown(error)) {
            return "away";
        }
        if (error.subCode().equals(Acq.TRADE_HAS_SUCCESS.subCode())) {
            return "paid";
        }
        if (error.subCode().equals(Acq.TRADE_HAS_CLOSE.subCode())) {
            return "closed";
        }
        return error.subCode().equals(Acq.NOW_TIME_AFTER_EXPIRE_TIME_ERROR.subCode())
                ? "expired"
                : "order";
    }

    private static boolean isUnknown(GatewayError error) {
        return error.code().equals(ResultCode.SERVICE_UNAVAILABLE.code());
    }
}
