package dev.handfast.merchantapi;

import java.util.List;

/**
 * What is to be shown in full instead of by its id.
 *
 * @param paths such as {@code latest_charge}
 */
record Expand(List<String> paths) {
    /** Copies the list. */
    Expand {
        paths = List.copyOf(paths);
    }

    /** Reads {@code expand[]}; in a list the paths begin with {@code data.}. */
    static Expand read(Params params) {
        return new Expand(
                params.texts("expand").stream()
                        .map(path -> path.startsWith(DATA) ? path.substring(DATA.length()) : path)
                        .toList());
    }

    private static final String DATA = "data.";

    Expand without(String path) {
        return new Expand(paths.stream().filter(one -> !one.equals(path)).toList());
    }

    boolean wants(String path) {
        return paths.contains(path);
    }
}
