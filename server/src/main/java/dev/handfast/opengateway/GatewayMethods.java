package dev.handfast.opengateway;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The methods of the dialect by their names on the wire: its table of contents.
 *
 * <p>One line gives a method both forms. {@code alipay.trade.query} is called as {@code
 * method=alipay.trade.query} at {@code /gateway.do}, and as {@code /v3/alipay/trade/query}, by POST
 * or GET: the path of the official v3 client is the name with slashes for dots, for every method
 * here. Whether the fields came as {@code biz_content}, as a JSON body or in a query, {@link
 * Method#answer} gets them alike.
 */
public final class GatewayMethods {
    private final Map<String, Method> methods = new TreeMap<>();

    /**
     * The methods.
     *
     * @param desk what those of payments work with
     * @param funds what those of transfers and agreements work with
     * @param shares what those of settlements, splits and pre-authorisations work with
     * @param apps who may call
     */
    public GatewayMethods(Desk desk, Funds funds, Shares shares, AppDirectory apps) {
        FreezeDesk freezes =
                new FreezeDesk(shares.freezes(), desk.buyers(), desk.ids(), desk.publicUrl());
        trades(
                desk,
                new TradePay(
                        desk,
                        new TradeDeduct(desk, funds.agreements()),
                        new TradePayFrozen(desk, freezes)));
        freezes(freezes);
        shares(desk, shares);
        funds(funds);
        agreements(funds.agreements());
        platform(apps);
    }

    private void agreements(Agreements agreements) {
        add("alipay.user.agreement.query", new AgreementQuery(agreements));
        add("alipay.user.agreement.unsign", new AgreementUnsign(agreements));
        add("alipay.user.agreement.executionplan.modify", new AgreementPlan(agreements));
    }

    private void funds(Funds funds) {
        add("alipay.fund.trans.uni.transfer", new FundTransfer(funds));
        add("alipay.fund.trans.common.query", new FundTransferQuery(funds));
        add("alipay.fund.account.query", new FundAccountQuery(funds));
        add(
                "alipay.data.dataservice.bill.downloadurl.query",
                new BillQuery(funds.bills(), funds.links()));
    }

    private void trades(Desk desk, TradePay pay) {
        add("alipay.trade.precreate", new TradePrecreate(desk));
        add("alipay.trade.pay", pay);
        add("alipay.trade.create", new TradeCreate(desk));
        add("alipay.trade.cancel", new TradeCancel(desk));
        add("alipay.trade.close", new TradeClose(desk));
        add("alipay.trade.refund", new TradeRefund(desk));
        add("alipay.trade.fastpay.refund.query", new RefundQuery(desk));
    }

    private void freezes(FreezeDesk desk) {
        add("alipay.fund.auth.order.freeze", new AuthFreeze(desk));
        add(
                "alipay.fund.auth.order.voucher.create",
                new AuthOpening(desk, AuthOpening.Form.VOUCHER));
        add(AuthOpening.APP_METHOD, new AuthOpening(desk, AuthOpening.Form.APP));
        add("alipay.fund.auth.order.unfreeze", new AuthUnfreeze(desk));
        add("alipay.fund.auth.operation.detail.query", new AuthDetail(desk));
        add("alipay.fund.auth.operation.cancel", new AuthCancel(desk));
    }

    private void shares(Desk desk, Shares shares) {
        add("alipay.trade.query", new TradeQuery(desk, new SettleDetails(shares.settlements())));
        add("alipay.trade.settle.confirm", new SettleConfirm(desk, shares));
        add("alipay.trade.order.settle", new OrderSettle(desk, shares));
        add("alipay.trade.order.settle.query", new OrderSettleQuery(desk, shares));
        add("alipay.trade.order.onsettle.query", new OnsettleQuery(desk, shares));
        add("alipay.trade.royalty.relation.bind", new RelationBind(shares));
        add("alipay.trade.royalty.relation.unbind", new RelationUnbind(shares));
        add("alipay.trade.royalty.relation.batchquery", new RelationQuery(shares));
        add("alipay.trade.royalty.rate.query", new RoyaltyRate());
    }

    private void platform(AppDirectory apps) {
        add("alipay.open.app.alipaycert.download", new CertificateDownload(apps.platform()));
        add("alipay.open.auth.token.app", new TokenExchange(apps));
        add("alipay.open.auth.token.app.query", new TokenQuery(apps));
    }

    private void add(String name, Method method) {
        if (methods.put(name, method) != null) {
            throw new IllegalStateException("two methods are called " + name);
        }
    }

    /** What they are called. */
    Set<String> names() {
        return Collections.unmodifiableSet(methods.keySet());
    }

    Optional<Method> find(String name) {
        return Optional.ofNullable(methods.get(name));
    }
}
