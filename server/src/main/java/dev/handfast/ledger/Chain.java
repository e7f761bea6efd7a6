package dev.handfast.ledger;

import java.time.Instant;

/**
 * The head of a lane's journal: how many transfers it has and the digest of the last one.
 *
 * @param lane 0 to 63
 * @param number how many transfers this lane has written
 * @param digest the digest of the last one; zeros before the first
 * @param at the moment of the last one
 */
record Chain(int lane, long number, Digest digest, Instant at) {
    static final int LANE_BITS = 6;

    static Chain begin(int lane) {
        return new Chain(lane, 0, Digest.ZERO, Instant.EPOCH);
    }

    /** The id of the transfer with this running number. */
    long id(long running) {
        return (running << LANE_BITS) | lane;
    }

    static int laneOf(long id) {
        return (int) (id & ((1 << LANE_BITS) - 1));
    }

    static long numberOf(long id) {
        return id >>> LANE_BITS;
    }
}
