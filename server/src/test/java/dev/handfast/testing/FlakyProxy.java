package dev.handfast.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A way to a server on this machine that loses answers when told to.
 *
 * <p>Requests go through; once {@link #loseNextAnswer} is called, the next answer of the server is
 * dropped and the connection cut, so the server has done what the client will never hear of.
 */
public final class FlakyProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final int serverPort;
    private final ServerSocket listener;
    private final AtomicBoolean loseNext = new AtomicBoolean();

    private FlakyProxy(int serverPort, ServerSocket listener) {
        this.serverPort = serverPort;
        this.listener = listener;
    }

    /** Opens a way to the port of the loopback interface. */
    public static FlakyProxy to(int serverPort) {
        try {
            var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var proxy = new FlakyProxy(serverPort, listener);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the port on which to come in. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Loses the next answer, and the connection it was for. */
    public void loseNextAnswer() {
        loseNext.set(true);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                Thread.ofVirtual().start(() -> pump(client, server, new AtomicBoolean()));
                Thread.ofVirtual().start(() -> pump(server, client, loseNext));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** Copies until either side ends, or the answer in hand is to be lost. */
    private static void pump(Socket source, Socket sink, AtomicBoolean lose) {
        try (source;
                sink;
                InputStream in = source.getInputStream();
                OutputStream out = sink.getOutputStream()) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (lose.compareAndSet(true, false)) {
                    return;
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException ended) {
            // The other direction has ended, which is how a connection ends here.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
