package dev.handfast.demo;

import io.nayuki.qrcodegen.QrCode;

import java.util.ArrayList;
import java.util.List;

/** Draws a QR code with half blocks, two rows of modules to a line of text. */
final class QrText {
    private static final int QUIET_ZONE = 2;

    private QrText() {}

    static List<String> draw(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
        List<String> lines = new ArrayList<>();
        for (int y = -QUIET_ZONE; y < code.size + QUIET_ZONE; y += 2) {
            StringBuilder line = new StringBuilder();
            for (int x = -QUIET_ZONE; x < code.size + QUIET_ZONE; x++) {
                // Light modules are drawn, so that the code reads on a dark terminal.
                boolean upper = !code.getModule(x, y);
                boolean lower = !code.getModule(x, y + 1);
                line.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
