package dev.handfast.alipay;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A signed request, in each of the forms in which it can travel. */
public final class SignedRequest {
    private final Parameters parameters;
    private final WireCharset charset;

    SignedRequest(Parameters parameters, WireCharset charset) {
        this.parameters = parameters;
        this.charset = charset;
    }

    /** All parameters, {@code sign} included. */
    public Parameters parameters() {
        return parameters;
    }

    /** The order string an app hands to the wallet's own client; also the query of a GET link. */
    public String orderString() {
        return UrlForm.write(parameters.asMap(), charset);
    }

    /** The address a browser can be sent to. */
    public URI pageLink(URI gateway) {
        return URI.create(gateway + "?" + orderString());
    }

    /**
     * As the Java client POSTs it: everything but the business content in the query, that in the
     * body.
     */
    public RawRequest post() {
        Map<String, String> query = new TreeMap<>(parameters.asMap());
        query.remove("biz_content");
        Map<String, String> body = new TreeMap<>();
        parameters.find("biz_content").ifPresent(biz -> body.put("biz_content", biz));
        return new RawRequest(
                UrlForm.write(query, charset),
                UrlForm.write(body, charset).getBytes(StandardCharsets.US_ASCII),
                "application/x-www-form-urlencoded;charset=" + charset.wireName());
    }

    /**
     * A page that submits itself to the gateway. Everything in it is escaped, {@code &} and {@code
     * <} included.
     */
    public String pageForm(URI gateway) {
        var html = new StringBuilder("<form name=\"punchout_form\" method=\"post\" action=\"");
        html.append(escape(gateway + "?charset=" + charset.wireName())).append("\">\n");
        parameters
                .asMap()
                .forEach(
                        (name, value) ->
                                html.append("<input type=\"hidden\" name=\"")
                                        .append(escape(name))
                                        .append("\" value=\"")
                                        .append(escape(value))
                                        .append("\">\n"));
        return html.append("<input type=\"submit\" value=\"立即支付\" style=\"display:none\">\n")
                .append("</form>\n<script>document.forms[0].submit();</script>")
                .toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The method only. */
    @Override
    public String toString() {
        return "SignedRequest[" + parameters.get("method") + "]";
    }
}
