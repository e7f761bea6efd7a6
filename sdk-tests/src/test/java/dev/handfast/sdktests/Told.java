package dev.handfast.sdktests;

import tools.jackson.databind.JsonNode;

import java.util.Locale;
import java.util.Optional;

/** What a client made of an answer. */
interface Told {
    /** The code of a refusal; empty where there is none. */
    String refusal();

    /** A field by its name on the wire; empty where it is absent. */
    String get(String name);

    /** An answer that the client has read into an object of the method's own type. */
    static Told read(Object answer, String refusal) {
        return new Told() {
            @Override
            public String refusal() {
                return refusal;
            }

            @Override
            public String get(String name) {
                try {
                    Object value =
                            answer.getClass().getMethod("get" + camel(name, "_")).invoke(answer);
                    return Optional.ofNullable(value).map(Object::toString).orElse("");
                } catch (ReflectiveOperationException absent) {
                    throw new IllegalStateException("the client knows no " + name, absent);
                }
            }
        };
    }

    /** An answer that the client gives as it stands. */
    static Told read(JsonNode answer) {
        return new Told() {
            @Override
            public String refusal() {
                return get("sub_code");
            }

            @Override
            public String get(String name) {
                return answer.path(name).asString("");
            }
        };
    }

    /** A refusal of which the client tells no more than its code. */
    static Told refused(String code) {
        return read(new Object(), code);
    }

    /** A name of the wire as a name of Java: {@code auth_no} as {@code AuthNo}. */
    static String camel(String name, String separator) {
        StringBuilder camel = new StringBuilder();
        for (String part : name.split(java.util.regex.Pattern.quote(separator), -1)) {
            camel.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
        }
        return camel.toString();
    }
}
