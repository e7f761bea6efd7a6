package dev.handfast.applepay;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads the decrypted payment (Apple, payment token format reference, "token data keys"): lenient
 * to names it does not know, strict about those it knows. Nothing it says holds a value of the
 * payment.
 */
final class PaymentReader {
    private PaymentReader() {}

    static PaymentToken.Payment read(byte[] plaintext) throws RefusedException {
        String json;
        try {
            json = SealedToken.utf8(plaintext);
        } catch (RefusedException notText) {
            throw new RefusedException(Refusal.PAYLOAD_MALFORMED, "UTF-8", "other bytes");
        }
        Fields fields =
                Fields.of(
                        JsonReader.read(json, Refusal.PAYLOAD_MALFORMED),
                        "",
                        Refusal.PAYLOAD_MALFORMED);
        String pan = fields.text("applicationPrimaryAccountNumber");
        demand(Pan.isPan(pan), fields, "applicationPrimaryAccountNumber", "12 to 19 digits");
        String expiry = fields.text("applicationExpirationDate");
        demand(PaymentToken.Payment.isDate(expiry), fields, "applicationExpirationDate", "YYMMDD");
        String currency = fields.text("currencyCode");
        demand(PaymentToken.Payment.isCurrency(currency), fields, "currencyCode", "three digits");
        String manufacturer = fields.text("deviceManufacturerIdentifier");
        demand(
                PaymentToken.Payment.isHex(manufacturer),
                fields,
                "deviceManufacturerIdentifier",
                "hex digits");
        return new PaymentToken.Payment(
                Pan.of(pan),
                expiry,
                currency,
                fields.amount("transactionAmount"),
                manufacturer,
                data(fields),
                extras(fields));
    }

    private static PaymentData data(Fields fields) throws RefusedException {
        String type = fields.text("paymentDataType");
        Fields data = fields.object("paymentData");
        return switch (type) {
            case "3DSecure" -> threeDSecure(data);
            case "EMV" -> emv(data);
            default -> throw fields.wrong("paymentDataType", "\"3DSecure\" or \"EMV\"", "another");
        };
    }

    private static PaymentData threeDSecure(Fields data) throws RefusedException {
        SecretBytes cryptogram = base64(data, "onlinePaymentCryptogram");
        Optional<String> eci = data.optionalText("eciIndicator").filter(text -> !text.isEmpty());
        demand(
                eci.isEmpty() || PaymentData.ThreeDSecure.isEci(eci.get()),
                data,
                "eciIndicator",
                "one or two digits");
        return new PaymentData.ThreeDSecure(cryptogram, eci);
    }

    private static PaymentData emv(Fields data) throws RefusedException {
        SecretBytes elements = base64(data, "emvData");
        Optional<String> pin = data.optionalText("encryptedPINData");
        if (pin.isEmpty()) {
            return new PaymentData.Emv(elements, Optional.empty());
        }
        String hex = pin.get();
        demand(
                !hex.isEmpty() && hex.length() % 2 == 0 && Fields.allHexDigits(hex),
                data,
                "encryptedPINData",
                "hex digits of even number");
        return new PaymentData.Emv(
                elements, Optional.of(SecretBytes.of(HexFormat.of().parseHex(hex))));
    }

    private static PaymentToken.Extras extras(Fields fields) throws RefusedException {
        Optional<String> name = fields.optionalText("cardholderName");
        Optional<MerchantToken> merchantToken = merchantToken(fields);
        List<AuthenticationResponse> responses = new ArrayList<>();
        for (Fields response : fields.objects("authenticationResponses")) {
            responses.add(
                    new AuthenticationResponse(
                            response.text("merchantIdentifier"),
                            base64(response, "authenticationData"),
                            response.amountText("transactionAmount")));
        }
        return name.isEmpty() && merchantToken.isEmpty() && responses.isEmpty()
                ? PaymentToken.Extras.NONE
                : new PaymentToken.Extras(name, merchantToken, responses);
    }

    private static Optional<MerchantToken> merchantToken(Fields fields) throws RefusedException {
        Optional<String> id = fields.optionalText("merchantTokenIdentifier");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        demand(
                !id.get().isEmpty() && id.get().length() <= 64,
                fields,
                "merchantTokenIdentifier",
                "1 to 64 characters");
        Optional<Fields> metadata = fields.optionalObject("merchantTokenMetadata");
        if (metadata.isEmpty()) {
            return Optional.of(new MerchantToken(id.get(), Optional.empty(), List.of()));
        }
        return Optional.of(MerchantToken.read(id.get(), metadata.get()));
    }

    private static SecretBytes base64(Fields fields, String name) throws RefusedException {
        try {
            byte[] bytes = Base64.getDecoder().decode(fields.text(name));
            demand(bytes.length > 0, fields, name, "Base64 of one byte or more");
            return SecretBytes.of(bytes);
        } catch (IllegalArgumentException notBase64) {
            throw fields.wrong(name, "Base64", "other text");
        }
    }

    private static void demand(boolean holds, Fields fields, String name, String rule)
            throws RefusedException {
        if (!holds) {
            throw fields.wrong(name, rule, "something else");
        }
    }
}
