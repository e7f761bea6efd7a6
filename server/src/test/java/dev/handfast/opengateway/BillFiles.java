package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.money.Money;
import dev.handfast.testing.World;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Fetches bills as a merchant does, and takes them apart. */
final class BillFiles {
    private static final String PUBLIC_URL = "https://pay.example";
    private static final Charset GBK = Charset.forName("GBK");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private BillFiles() {}

    /** What an address gives; its server is the test's own. */
    static HttpResponse<byte[]> fetch(TestGateway gateway, String address) throws Exception {
        assertTrue(address.startsWith(PUBLIC_URL + "/bills/download"), address);
        String here =
                gateway.url().replace("/gateway.do", "") + address.substring(PUBLIC_URL.length());
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(here)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The lines of the files of the archive at a good address, by their names. */
    static SequencedMap<String, List<String>> files(TestGateway gateway, String address)
            throws Exception {
        HttpResponse<byte[]> archive = fetch(gateway, address);
        assertEquals(200, archive.statusCode());
        assertEquals("application/zip", archive.headers().firstValue("Content-Type").orElse(""));
        return unzip(archive.body());
    }

    private static SequencedMap<String, List<String>> unzip(byte[] archive) throws IOException {
        SequencedMap<String, List<String>> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive), GBK)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                // A decoder of its own does not replace what is no GBK, but refuses it.
                String text =
                        GBK.newDecoder().decode(ByteBuffer.wrap(zip.readAllBytes())).toString();
                assertTrue(text.endsWith("\r\n"), entry::getName);
                files.put(entry.getName(), Arrays.asList(text.split("\r\n")));
            }
        }
        return files;
    }

    /** The cells of the rows between header and end. */
    static List<String[]> rows(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("#"))
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }

    /** Yuan, with a sign, in fen. */
    static long fen(String yuan) {
        return Money.parse(yuan.strip().replace("-", ""), World.CNY).orElseThrow().minor()
                * (yuan.startsWith("-") ? -1 : 1);
    }
}
