package dev.handfast.alipay;

import dev.handfast.alipay.Parameters.Empties;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Signs what a gateway sends a merchant of its own accord: asynchronous notifications, and the
 * parameters a payer's browser takes back to the {@code return_url}.
 *
 * <p>Both are signed by rule V1: everything but {@code sign} and {@code sign_type}. Empty
 * parameters are never sent, since the Java client would drop them from its check and the Node
 * client would not.
 *
 * @param key the gateway's key, the same as for answers
 * @param type how to sign: the sign type of the request the notification is about
 * @param charset its character set; what the set lacks becomes a question mark, in the text and the
 *     signature alike
 */
public record NotificationSigner(SigningKey key, SignType type, WireCharset charset) {
    static final Set<String> NOT_SIGNED_V1 = Set.of("sign", "sign_type");

    /**
     * A signed form, ready to be POSTed. Repeating the delivery repeats these same bytes.
     *
     * @param contentType the header
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to the sender and stored as it is
    public record Form(String contentType, byte[] body) {}

    /** The notification with this content; charset, version, sign_type and sign are added. */
    public Form sign(Parameters content) {
        Parameters versioned =
                content.find("version").isPresent() ? content : content.with("version", "1.0");
        String form = UrlForm.write(signed(versioned), charset);
        return new Form(
                "application/x-www-form-urlencoded; charset=" + charset.wireName(),
                form.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The address the payer's browser goes to: the merchant's {@code return_url} with these
     * parameters, charset, sign_type and sign behind whatever query it already has, and before its
     * fragment.
     */
    public String returnUrl(String url, Parameters content) {
        int fragment = url.indexOf('#') < 0 ? url.length() : url.indexOf('#');
        String address = url.substring(0, fragment);
        String separator;
        if (!address.contains("?")) {
            separator = "?";
        } else {
            separator = address.endsWith("?") || address.endsWith("&") ? "" : "&";
        }
        String query = UrlForm.write(signed(content), charset);
        return address + separator + query + url.substring(fragment);
    }

    private Map<String, String> signed(Parameters content) {
        var sent = new TreeMap<>(content.asMap());
        sent.values().removeIf(String::isBlank);
        sent.put("charset", charset.wireName());
        sent.put("sign_type", type.name());
        String text = Parameters.of(sent).signedText(Empties.KEPT, NOT_SIGNED_V1);
        var signed = new LinkedHashMap<String, String>(sent);
        signed.put("sign", key.sign(type, charset.encode(text)));
        return signed;
    }
}
