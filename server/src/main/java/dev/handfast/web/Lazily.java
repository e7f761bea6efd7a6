package dev.handfast.web;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** Values that are made when they are first asked for, as few ask for them. */
public final class Lazily {
    private Lazily() {}

    /** A value made at most once; a failure is not kept, so whoever asks next tries again. */
    public static <T> Supplier<T> once(Supplier<T> make) {
        return new Supplier<>() {
            private @Nullable T made;

            @Override
            public synchronized T get() {
                T known = made;
                if (known == null) {
                    known = make.get();
                    made = known;
                }
                return known;
            }
        };
    }
}
