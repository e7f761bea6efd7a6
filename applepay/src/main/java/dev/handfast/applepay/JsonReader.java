package dev.handfast.applepay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON text (RFC 8259), strictly and within {@link Limits}: no name twice, no lone
 * surrogate, nothing after the value. Messages give positions, never content.
 */
final class JsonReader {
    private final String text;
    private final Refusal why;

    /** All of the text is printable ASCII, as a genuine token is: strings need no closer look. */
    private final boolean plain;

    private int at;
    private int values;

    private JsonReader(String text, Refusal why) {
        this.text = text;
        this.why = why;
        this.plain = isPrintableAscii(text);
    }

    /** One pass without a branch per character, which the compiler turns into vector code. */
    private static boolean isPrintableAscii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int signs = 0;
        for (byte b : bytes) {
            signs |= b - 0x20; // negative for control characters and for parts of longer ones
        }
        return signs >= 0;
    }

    /** Reads the whole text as one value, or refuses with the given reason. */
    static Json read(String text, Refusal why) throws RefusedException {
        JsonReader reader = new JsonReader(text, why);
        reader.skipSpace();
        Json value = reader.value(0);
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.refused("the end of the JSON text");
        }
        return value;
    }

    private Json value(int depth) throws RefusedException {
        if (depth > Limits.JSON_DEPTH_MAX) {
            throw refused("at most " + Limits.JSON_DEPTH_MAX + " levels");
        }
        values++;
        if (values > Limits.JSON_VALUES_MAX) {
            throw refused("at most " + Limits.JSON_VALUES_MAX + " values");
        }
        return switch (peek()) {
            case '{' -> members(depth);
            case '[' -> values(depth);
            case '"' -> new Json.Text(string());
            case 't' -> literal("true", Json.Literal.TRUE);
            case 'f' -> literal("false", Json.Literal.FALSE);
            case 'n' -> literal("null", Json.Literal.NULL);
            default -> number();
        };
    }

    private Json members(int depth) throws RefusedException {
        at++;
        Map<String, Json> byName = new LinkedHashMap<>();
        skipSpace();
        if (peek() == '}') {
            at++;
            return new Json.Members(byName);
        }
        while (true) {
            skipSpace();
            if (peek() != '"') {
                throw refused("a name in quotes");
            }
            String name = string();
            skipSpace();
            take(':');
            skipSpace();
            Json value = value(depth + 1);
            if (byName.put(name, value) != null) {
                throw refused("each name once in an object");
            }
            skipSpace();
            if (peek() != ',') {
                take('}');
                return new Json.Members(byName);
            }
            at++;
        }
    }

    private Json values(int depth) throws RefusedException {
        at++;
        List<Json> list = new ArrayList<>();
        skipSpace();
        if (peek() == ']') {
            at++;
            return new Json.Values(list);
        }
        while (true) {
            skipSpace();
            list.add(value(depth + 1));
            skipSpace();
            if (peek() != ',') {
                take(']');
                return new Json.Values(list);
            }
            at++;
        }
    }

    private String string() throws RefusedException {
        at++;
        int start = at;
        int end = plain ? text.indexOf('"', start) : endOfPlainPart(start);
        if (end < 0 || (plain && text.indexOf('\\', start, end) >= 0)) {
            end = endOfPlainPart(start);
        }
        if (end < text.length() && text.charAt(end) == '"') {
            at = end + 1;
            return text.substring(start, end);
        }
        at = end;
        return stringWithEscapes(new StringBuilder(text.substring(start, end)));
    }

    private int endOfPlainPart(int start) {
        int i = start;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < 0x20 || Character.isSurrogate(c)) {
                return i;
            }
            i++;
        }
        return i;
    }

    private String stringWithEscapes(StringBuilder result) throws RefusedException {
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                break;
            }
            if (c < 0x20) {
                throw refused("control characters escaped");
            }
            result.append(c == '\\' ? escape() : c);
        }
        for (int i = 0; i < result.length(); i++) {
            char c = result.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < result.length()
                    && Character.isLowSurrogate(result.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw refused("surrogates in pairs");
            }
        }
        return result.toString();
    }

    private char escape() throws RefusedException {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw refused("one of JSON's escapes");
        };
    }

    private char unicode() throws RefusedException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0 || peek() > 'f') {
                throw refused("four hex digits");
            }
            value = value << 4 | digit;
            at++;
        }
        return (char) value;
    }

    private Json literal(String name, Json.Literal literal) throws RefusedException {
        if (!text.startsWith(name, at)) {
            throw refused("a JSON value");
        }
        at += name.length();
        return literal;
    }

    private Json number() throws RefusedException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return new Json.Numeral(text.substring(start, at));
    }

    private void digits() throws RefusedException {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw refused("a JSON value");
        }
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private char peek() throws RefusedException {
        if (at >= text.length()) {
            throw refused("more text");
        }
        return text.charAt(at);
    }

    private void take(char wanted) throws RefusedException {
        if (peek() != wanted) {
            throw refused("'" + wanted + "'");
        }
        at++;
    }

    private RefusedException refused(String expected) {
        String got =
                at < text.length() ? "something else at character " + at : "the end of the text";
        return new RefusedException(why, expected, got);
    }
}
