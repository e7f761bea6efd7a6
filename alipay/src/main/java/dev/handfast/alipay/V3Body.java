package dev.handfast.alipay;

import dev.handfast.alipay.ParameterReader.MalformedException;
import dev.handfast.alipay.ParameterReader.RawPair;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The text of a v3 request's body: what is signed, and what the business parameters are in.
 *
 * <p>A request that uploads files is a multipart form. Its one text part, {@code data}, is the
 * text; files are neither signed nor of any use to a payment method, so they are passed over.
 *
 * <p>Source: {@code ApiClient.getEncryptRequestBody} and {@code buildRequestBodyMultipart} of the
 * official {@code alipay-sdk-java-v3} 3.1.15.
 */
final class V3Body {
    private static final String PART = "data";

    private V3Body() {}

    /** The text of these bytes, sent with this Content-Type. */
    static String text(byte[] body, String contentType) throws MalformedException {
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return new String(body, StandardCharsets.UTF_8);
        }
        List<RawPair> parts = new ArrayList<>();
        MultipartForm.split(body, contentType, parts);
        if (parts.isEmpty()) {
            return "";
        }
        String name = new String(parts.getFirst().name(), StandardCharsets.ISO_8859_1);
        if (parts.size() > 1 || !name.equals(PART)) {
            throw ParameterReader.invalid(
                    "a multipart body has files and one other part, called data");
        }
        return new String(parts.getFirst().value(), StandardCharsets.UTF_8);
    }
}
