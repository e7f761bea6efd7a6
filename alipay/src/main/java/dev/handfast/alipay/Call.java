package dev.handfast.alipay;

import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.TreeMap;

/**
 * One call of a method: what a client wants, before it is dated and signed.
 *
 * @param method such as {@code alipay.trade.query}
 * @param biz the business parameters; an object without fields for methods that have none
 * @param common further parameters, such as {@code notify_url}, {@code return_url}, {@code
 *     app_auth_token}
 */
public record Call(String method, ObjectNode biz, Map<String, String> common) {
    /** Copies the common parameters. */
    public Call {
        if (!ReplyForm.isMethodName(method)) {
            throw new IllegalArgumentException(
                    "a method name has lower-case letters, digits, dots and underscores");
        }
        common = Map.copyOf(common);
    }

    /** A call without further parameters. */
    public static Call of(String method, ObjectNode biz) {
        return new Call(method, biz, Map.of());
    }

    /** The same with this common parameter; an empty value is not sent. */
    public Call with(String name, String value) {
        var more = new TreeMap<>(common);
        more.put(name, value);
        return new Call(method, biz, more);
    }
}
