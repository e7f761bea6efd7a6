package dev.handfast.sdktests;

import java.util.List;
import java.util.SplittableRandom;

/** What a network, or somebody between client and server, does to one request. */
enum Fault {
    /** Nothing. */
    NONE,
    /** The connection breaks before the request is passed on. */
    LOSE_REQUEST,
    /** The server does its work, and the connection breaks before its answer gets through. */
    LOSE_ANSWER,
    /** The answer is late. */
    DELAY,
    /** The request reaches the server twice, at the same moment. */
    DUPLICATE,
    /** The request is not passed on; somebody in between answers for the server. */
    ANSWER_500,
    /** The same with another status. */
    ANSWER_503,
    /** The same with another status. */
    ANSWER_409,
    /** The server does its work, and somebody in between says that it is away. */
    DENY_ANSWER;

    /** Both official clients give up after this many tries, as the tests set them up. */
    static final int TRIES_MAX = 4;

    private static final List<Fault> ALL = List.of(values());

    /**
     * What happens to a try: about every third goes wrong, but never the last one.
     *
     * @param label names the request, the same in every run
     * @param attempt from 0
     */
    static Fault of(long seed, String label, int attempt) {
        if (attempt >= TRIES_MAX - 1) {
            return NONE;
        }
        SplittableRandom random =
                new SplittableRandom(seed ^ ((long) label.hashCode() << 8) ^ attempt);
        return random.nextInt(3) > 0 ? NONE : ALL.get(1 + random.nextInt(ALL.size() - 1));
    }
}
