package dev.handfast.web;

import io.helidon.webserver.http.ServerRequest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalLong;

/** A request's body as it was read, or why it was not. */
public sealed interface Body {
    /** How long a client may take to send a body, in all. */
    Duration READ_TIME_MAX = Duration.ofSeconds(20);

    /**
     * The whole body; empty where there was none.
     *
     * @param bytes what was sent, not shared with anybody
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once; never compared
    record Whole(byte[] bytes) implements Body {}

    /** It has more bytes than are read here. */
    record TooLarge(int bytesMax) implements Body {}

    /** The client was too slow, or went away in the middle. */
    record CutOff() implements Body {}

    /**
     * Reads a body of at most {@code bytesMax} bytes. A body that says at once that it is larger is
     * not read at all.
     */
    static Body read(ServerRequest request, int bytesMax) {
        OptionalLong announced = request.headers().contentLength();
        if (announced.isPresent() && announced.getAsLong() > bytesMax) {
            return new TooLarge(bytesMax);
        }
        if (!request.content().hasEntity()) {
            return new Whole(new byte[0]);
        }
        // A monotonic time and not the clock: this is about this client's patience with us.
        long deadline = System.nanoTime() + READ_TIME_MAX.toNanos();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] part = new byte[Math.min(8_192, bytesMax + 1)];
        try (InputStream in = request.content().inputStream()) {
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                out.write(part, 0, count);
                if (out.size() > bytesMax) {
                    return new TooLarge(bytesMax);
                }
                if (System.nanoTime() - deadline > 0) {
                    return new CutOff();
                }
            }
        } catch (IOException | UncheckedIOException gone) {
            return new CutOff();
        }
        return new Whole(out.toByteArray());
    }
}
