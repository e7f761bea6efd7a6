package dev.handfast.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock on a data folder, so that it serves one process at a time.
 *
 * <p>It is a lock of the operating system on the file {@code handfast.lock}, which ends with the
 * process however that ends, and never has to be cleared by hand. The file tells the process id of
 * the holder, for the message.
 */
final class FolderLock implements AutoCloseable {
    /**
     * Folders locked by this process. A process that closes any handle of a file loses its lock on
     * it, so a second attempt must be turned away before it opens the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final String FILE = "handfast.lock";

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Locks the folder, which must exist.
     *
     * @throws PostgresNotStarted if another process, or this one, has it
     */
    static FolderLock take(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (!HELD.add(real)) {
            throw inUse(real, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new FolderLock(real, lock(real));
        } catch (Throwable failure) {
            HELD.remove(real);
            throw failure;
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse(folder, Files.readString(file).strip());
            }
            channel.truncate(0);
            String holder = ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(holder.getBytes(UTF_8)), 0);
            return channel;
        } catch (Throwable failure) {
            channel.close();
            throw failure;
        }
    }

    private static PostgresNotStarted inUse(Path folder, String holder) {
        return new PostgresNotStarted(
                """
                data folder %s: in use by another Handfast, process %s; \
                stop that one or give this one another folder (--data)\
                """
                        .formatted(folder, holder.isEmpty() ? "unknown" : holder));
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(folder);
    }
}
