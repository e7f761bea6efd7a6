package dev.handfast.alipay;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The decoded parameters of a request, notification or return, by name.
 *
 * <p>Values are the text exactly as the sender meant it: percent-decoded, turned into characters,
 * and nothing else. The signature is over this text, so it is never parsed and written again.
 */
public final class Parameters {
    /** What a signed text does with empty parameters. */
    public enum Empties {
        /** They are left out, as the Java, PHP and EasySDK clients do; blanks count as empty. */
        DROPPED,
        /** They stand as {@code name=}, as the Node client does. */
        KEPT
    }

    private final SortedMap<String, String> values;

    private Parameters(SortedMap<String, String> values) {
        this.values = values;
    }

    /** These parameters; later changes of the map have no effect. */
    public static Parameters of(Map<String, String> values) {
        return new Parameters(new TreeMap<>(values));
    }

    /** The value, or the empty text when it is absent. The protocol does not tell the two apart. */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** The value, or nothing when it is absent or empty. */
    public Optional<String> find(String name) {
        return Optional.of(get(name)).filter(value -> !value.isEmpty());
    }

    /** All of them in the order of their names; cannot be changed. */
    public SortedMap<String, String> asMap() {
        return Collections.unmodifiableSortedMap(values);
    }

    /** The same with this one set. */
    public Parameters with(String name, String value) {
        var more = new TreeMap<>(values);
        more.put(name, value);
        return new Parameters(more);
    }

    /**
     * The text to sign: {@code name=value} joined with {@code &} in the order of the names, values
     * as they are.
     *
     * <p>Source: {@code AlipaySignature.getSignContent} and {@code getSignCheckContentV1/V2} of the
     * Java client.
     *
     * @param omitted names left out, {@code sign} above all
     */
    public String signedText(Empties empties, Set<String> omitted) {
        var text = new StringBuilder(512);
        for (var parameter : values.entrySet()) {
            String value = parameter.getValue();
            if (omitted.contains(parameter.getKey())
                    || (empties == Empties.DROPPED && value.isBlank())) {
                continue;
            }
            if (!text.isEmpty()) {
                text.append('&');
            }
            text.append(parameter.getKey()).append('=').append(value);
        }
        return text.toString();
    }

    boolean hasEmpties() {
        return values.values().stream().anyMatch(String::isBlank);
    }

    /** The names only: values may be personal or secret. */
    @Override
    public String toString() {
        return "Parameters" + values.keySet();
    }
}
