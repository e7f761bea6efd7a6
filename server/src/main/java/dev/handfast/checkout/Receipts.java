package dev.handfast.checkout;

import dev.handfast.merchants.Merchant;
import dev.handfast.pages.Blocks;
import dev.handfast.pages.Html;
import dev.handfast.pages.Language;
import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;
import dev.handfast.partners.Partner;
import dev.handfast.payments.Backing;
import dev.handfast.payments.Payer;
import dev.handfast.payments.Payment;
import dev.handfast.tokens.Card;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.wallets.Wallet;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Optional;
import java.util.UUID;

/**
 * Shows receipts to whoever has their address: read only, without scripts, and with the same answer
 * to an address that is forged as to one of a payment that has not been paid.
 */
final class Receipts {
    private final Parts parts;

    Receipts(Parts parts) {
        this.parts = parts;
    }

    void show(ServerRequest request, ServerResponse response) {
        Texts texts = Texts.in(Language.of(request, response));
        Optional<Payment> paid =
                parts.site()
                        .addresses()
                        .receipt(request.path().pathParameters().get("key"))
                        .flatMap(parts.money().store()::find)
                        .filter(payment -> payment.capture().isPresent());
        if (paid.isEmpty()) {
            missing(texts, response);
            return;
        }
        Payment payment = paid.get();
        Merchant merchant =
                parts.merchants()
                        .find(payment.terms().merchant())
                        .orElseThrow(() -> new IllegalStateException("a payment without merchant"));
        ReceiptPage page =
                new ReceiptPage(
                        payment,
                        merchant,
                        parts.money().store().refundsOf(payment.id()),
                        method(payment.backing().orElseThrow(), texts),
                        texts);
        page.page(parts.site().stage()).send(response, 200);
    }

    private void missing(Texts texts, ServerResponse response) {
        String heading = texts.get("checkout.missing");
        Html body =
                Blocks.card(
                        Blocks.outcome(
                                Blocks.Tone.BAD, heading, texts.get("checkout.missing.text")));
        Page.still(texts, heading, body, parts.site().stage()).send(response, 404);
    }

    /** What was paid with, so that its holder knows it again and nobody else learns it. */
    private String method(Backing backing, Texts texts) {
        Payer payer = backing.payer();
        Optional<DeviceToken> token = payer.token().flatMap(parts.means().tokens()::find);
        if (token.isPresent()) {
            return texts.get("receipt.method.device", token.get().network(), token.get().suffix());
        }
        return switch (payer) {
            case Payer.WalletHolder holder -> wallet(holder.wallet(), backing, texts);
            case Payer.PartnerHolder holder ->
                    texts.get("receipt.method.partner", partner(backing.issuer()));
            case Payer.CardHolder holder ->
                    parts.means()
                            .tokens()
                            .findCard(holder.card())
                            .map(card -> card(card, texts))
                            .orElse("?");
        };
    }

    private String wallet(UUID id, Backing backing, Texts texts) {
        String number = parts.means().wallets().find(id).map(Wallet::userId).orElse("????");
        return texts.get(
                "receipt.method.wallet",
                partner(backing.issuer()),
                number.substring(number.length() - 4));
    }

    private static String card(Card card, Texts texts) {
        return texts.get("receipt.method.card", card.network(), card.suffix());
    }

    private String partner(UUID id) {
        return parts.elsewhere().partners().all().stream()
                .filter(known -> known.id().equals(id))
                .map(Partner::name)
                .findFirst()
                .orElse("?");
    }
}
