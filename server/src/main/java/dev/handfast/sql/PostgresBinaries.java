package dev.handfast.sql;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * The programs of PostgreSQL, packed in a jar for each platform and unpacked once per version.
 *
 * <p>The folder is named after the checksum of the archive, so a new version gets a new folder. The
 * archive is unpacked beside it and renamed into place, so that a folder that exists is whole, and
 * two processes that unpack at once do no harm: the second finds the first one's work.
 */
final class PostgresBinaries {
    private static final Set<PosixFilePermission> PROGRAM =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private final URL archive;

    private PostgresBinaries(URL archive) {
        this.archive = archive;
    }

    /**
     * Finds the archive for this platform.
     *
     * @throws PostgresNotStarted if there is none
     */
    static PostgresBinaries find() {
        return new PostgresBinaries(
                archive(platform(System.getProperty("os.name"), System.getProperty("os.arch"))));
    }

    /** Returns the folder with {@code bin}, {@code lib} and {@code share} inside. */
    Path unpacked(Path cache, Consumer<String> progress) throws IOException {
        Path target = cache.resolve("postgresql-" + fingerprint(archive));
        if (Files.isDirectory(target)) {
            return target;
        }
        progress.accept("unpacking PostgreSQL to " + target + " (once)");
        Files.createDirectories(cache);
        Path part = Files.createTempDirectory(cache, target.getFileName() + ".part-");
        try (InputStream in = archive.openStream()) {
            unpack(in, part);
            Files.setPosixFilePermissions(part, PROGRAM); // Temporary folders are private.
            moveIntoPlace(part, target);
        } finally {
            Folders.delete(part);
        }
        return target;
    }

    private static void moveIntoPlace(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException occupied) {
            if (!Files.isDirectory(target)) { // Else another process was quicker.
                throw occupied;
            }
        }
    }

    static URL archive(String platform) {
        URL archive = PostgresBinaries.class.getResource("/postgres-%s.txz".formatted(platform));
        if (archive == null) {
            throw new PostgresNotStarted(
                    """
                    no PostgreSQL is bundled for %s; give the address of one (--database-url), \
                    version 15 or newer\
                    """
                            .formatted(platform));
        }
        return archive;
    }

    /** The platform as the archives name it, from the two system properties. */
    static String platform(String system, String architecture) {
        String processor =
                switch (architecture) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> architecture;
                };
        return system.toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + processor;
    }

    /** The checksum of the archive; a jar has it ready in its directory. */
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        long crc =
                connection instanceof JarURLConnection jar
                        ? jar.getJarEntry().getCrc()
                        : crcByReading(archive);
        return HexFormat.of().toHexDigits(crc, 8);
    }

    private static long crcByReading(URL archive) throws IOException {
        var crc = new CRC32();
        try (InputStream in = archive.openStream()) {
            crc.update(in.readAllBytes());
        }
        return crc.getValue();
    }

    private static void unpack(InputStream archive, Path folder) throws IOException {
        try (var tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("archive entry leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    unpackFile(tar, entry, path);
                }
            }
        }
    }

    private static void unpackFile(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
            throws IOException {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(false); // Before the rename: a folder in place is whole after a crash too.
        }
        Files.setPosixFilePermissions(path, permissions(entry.getMode()));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        boolean program = (mode & 0b001_000_000) != 0;
        var permissions = EnumSet.copyOf(PROGRAM);
        if (!program) {
            permissions.removeAll(
                    Set.of(
                            PosixFilePermission.OWNER_EXECUTE,
                            PosixFilePermission.GROUP_EXECUTE,
                            PosixFilePermission.OTHERS_EXECUTE));
        }
        return permissions;
    }
}
