package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads {@code auth_code}, the payment code that a merchant has scanned. It is as good as money, so
 * no message shows it.
 */
final class AuthCode {
    static final Param PARAM = Param.secret("auth_code").required();

    /** The official form. */
    private static final Pattern FORM = Pattern.compile("(2[5-9]|30)[0-9]{14,22}");

    private AuthCode() {}

    /**
     * The code.
     *
     * @param invalid how the method says that a code is not one
     */
    static String read(Fields fields, Function<String, GatewayError> invalid) {
        Optional<String> code = fields.secret(PARAM.name());
        if (code.isPresent() && !FORM.matcher(code.get()).matches()) {
            fields.refuse(
                    invalid.apply(
                            "auth_code has 16 to 24 digits and begins 25 to 30, got %d characters"
                                    .formatted(code.get().length())));
        }
        return code.orElse("");
    }
}
