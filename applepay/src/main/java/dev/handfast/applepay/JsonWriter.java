package dev.handfast.applepay;

import java.util.Map;

/** Writes JSON without white space (RFC 8259), members in the order they were put. */
final class JsonWriter {
    private JsonWriter() {}

    static String write(Json json) {
        StringBuilder out = new StringBuilder();
        write(json, out);
        return out.toString();
    }

    private static void write(Json json, StringBuilder out) {
        switch (json) {
            case Json.Members(Map<String, Json> byName) -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<String, Json> member : byName.entrySet()) {
                    out.append(separator);
                    quote(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                    separator = ",";
                }
                out.append('}');
            }
            case Json.Values(var values) -> {
                out.append('[');
                String separator = "";
                for (Json value : values) {
                    out.append(separator);
                    write(value, out);
                    separator = ",";
                }
                out.append(']');
            }
            case Json.Text(String value) -> quote(value, out);
            case Json.Numeral(String digits) -> out.append(digits);
            case Json.Literal literal ->
                    out.append(
                            switch (literal) {
                                case TRUE -> "true";
                                case FALSE -> "false";
                                case NULL -> "null";
                            });
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
