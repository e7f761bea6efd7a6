package dev.handfast.alipay;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The archive of a bill: CSV files of one character set, their names in the same. In GBK the names
 * carry no sign that they are, exactly as the official archives. Equal bills give equal bytes.
 */
final class BillZip implements AutoCloseable {
    private final ZipOutputStream zip;
    private final WireCharset charset;
    private final LocalDateTime date;

    BillZip(OutputStream out, WireCharset charset, BillHeading heading) {
        this.zip = new ZipOutputStream(out, charset.charset());
        this.charset = charset;
        this.date = LocalDateTime.ofInstant(heading.exportedAt(), WireTime.ZONE);
    }

    /** Writes the lines of one file. */
    interface Lines {
        void write(LineWriter lines) throws IOException;
    }

    /** Takes one line at a time. */
    interface LineWriter {
        void line(String line) throws IOException;
    }

    void file(String name, Lines lines) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(date);
        zip.putNextEntry(entry);
        // What the character set lacks becomes a question mark; a bill must not fail for a name.
        var encoder =
                charset.charset()
                        .newEncoder()
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .onMalformedInput(CodingErrorAction.REPLACE);
        Writer writer = new BufferedWriter(new OutputStreamWriter(zip, encoder));
        lines.write(line -> writer.append(line).append("\r\n"));
        writer.flush();
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.finish();
        zip.flush();
    }
}
