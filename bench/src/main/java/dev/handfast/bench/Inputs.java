package dev.handfast.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Makes many different inputs: with one, the processor learns the branches of it by heart. */
final class Inputs {
    /** How many are enough. */
    static final int MANY = 256;

    private Inputs() {}

    /** {@link #MANY} of what the maker makes. */
    static <T> List<T> make(Callable<T> maker) {
        List<T> made = new ArrayList<>(MANY);
        for (int i = 0; i < MANY; i++) {
            try {
                made.add(maker.call());
            } catch (Exception e) {
                throw new IllegalStateException("an input cannot be made", e);
            }
        }
        return made;
    }

    /** The input of a round; they come again and again. */
    static <T> T of(List<T> inputs, int round) {
        return inputs.get(Math.floorMod(round, inputs.size()));
    }
}
