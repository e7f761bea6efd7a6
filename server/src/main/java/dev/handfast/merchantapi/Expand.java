package dev.handfast.merchantapi;

import java.util.List;

/**
 * Whether the charge is to be shown in full instead of by its id.
 *
 * @param wanted whether
 */
record Expand(boolean wanted) {
    /** Reads {@code expand[]}; only {@code allowed} can be expanded. */
    static Expand read(Params params, String allowed) {
        List<String> paths = params.words("expand", 100, 10);
        for (String path : paths) {
            if (!path.equals(allowed)) {
                params.refuse(
                        "expand",
                        ApiCode.PARAMETER_INVALID,
                        "This property cannot be expanded (%s); %s can"
                                .formatted(Params.shown(path), allowed));
            }
        }
        return new Expand(!paths.isEmpty());
    }
}
