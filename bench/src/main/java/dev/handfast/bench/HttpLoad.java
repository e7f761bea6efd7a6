package dev.handfast.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends prepared requests over a fixed number of kept-alive connections. Plain sockets: the driver
 * shares the machine with the server, and what it uses, the server does not have.
 */
final class HttpLoad {
    private static final long LATENCY_MICROS_MAX = 60_000_000;

    private final int port;
    private final String wanted;
    private final int connections;

    /**
     * A load on a server of this machine.
     *
     * @param wanted what stands in every good answer
     * @param connections how many requests may be under way at a time
     */
    HttpLoad(int port, String wanted, int connections) {
        this.port = port;
        this.wanted = wanted;
        this.connections = connections;
    }

    /**
     * What came of a run.
     *
     * @param seconds from the first request to the last answer
     * @param micros latencies
     * @param errors answers that were not good, and requests without an answer
     * @param example one of those, for people; empty where there is none
     */
    record Result(double seconds, Histogram micros, int errors, String example) {
        double perSecond() {
            return micros.getTotalCount() / seconds;
        }

        double millis(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1_000.0;
        }
    }

    /** Closed loop: every connection sends its next request as soon as it has an answer. */
    Result flatOut(List<byte[]> requests) {
        return run(requests, 0);
    }

    /**
     * Open loop: requests arrive at a constant rate, whatever the server does; latency counts from
     * the moment at which a request was due, so that no stall hides the requests behind it.
     */
    Result at(double perSecond, List<byte[]> requests) {
        return run(requests, 1e9 / perSecond);
    }

    private Result run(List<byte[]> requests, double gapNanos) {
        Shift shift = new Shift(requests, gapNanos);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                var _ = threads.submit(shift::work);
            }
        }
        double seconds = (System.nanoTime() - shift.begin) / 1e9;
        return new Result(seconds, shift.micros, shift.errors.get(), shift.example);
    }

    private final class Shift {
        private final List<byte[]> requests;
        private final double gapNanos;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger errors = new AtomicInteger();
        private final Histogram micros = new ConcurrentHistogram(LATENCY_MICROS_MAX, 3);
        private final long begin = System.nanoTime();
        private volatile String example = "";

        Shift(List<byte[]> requests, double gapNanos) {
            this.requests = requests;
            this.gapNanos = gapNanos;
        }

        /** One connection's share of the requests. */
        private void work() {
            while (next.get() < requests.size()) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setTcpNoDelay(true);
                    OutputStream out = socket.getOutputStream();
                    InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
                    for (int i = next.getAndIncrement();
                            i < requests.size();
                            i = next.getAndIncrement()) {
                        long due = due(i);
                        out.write(requests.get(i));
                        String answer = answer(in);
                        long took = (System.nanoTime() - due) / 1_000;
                        micros.recordValue(Math.min(took, LATENCY_MICROS_MAX));
                        if (!answer.contains(wanted)) {
                            failed(answer);
                        }
                    }
                } catch (IOException broken) {
                    failed(broken.toString());
                }
            }
        }

        private void failed(String why) {
            errors.incrementAndGet();
            example = why;
        }

        /** Waits until a request is due; when it was. */
        private long due(int index) {
            if (gapNanos == 0) {
                return System.nanoTime();
            }
            long due = begin + (long) (index * gapNanos);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return due;
        }
    }

    /** Reads one answer, head and body. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder(512);
        // An empty line ends the head: CR, LF, CR, LF.
        for (int breaks = 0; breaks < 4; ) {
            char next = (char) required(in.read());
            head.append(next);
            breaks = next == (breaks % 2 == 0 ? '\r' : '\n') ? breaks + 1 : 0;
        }
        byte[] body = in.readNBytes(length(head.toString()));
        return head + new String(body, ISO_8859_1);
    }

    private static int required(int octet) throws EOFException {
        if (octet < 0) {
            throw new EOFException("the server closed the connection");
        }
        return octet;
    }

    private static int length(String head) throws IOException {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        throw new IOException("an answer without a length: " + head);
    }
}
