package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.Charset;
import java.util.List;
import java.util.zip.ZipInputStream;

/** A merchant that goes through the methods of one part of the dialect with its client. */
record Merchant(Caller caller, Sandbox sandbox) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NOBODY = "nobody_has_this";
    private static final String BACK = "https://shop.example/back";
    private static final String LOTUS = "2088000000000104";

    /** Freezes money by a code and from an app, pays with it, gives it back. */
    void preauthorises() throws Exception {
        String order = Sandbox.order("auth_");
        ObjectNode freeze =
                biz("out_order_no", order, "out_request_no", order + "_f", "amount", "10.00")
                        .put("order_title", "a room")
                        .put("product_code", "PRE_AUTH")
                        .put("auth_code_type", "bar_code")
                        .put("auth_code", sandbox.paymentCode());
        Told frozen = good("alipay.fund.auth.order.freeze", freeze);
        assertEquals("SUCCESS", frozen.get("status"));
        refused(
                "PAYMENT_AUTH_CODE_INVALID",
                "alipay.fund.auth.order.freeze",
                freeze.deepCopy().put("out_order_no", Sandbox.order("auth_")));
        ObjectNode pay =
                trade(order, "3.00")
                        .put("auth_no", frozen.get("auth_no"))
                        .put("product_code", "PRE_AUTH")
                        .put("auth_confirm_mode", "NOT_COMPLETE");
        assertEquals("3.00", good("alipay.trade.pay", pay).get("total_amount"));
        refused(
                "ACQ.AUTH_AMOUNT_NOT_ENOUGH",
                "alipay.trade.pay",
                pay.put("out_trade_no", Sandbox.order("auth_")).put("total_amount", "7.01"));
        ObjectNode back =
                biz(
                                "auth_no",
                                frozen.get("auth_no"),
                                "out_request_no",
                                order + "_u",
                                "amount",
                                "2.00")
                        .put("remark", "over");
        assertEquals("SUCCESS", good("alipay.fund.auth.order.unfreeze", back).get("status"));
        refused(
                "REQUEST_AMOUNT_EXCEED",
                "alipay.fund.auth.order.unfreeze",
                back.put("out_request_no", order + "_v").put("amount", "5.01"));
        ObjectNode about = biz("out_order_no", order, "out_request_no", order + "_f");
        Told detail = good("alipay.fund.auth.operation.detail.query", about);
        assertEquals("AUTHORIZED", detail.get("order_status"));
        assertEquals("5.00", detail.get("rest_amount"));
        refused(
                "AUTH_ORDER_NOT_EXIST",
                "alipay.fund.auth.operation.detail.query",
                about.put("out_order_no", NOBODY));
    }

    /** Freezes from an app: the wallet's app carries out what the merchant's app hands over. */
    void preauthorisesInAnApp() throws Exception {
        String order = Sandbox.order("auth_");
        ObjectNode freeze =
                biz("out_order_no", order, "out_request_no", order + "_f", "amount", "10.00")
                        .put("order_title", "a room")
                        .put("product_code", "PRE_AUTH_ONLINE");
        String method = "alipay.fund.auth.order.app.freeze";
        assertEquals("9000", sandbox.appPay(caller.orderString(method, freeze)));
        ObjectNode about = biz("out_order_no", order, "out_request_no", order + "_f");
        Told agreed = good("alipay.fund.auth.operation.detail.query", about);
        assertEquals("AUTHORIZED", agreed.get("order_status"));
        freeze.put("product_code", "GIFT");
        assertEquals("4000", sandbox.appPay(caller.orderString(method, freeze)));
        ObjectNode cancel = about.deepCopy().put("remark", "over");
        assertEquals("unfreeze", good("alipay.fund.auth.operation.cancel", cancel).get("action"));
        refused(
                "AUTH_ORDER_NOT_EXIST",
                "alipay.fund.auth.operation.cancel",
                cancel.put("out_order_no", NOBODY));
    }

    /** Leaves a trade's money in escrow and takes it out; splits another's. */
    void settles() throws Exception {
        ObjectNode inEscrow = code(trade(Sandbox.order("settle_"), "5.00"));
        inEscrow.set("settle_info", settleInfo("5.00").put("settle_period_time", "7d"));
        Told escrow = good("alipay.trade.pay", inEscrow);
        ObjectNode confirm =
                biz("out_request_no", Sandbox.order("C"), "trade_no", escrow.get("trade_no"));
        confirm.set("settle_info", settleInfo("5.00"));
        Told confirmed = good("alipay.trade.settle.confirm", confirm);
        assertEquals("5.00", confirmed.get("settle_amount"));
        refused(
                "ACQ.ALREADY_CONFIRM_SETTLE",
                "alipay.trade.settle.confirm",
                confirm.put("out_request_no", Sandbox.order("C")));
        ObjectNode relation = biz("out_request_no", Sandbox.order("B"));
        relation.putArray("receiver_list").add(biz("type", "userId", "account", Sandbox.WEI));
        good("alipay.trade.royalty.relation.bind", relation);
        ObjectNode kept = code(trade(Sandbox.order("settle_"), "5.00"));
        kept.set("extend_params", biz("royalty_freeze", "true"));
        String trade = good("alipay.trade.pay", kept).get("trade_no");
        refused("ACQ.ROYALTY_RECEIVER_INVALID", "alipay.trade.order.settle", split(trade, LOTUS));
        ObjectNode last = split(trade, Sandbox.WEI);
        last.set("extend_params", biz("royalty_finish", "true"));
        assertTrue(good("alipay.trade.order.settle", last).get("settle_no").length() > 10);
    }

    private static ObjectNode split(String trade, String receiver) {
        ObjectNode split = biz("out_request_no", Sandbox.order("S"), "trade_no", trade);
        split.putArray("royalty_parameters")
                .add(
                        biz("trans_in_type", "userId", "trans_in", receiver, "amount", "1.00")
                                .put("royalty_type", "transfer"));
        return split;
    }

    private static ObjectNode settleInfo(String amount) {
        ObjectNode info = JSON.createObjectNode();
        info.putArray("settle_detail_infos")
                .add(biz("trans_in_type", "defaultSettle", "amount", amount));
        return info;
    }

    /** Lets a holder agree on the page, takes a payment, ends it. */
    void takesUnderAnAgreement() throws Exception {
        ObjectNode proposal =
                biz("personal_product_code", "GENERAL_WITHHOLDING_P")
                        .put("sign_scene", "INDUSTRY|DIGITAL_MEDIA")
                        .put("external_agreement_no", Sandbox.order("agree_"));
        proposal.set("access_params", biz("channel", "QRCODE"));
        Browser.Shown asked =
                new Browser().open(caller.page("alipay.user.agreement.page.sign", proposal, BACK));
        assertTrue(asked.address().getPath().startsWith("/agree/agr_"), asked.html());
        String number = sandbox.agree(asked.address().toString());
        ObjectNode wrong = proposal.deepCopy().put("personal_product_code", "GIFT");
        Browser.Shown no =
                new Browser().open(caller.page("alipay.user.agreement.page.sign", wrong, BACK));
        assertTrue(no.html().contains("PRODUCT_CODE_NOT_SUPPORTED_ERROR"), no.html());
        ObjectNode named = biz("agreement_no", number);
        assertEquals("NORMAL", good("alipay.user.agreement.query", named).get("status"));
        ObjectNode take = trade(Sandbox.order("agree_"), "4.00");
        take.put("product_code", "GENERAL_WITHHOLDING").set("agreement_params", named);
        assertEquals("4.00", good("alipay.trade.pay", take).get("total_amount"));
        good("alipay.user.agreement.unsign", named);
        refused(
                "ACQ.AGREEMENT_STATUS_NOT_NORMAL",
                "alipay.trade.pay",
                take.put("out_trade_no", Sandbox.order("agree_")));
        refused("AGREEMENT_HAS_UNSIGNED", "alipay.user.agreement.query", named);
        refused("USER_AGREEMENT_STATUS_NOT_NORMAL", "alipay.user.agreement.unsign", named);
    }

    /** Sends a payer to the cashier from a page and from a telephone's page, and to the app. */
    void sendsPayersToTheCashier() throws Exception {
        String page = paysOnAPage("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY");
        paysOnAPage("alipay.trade.wap.pay", "QUICK_WAP_WAY");
        Browser.Shown again =
                new Browser().open(caller.page("alipay.trade.page.pay", trade(page, "9.90"), BACK));
        assertTrue(again.html().contains("ACQ."), again.html());
        ObjectNode order = trade(Sandbox.order("app_"), "3.00");
        order.put("product_code", "QUICK_MSECURITY_PAY");
        assertEquals("9000", sandbox.appPay(caller.orderString("alipay.trade.app.pay", order)));
        order.put("total_amount", "3.01");
        assertEquals("4000", sandbox.appPay(caller.orderString("alipay.trade.app.pay", order)));
    }

    private String paysOnAPage(String method, String product) throws Exception {
        String number = Sandbox.order("page_");
        Browser browser = new Browser();
        Browser.Shown shown =
                browser.open(
                        caller.page(
                                method, trade(number, "8.80").put("product_code", product), BACK));
        Browser.Shown paid = browser.pay(shown, sandbox.credential("/wallets/0/id"));
        String back = paid.first("class=\"main\" href=\"([^\"]+)\"");
        assertTrue(back.startsWith(BACK + "?"), back);
        assertTrue(back.contains("method=" + method + ".return"), back);
        ObjectNode named = biz("out_trade_no", number);
        assertEquals("TRADE_SUCCESS", good("alipay.trade.query", named).get("trade_status"));
        return number;
    }

    /** Sends money to a wallet and asks what became of it. */
    void sendsMoney() throws Exception {
        good("alipay.trade.pay", code(trade(Sandbox.order("send_"), "2.00")));
        ObjectNode transfer =
                biz("out_biz_no", Sandbox.order("send_"), "trans_amount", "0.50")
                        .put("product_code", "TRANS_ACCOUNT_NO_PWD")
                        .put("biz_scene", "DIRECT_TRANSFER")
                        .put("order_title", "奖金");
        transfer.set("payee_info", biz("identity", Sandbox.WEI, "identity_type", "ALIPAY_USER_ID"));
        assertEquals("SUCCESS", good("alipay.fund.trans.uni.transfer", transfer).get("status"));
        ObjectNode about =
                biz("out_biz_no", transfer.path("out_biz_no").asString())
                        .put("product_code", "TRANS_ACCOUNT_NO_PWD")
                        .put("biz_scene", "DIRECT_TRANSFER");
        assertEquals("SUCCESS", good("alipay.fund.trans.common.query", about).get("status"));
        refused(
                "ORDER_NOT_EXIST",
                "alipay.fund.trans.common.query",
                about.put("out_biz_no", NOBODY));
        refused(
                "PAYMENT_INFO_INCONSISTENCY",
                "alipay.fund.trans.uni.transfer",
                transfer.put("trans_amount", "0.60"));
    }

    /** Fetches the bill of a day and finds a sale in it. */
    void fetchesItsBill() throws Exception {
        Sandbox.Day day = sandbox.pastDay();
        ObjectNode wanted = biz("bill_type", "trade", "bill_date", day.date().toString());
        Told made = good("alipay.data.dataservice.bill.downloadurl.query", wanted);
        byte[] archive = sandbox.download(made.get("bill_download_url"));
        ZipInputStream zip =
                new ZipInputStream(
                        new java.io.ByteArrayInputStream(archive), Charset.forName("GBK"));
        String name = zip.getNextEntry().getName();
        assertTrue(name.endsWith("_业务明细.csv"), name);
        String bill = new String(zip.readAllBytes(), Charset.forName("GBK"));
        assertTrue(bill.startsWith("#支付宝业务明细查询"), bill);
        assertTrue(bill.contains("," + day.order() + "\t,交易"), bill);
        wanted.put("bill_date", day.date().plusYears(1).toString());
        String refusal =
                caller.call("alipay.data.dataservice.bill.downloadurl.query", wanted).refusal();
        // Both forms of the dialect spell it in their own way.
        assertTrue(List.of("isp.bill_not_exist", "BILL_NOT_EXIST").contains(refusal), refusal);
    }

    private static ObjectNode trade(String number, String amount) {
        return biz("out_trade_no", number, "total_amount", amount, "subject", "茉莉花茶")
                .put("body", "a/b");
    }

    private ObjectNode code(ObjectNode trade) {
        return trade.put("scene", "bar_code").put("auth_code", sandbox.paymentCode());
    }

    private static ObjectNode biz(String... namesAndValues) {
        ObjectNode biz = JSON.createObjectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            biz.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return biz;
    }

    private Told good(String method, ObjectNode biz) throws Exception {
        Told told = caller.call(method, biz);
        assertEquals("", told.refusal(), method);
        return told;
    }

    private void refused(String code, String method, ObjectNode biz) throws Exception {
        assertEquals(code, caller.call(method, biz).refusal(), method);
    }
}
