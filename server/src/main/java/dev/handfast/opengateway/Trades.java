package dev.handfast.opengateway;

import dev.handfast.payments.Channel;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentStore;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds a merchant's trades.
 *
 * @param store where they are
 * @param merchant whose they must be
 */
record Trades(PaymentStore store, UUID merchant) {
    /**
     * How a call names a trade; at least one of the two is there, and the gateway's own number
     * wins.
     *
     * @param tradeNo the gateway's number
     * @param number the merchant's
     */
    record Name(Optional<String> tradeNo, Optional<String> number) {
        static final Shape SHAPE =
                Shape.of(
                        Param.text("trade_no", TextRule.TRADE_NO),
                        Param.text("out_trade_no", TextRule.NUMBER));

        static Name read(Fields fields) {
            fields.either("trade_no", "out_trade_no");
            return new Name(fields.optional("trade_no"), fields.optional("out_trade_no"));
        }

        /** The refusal where there is no such trade. */
        Answer unknown() {
            return Answer.refused(
                    Acq.TRADE_NOT_EXIST.error(
                            tradeNo.map(text -> "no trade has the trade_no " + text)
                                    .orElseGet(
                                            () ->
                                                    "no trade has the out_trade_no "
                                                            + number.orElse(""))));
        }
    }

    Optional<Payment> find(Name name) {
        return name.tradeNo().isPresent()
                ? byTradeNo(name.tradeNo().get())
                : name.number().flatMap(this::byNumber);
    }

    Optional<Payment> byNumber(String number) {
        return store.findByReference(merchant, number).filter(Trades::isOurs);
    }

    private Optional<Payment> byTradeNo(String text) {
        Optional<TradeNo> no = TradeNo.parse(text);
        if (no.isEmpty()) {
            return Optional.empty();
        }
        List<Payment> named =
                store.between(merchant, no.get().from(), no.get().before()).stream()
                        .filter(payment -> no.get().names(payment.id()))
                        .filter(Trades::isOurs)
                        .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    private static boolean isOurs(Payment payment) {
        return payment.terms().channel() == Channel.GATEWAY;
    }
}
