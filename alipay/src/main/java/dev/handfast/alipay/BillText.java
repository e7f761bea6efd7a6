package dev.handfast.alipay;

/** Cells of a bill. */
final class BillText {
    /** What makes a spreadsheet take a cell for a formula. */
    private static final String FORMULA_START = "=+-@";

    private BillText() {}

    /** The amount in yuan with two decimals. */
    static String yuan(long fen) {
        // Of the sign and the digits apart, so that -5 fen is -0.05 and the lowest long has no
        // overflow.
        String digits = Long.toUnsignedString(fen < 0 ? -fen : fen);
        String padded = "0".repeat(Math.max(0, 3 - digits.length())) + digits;
        int point = padded.length() - 2;
        return (fen < 0 ? "-" : "") + padded.substring(0, point) + "." + padded.substring(point);
    }

    /**
     * The text as one cell: control characters become blanks, a comma or quote puts it in quotes
     * (RFC 4180), and a text that a spreadsheet would run as a formula gets a TAB in front.
     */
    static String cell(String text) {
        var clean = new StringBuilder(text.length());
        text.chars().forEach(c -> clean.append(Character.isISOControl(c) ? ' ' : (char) c));
        String cell = clean.toString();
        if (!cell.isEmpty() && FORMULA_START.indexOf(cell.charAt(0)) >= 0) {
            cell = "\t" + cell;
        }
        if (cell.indexOf(',') >= 0 || cell.indexOf('"') >= 0) {
            cell = '"' + cell.replace("\"", "\"\"") + '"';
        }
        return cell;
    }
}
