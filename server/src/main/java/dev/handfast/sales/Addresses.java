package dev.handfast.sales;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.web.PublicId;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;

/**
 * The addresses of hosted pages. Whoever knows one may see the page and pay, so its last part is a
 * keyed mark of the id: the same for the same payment, and nobody finds one by trying.
 *
 * <p>The address of a payment's page is also what its QR code says: a wallet takes the text as a
 * code, a telephone's camera opens the page.
 */
public final class Addresses {
    private static final String PAGE = "/checkout/";
    private static final String LINK = "/pay/";
    private static final String RECEIPT = "/receipts/";
    private static final String SETUP = "/setups/";

    private final String publicUrl;
    private final LookupHash payments;
    private final LookupHash links;
    private final LookupHash receipts;
    private final LookupHash setups;

    /**
     * Addresses of one installation.
     *
     * @param publicUrl where payers reach it, without a slash at the end
     * @param keys the installation's keys
     */
    public Addresses(String publicUrl, KeyRing keys) {
        this.publicUrl = publicUrl;
        payments = LookupHash.of(keys, "checkout.payment");
        links = LookupHash.of(keys, "checkout.link");
        receipts = LookupHash.of(keys, "checkout.receipt");
        setups = LookupHash.of(keys, "checkout.setup");
    }

    /** Where payers reach this installation, without a slash at the end. */
    public String publicUrl() {
        return publicUrl;
    }

    /** The page of a payment, which is also what its code says. */
    public String ofPayment(UUID payment) {
        return publicUrl + PAGE + key(payments, payment);
    }

    /** The page of the payment whose address ends in {@code key}; it need not exist. */
    public Optional<String> page(String key) {
        return isKey(key) ? Optional.of(publicUrl + PAGE + key) : Optional.empty();
    }

    /** The picture of a payment's code. */
    public String pictureOf(UUID payment) {
        return ofPayment(payment) + "/code.svg";
    }

    /** The page that shows a payment's code at a partner's gateway. */
    public String ofPayment(UUID payment, String partner) {
        return ofPayment(payment) + "/partners/" + partner;
    }

    /** The picture of that code. */
    public String pictureOf(UUID payment, String partner) {
        return ofPayment(payment, partner) + "/code.svg";
    }

    /** The page of a payment link. */
    public String ofLink(UUID link) {
        return publicUrl + LINK + linkKey(link);
    }

    /** The last part of a payment link's address. */
    public String linkKey(UUID link) {
        return key(links, link);
    }

    /** The printable card of a payment link. */
    public String cardOf(UUID link) {
        return ofLink(link) + "/card";
    }

    /**
     * The receipt of a payment: its id, and a mark without which the id shows nothing. Another mark
     * than the page's, so that who has a receipt has not the page.
     */
    public String ofReceipt(UUID payment) {
        return publicUrl + RECEIPT + marked(receipts, payment);
    }

    /** The payment whose receipt's address ends in {@code key}; empty for a mark that is forged. */
    public Optional<UUID> receipt(String key) {
        return unmarked(receipts, key);
    }

    /** The page on which somebody agrees to a setup. */
    public String ofSetup(UUID setup) {
        return publicUrl + SETUP + marked(setups, setup);
    }

    /** The setup whose page's address ends in {@code key}; empty for a mark that is forged. */
    public Optional<UUID> setup(String key) {
        return unmarked(setups, key);
    }

    /** An id and its mark, from which the id is read back with nothing looked up. */
    private static String marked(LookupHash marks, UUID id) {
        return PublicId.format("", id).substring(1) + key(marks, id);
    }

    private static Optional<UUID> unmarked(LookupHash marks, String key) {
        if (key.length() != 2 * PublicId.DIGITS) {
            return Optional.empty();
        }
        byte[] shown = key.substring(PublicId.DIGITS).getBytes(UTF_8);
        return PublicId.parse("", "_" + key.substring(0, PublicId.DIGITS))
                .filter(id -> MessageDigest.isEqual(shown, key(marks, id).getBytes(UTF_8)));
    }

    /** Whether a text can be the last part of an address. */
    static boolean isKey(String key) {
        return PublicId.parse("", "_" + key).isPresent();
    }

    /** 128 of the mark's bits, in digits without the prefix. */
    private static String key(LookupHash marks, UUID id) {
        ByteBuffer mark = ByteBuffer.wrap(marks.hash(id.toString()));
        return PublicId.format("", new UUID(mark.getLong(), mark.getLong())).substring(1);
    }
}
