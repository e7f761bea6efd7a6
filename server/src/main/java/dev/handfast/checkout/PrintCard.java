package dev.handfast.checkout;

import dev.handfast.pages.Blocks;
import dev.handfast.pages.Html;
import dev.handfast.sales.Sale;

import io.nayuki.qrcodegen.QrCode;

/**
 * The card of a payment link, to be printed and put up: A6, 105 by 148 millimetres, in black and
 * one colour, in English and Chinese. The code is drawn with much redundancy, since cards are
 * scratched and stained.
 */
final class PrintCard {
    private static final int NAME_LENGTH_MAX = 24;
    private static final int LINE_LENGTH_MAX = 40;

    private static final int QUIET_ZONE = 4;

    private PrintCard() {}

    static Html draw(String address, String merchant, Sale sale) {
        QrCode code = QrCode.encodeText(address, QrCode.Ecc.QUARTILE);
        int size = code.size + 2 * QUIET_ZONE;
        return Html.of(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="105mm" height="148mm"\
                 viewBox="0 0 105 148" role="img" aria-label="{}">
                <rect width="105" height="148" fill="#fff"/>
                <rect width="105" height="9" fill="#0b6e5f"/>
                <g font-family="system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif"\
                 text-anchor="middle" fill="#17232b">
                <text x="52.5" y="21" font-size="{}" font-weight="700">{}</text>
                <text x="52.5" y="29.5" font-size="4.6" fill="#55626c">{}</text>
                <text x="52.5" y="116" font-size="8.5" font-weight="700">{}</text>
                <text x="52.5" y="126" font-size="5.4" font-weight="600">Scan to pay</text>
                <text x="52.5" y="133.5" font-size="5.4" font-weight="600">扫码付款</text>
                <text x="52.5" y="143" font-size="2.5" fill="#55626c">{}</text>
                </g>
                <svg x="16.5" y="34" width="72" height="72" viewBox="0 0 {} {}"\
                 shape-rendering="crispEdges"><path d="{}" fill="#000"/></svg>
                </svg>
                """,
                merchant,
                merchant.length() > NAME_LENGTH_MAX / 2 ? "6.5" : "9",
                cut(merchant, NAME_LENGTH_MAX),
                cut(sale.description(), LINE_LENGTH_MAX),
                Blocks.plain(sale.total()),
                address,
                size,
                size,
                path(code));
    }

    private static String path(QrCode code) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append("M%d %dh1v1h-1z".formatted(x + QUIET_ZONE, y + QUIET_ZONE));
                }
            }
        }
        return path.toString();
    }

    private static String cut(String text, int lengthMax) {
        int characters = text.codePointCount(0, text.length());
        return characters <= lengthMax
                ? text
                : text.substring(0, text.offsetByCodePoints(0, lengthMax - 1)) + "…";
    }
}
