package dev.handfast.home;

import io.nayuki.qrcodegen.QrCode;

/** Draws a QR code as SVG. */
final class QrSvg {
    private static final int QUIET_ZONE = 4;

    private QrSvg() {}

    static String draw(String text) {
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
        return """
        <svg xmlns="http://www.w3.org/2000/svg" class="qr" role="img"\
         aria-label="QR code of the order" viewBox="0 0 %d %d">\
        <rect width="%d" height="%d" fill="#fff"/><path d="%s" fill="#000"/></svg>\
        """
                .formatted(size, size, size, size, path);
    }
}
