package dev.handfast.opengateway;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The business parameters of a method, or of an object within: all that {@link Fields} may read of
 * them, and the rules it reads them by. What is not declared here is passed over, as the official
 * gateway passes over fields that it does not know.
 */
final class Shape {
    private final Map<String, Param> params;

    private Shape(Collection<Param> params) {
        Map<String, Param> named = new LinkedHashMap<>();
        params.forEach(param -> named.put(param.name(), param));
        this.params = named;
    }

    /** These parameters. */
    static Shape of(Param... params) {
        return new Shape(List.of(params));
    }

    /** These too; one of the same name takes the place of the one before. */
    Shape with(Param... more) {
        Map<String, Param> all = new LinkedHashMap<>(params);
        List.of(more).forEach(param -> all.put(param.name(), param));
        return new Shape(all.values());
    }

    /** All of the other's parameters too. */
    Shape with(Shape other) {
        return with(other.params.values().toArray(Param[]::new));
    }

    /** In the order of the declaration. */
    List<Param> params() {
        return List.copyOf(params.values());
    }

    /** The parameter with this name. */
    Param get(String name) {
        return Optional.ofNullable(params.get(name))
                .orElseThrow(() -> new IllegalArgumentException(name + " is not declared"));
    }
}
