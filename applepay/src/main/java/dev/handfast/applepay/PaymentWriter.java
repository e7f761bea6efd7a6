package dev.handfast.applepay;

import java.util.List;

/** Writes a payment as Apple does before it is encrypted; the reverse of {@link PaymentReader}. */
final class PaymentWriter {
    private PaymentWriter() {}

    static byte[] write(PaymentToken.Payment payment) {
        PaymentToken.Extras extras = payment.extras();
        JsonObject json =
                new JsonObject()
                        .text("applicationPrimaryAccountNumber", payment.pan().digits())
                        .text("applicationExpirationDate", payment.expirationDate())
                        .text("currencyCode", payment.currency())
                        .number("transactionAmount", payment.amountMinor())
                        .text("cardholderName", extras.cardholderName())
                        .text("deviceManufacturerIdentifier", payment.deviceManufacturerId());
        switch (payment.data()) {
            case PaymentData.ThreeDSecure threeDSecure ->
                    json.text("paymentDataType", "3DSecure")
                            .put(
                                    "paymentData",
                                    new JsonObject()
                                            .text(
                                                    "onlinePaymentCryptogram",
                                                    threeDSecure.cryptogram().base64())
                                            .text("eciIndicator", threeDSecure.eci()));
            case PaymentData.Emv emv ->
                    json.text("paymentDataType", "EMV")
                            .put(
                                    "paymentData",
                                    new JsonObject()
                                            .text("emvData", emv.data().base64())
                                            .text(
                                                    "encryptedPINData",
                                                    emv.encryptedPin()
                                                            .map(
                                                                    pin ->
                                                                            Encoding.hex(
                                                                                    pin.bytes()))));
        }
        if (!extras.authenticationResponses().isEmpty()) {
            json.put("authenticationResponses", responses(extras.authenticationResponses()));
        }
        extras.merchantToken().ifPresent(token -> write(token, json));
        return Encoding.utf8(json.write());
    }

    private static List<JsonObject> responses(List<AuthenticationResponse> responses) {
        return responses.stream()
                .map(
                        response ->
                                new JsonObject()
                                        .text("merchantIdentifier", response.merchantIdentifier())
                                        .text(
                                                "authenticationData",
                                                response.authenticationData().base64())
                                        .text(
                                                "transactionAmount",
                                                Long.toString(response.amountMinor())))
                .toList();
    }

    private static void write(MerchantToken token, JsonObject json) {
        json.text("merchantTokenIdentifier", token.id());
        if (token.card().isEmpty() && token.art().isEmpty()) {
            return;
        }
        JsonObject metadata = new JsonObject();
        token.card()
                .ifPresent(
                        card ->
                                metadata.put(
                                        "cardMetadata",
                                        new JsonObject()
                                                .text("cardCountry", card.country())
                                                .text("expirationDate", card.expirationDate())
                                                .text("fpanSuffix", card.fpanSuffix())
                                                .text("longDescription", card.longDescription())
                                                .text(
                                                        "shortDescription",
                                                        card.shortDescription())));
        if (!token.art().isEmpty()) {
            metadata.put(
                    "cardArt",
                    token.art().stream()
                            .map(
                                    art ->
                                            new JsonObject()
                                                    .text("name", art.name())
                                                    .text("type", art.type())
                                                    .text("url", art.url()))
                            .toList());
        }
        json.put("merchantTokenMetadata", metadata);
    }
}
