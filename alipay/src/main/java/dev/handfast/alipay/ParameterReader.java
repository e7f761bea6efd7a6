package dev.handfast.alipay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Collects the parameters of query and body, decodes them in the character set the request names
 * itself, and finds those that contradict each other.
 *
 * <p>The set is named by the {@code charset} parameter, else by the Content-Type, else it is UTF-8.
 * That parameter may stand in the query and in the body in different letter case, as PHP
 * integrations send it; the one of the body is then the one that was signed.
 */
final class ParameterReader {
    /** Parameters, or why there are none; the character set is known or assumed either way. */
    sealed interface Result {
        record Collected(Parameters parameters, WireCharset charset) implements Result {}

        record Refused(GatewayError error, WireCharset charset, String method) implements Result {}
    }

    /** One name and its value, percent-decoded but not yet text. */
    @SuppressWarnings("ArrayRecordComponent") // lives inside one call
    record RawPair(byte[] name, byte[] value, Source source) {}

    enum Source {
        QUERY,
        BODY
    }

    /** Why the reader gave up; thrown and caught inside this package only, it unwinds the loops. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;
        private final transient GatewayError error;

        MalformedException(GatewayError error) {
            super(error.subMsg(), null, false, false);
            this.error = error;
        }

        GatewayError error() {
            return error;
        }
    }

    private ParameterReader() {}

    static Result read(RawRequest raw) {
        var pairs = new ArrayList<RawPair>();
        try {
            collect(raw, pairs);
            WireCharset charset = charset(pairs, raw.contentType());
            return new Result.Collected(decode(pairs, charset), charset);
        } catch (MalformedException malformed) {
            return new Result.Refused(
                    malformed.error(), charsetForReply(pairs), onlyValue(pairs, "method"));
        }
    }

    private static void collect(RawRequest raw, List<RawPair> pairs) throws MalformedException {
        if (raw.query().length() > Limits.QUERY_CHARS_MAX) {
            throw invalid("the query has at most " + Limits.QUERY_CHARS_MAX + " characters");
        }
        if (raw.body().length > Limits.BODY_BYTES_MAX) {
            throw invalid("the body has at most " + Limits.BODY_BYTES_MAX + " bytes");
        }
        byte[] query = raw.query().getBytes(StandardCharsets.UTF_8);
        UrlForm.split(query, Source.QUERY, pairs);
        if (raw.body().length == 0) {
            return;
        }
        String type = raw.contentType().toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/form-data")) {
            MultipartForm.split(raw.body(), raw.contentType(), pairs);
        } else if (type.isEmpty() || type.startsWith("application/x-www-form-urlencoded")) {
            UrlForm.split(raw.body(), Source.BODY, pairs);
        } else {
            throw invalid(
                    "the body is an urlencoded or multipart form, its Content-Type says otherwise");
        }
    }

    private static WireCharset charset(List<RawPair> pairs, String contentType)
            throws MalformedException {
        var named = values(pairs, "charset");
        if (named.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().count() > 1) {
            throw new MalformedException(contradiction("charset"));
        }
        if (!named.isEmpty() && !named.getLast().isEmpty()) {
            return WireCharset.parse(named.getLast())
                    .orElseThrow(
                            () ->
                                    new MalformedException(
                                            GatewayFault.INVALID_CHARSET.error(
                                                    "charset 只支持 UTF-8 和 GBK")));
        }
        return WireCharset.ofContentType(contentType).orElse(WireCharset.UTF_8);
    }

    private static Parameters decode(List<RawPair> pairs, WireCharset charset)
            throws MalformedException {
        var values = new TreeMap<String, String>();
        for (RawPair pair : pairs) {
            String name = text(pair.name(), charset, "a parameter's name");
            String value = text(pair.value(), charset, name);
            String before = values.put(name, value);
            // Letter case apart, charset was found to agree; the last one, from the body, stays.
            if (before != null && !before.equals(value) && !name.equals("charset")) {
                throw new MalformedException(contradiction(name));
            }
        }
        return Parameters.of(values);
    }

    private static String text(byte[] bytes, WireCharset charset, String what)
            throws MalformedException {
        return charset.decode(bytes, bytes.length)
                .orElseThrow(
                        () ->
                                new MalformedException(
                                        GatewayFault.INVALID_CHARSET.error(
                                                what + " 不是有效的 " + charset.wireName() + " 字节")));
    }

    /** The character set of a refusal: the one asked for if it can be told at all. */
    private static WireCharset charsetForReply(List<RawPair> pairs) {
        return WireCharset.parse(onlyValue(pairs, "charset")).orElse(WireCharset.UTF_8);
    }

    /** The one value of this name, or empty when it is missing or contradicts itself. */
    private static String onlyValue(List<RawPair> pairs, String name) {
        var distinct = values(pairs, name).stream().distinct().toList();
        return distinct.size() == 1 ? distinct.getFirst() : "";
    }

    /** The values of a name that is ASCII by the protocol, in order of appearance. */
    private static List<String> values(List<RawPair> pairs, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
        return pairs.stream()
                .filter(pair -> Arrays.equals(pair.name(), wanted))
                .map(pair -> new String(pair.value(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static GatewayError contradiction(String name) {
        return GatewayFault.SUSPECTED_ATTACK.error(name + " 重复出现且取值不同");
    }

    static MalformedException invalid(String detail) {
        return new MalformedException(GatewayFault.INVALID_PARAMETER.error(detail));
    }

    /** Adds a pair, unless that is one too many or its name is impossible. */
    static void add(List<RawPair> pairs, RawPair pair) throws MalformedException {
        if (pair.name().length == 0 || pair.name().length > Limits.NAME_BYTES_MAX) {
            throw invalid("a parameter's name has 1 to " + Limits.NAME_BYTES_MAX + " bytes");
        }
        if (pairs.size() == Limits.PARAMETERS_MAX) {
            throw invalid("a request has at most " + Limits.PARAMETERS_MAX + " parameters");
        }
        pairs.add(pair);
    }
}
