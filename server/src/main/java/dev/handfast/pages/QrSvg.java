package dev.handfast.pages;

import io.nayuki.qrcodegen.QrCode;

/** Draws QR codes as SVG. */
public final class QrSvg {
    private static final int QUIET_ZONE = 4;

    private QrSvg() {}

    /**
     * The text as a QR code, black on white with its quiet zone, of the size its surroundings give
     * it.
     *
     * @param label what the picture is, for those who do not see it
     */
    public static Html draw(String text, String label) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        int size = code.size + 2 * QUIET_ZONE;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append("M%d %dh1v1h-1z".formatted(x + QUIET_ZONE, y + QUIET_ZONE));
                }
            }
        }
        return Html.of(
                """
                <svg xmlns="http://www.w3.org/2000/svg" class="qr" role="img"\
                 aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">\
                <rect width="{}" height="{}" fill="#fff"/><path d="{}" fill="#000"/></svg>\
                """,
                label,
                size,
                size,
                size,
                size,
                path.toString());
    }
}
