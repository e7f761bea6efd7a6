package dev.handfast.web;

import io.helidon.webserver.http.ServerRequest;

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
     * not read at all; from a client that is too slow the connection is taken away.
     */
    static Body read(ServerRequest request, int bytesMax) {
        return read(request, bytesMax, READ_TIME_MAX);
    }

    /** The same, with another patience. */
    static Body read(ServerRequest request, int bytesMax, Duration patience) {
        OptionalLong announced = request.headers().contentLength();
        if (announced.isPresent() && announced.getAsLong() > bytesMax) {
            return new TooLarge(bytesMax);
        }
        if (!request.content().hasEntity()) {
            return new Whole(new byte[0]);
        }
        Deadline deadline = Deadline.of(patience);
        try (InputStream in = request.content().inputStream()) {
            return announced.isPresent()
                    ? exactly(in, (int) announced.getAsLong())
                    : atMost(in, bytesMax);
        } catch (IOException | UncheckedIOException gone) {
            return new CutOff();
        } finally {
            deadline.met();
        }
    }

    private static Body exactly(InputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        return in.readNBytes(bytes, 0, length) == length ? new Whole(bytes) : new CutOff();
    }

    private static Body atMost(InputStream in, int bytesMax) throws IOException {
        byte[] bytes = in.readNBytes(bytesMax + 1);
        return bytes.length > bytesMax ? new TooLarge(bytesMax) : new Whole(bytes);
    }
}
