package dev.handfast.tokens;

import dev.handfast.engine.Engine;
import dev.handfast.engine.Put;
import dev.handfast.engine.Reader;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.SealedColumn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token vault: registers cards, puts tokens on devices, finds them again by their number, and
 * opens what is sealed for those who may have it.
 */
public final class Tokens implements TokenCheck.Keys {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String NUMBER_PURPOSE = "device-token-number";
    private static final String KEY_PURPOSE = "device-token-key";
    private static final String PAN_PURPOSE = "funding-card-number";
    private static final int KEY_BYTES = 16;

    /**
     * What stands at the front of every number made here. ISO/IEC 7812-1 leaves numbers that begin
     * with 9 and a country's code to that country, so that they never meet a real card.
     */
    private static final String ISSUER_NUMBER = "9840";

    private static final int NUMBER_DIGITS = 16;

    /** Where sealed values are kept. */
    public static final List<SealedColumn> SEALED =
            List.of(
                    SealedColumn.ofRows(
                            new SealedColumn.Place("device_token", "id", "sealed_number"),
                            NUMBER_PURPOSE),
                    SealedColumn.ofRows(
                            new SealedColumn.Place("device_token", "id", "sealed_key"),
                            KEY_PURPOSE),
                    SealedColumn.ofRows(
                            new SealedColumn.Place("card", "id", "sealed_pan"), PAN_PURPOSE));

    private final Database database;
    private final Engine engine;
    private final Vault vault;
    private final LookupHash numbers;
    private final InstantSource clock;

    /** A vault in a database, under the keys of {@code ring}. */
    public Tokens(Database database, Engine engine, KeyRing ring, InstantSource clock) {
        this.database = database;
        this.engine = engine;
        this.vault = new Vault(ring);
        this.numbers = LookupHash.of(ring, "device-token");
        this.clock = clock;
    }

    /**
     * What is wanted on a device.
     *
     * @param device the device
     * @param network the payment network's name
     * @param funding what stands behind it
     * @param expiresOn YYMMDD
     */
    public record Order(UUID device, String network, Funding funding, String expiresOn) {}

    /** Puts a new token on a device. */
    public DeviceToken provision(Order order) {
        while (true) {
            String number = freshNumber();
            UUID id = idOf(number);
            byte[] key = new byte[KEY_BYTES];
            RANDOM.nextBytes(key);
            DeviceToken token =
                    new DeviceToken(
                            id,
                            order.device(),
                            order.network(),
                            number.substring(NUMBER_DIGITS - 4),
                            new DeviceToken.Sealed(
                                    seal(number, NUMBER_PURPOSE, id),
                                    vault.seal(key, KEY_PURPOSE, id).bytes()),
                            order.funding(),
                            order.expiresOn(),
                            DeviceToken.State.ACTIVE,
                            Counters.NONE,
                            clock.instant());
            if (engine.run(new Put<>(DeviceToken.TABLE, token))) {
                return token;
            }
        }
    }

    /** The id of the token with this number; whether there is one is another question. */
    public UUID idOf(String number) {
        ByteBuffer hash = ByteBuffer.wrap(numbers.hash(number));
        long high = (hash.getLong() & ~0xF000L) | 0x8000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The token with this id. */
    public Optional<DeviceToken> find(UUID id) {
        return database.read(tx -> Reader.one(tx, DeviceToken.TABLE, id));
    }

    /** The tokens on a device, oldest first. */
    public List<DeviceToken> on(UUID device) {
        return database.read(
                tx ->
                        Reader.found(
                                tx,
                                DeviceToken.TABLE,
                                """
                                select id from device_token where device = ?
                                order by created_at, id
                                """,
                                device));
    }

    /** Suspends a token, resumes it, or deletes it for good. */
    public void set(UUID token, DeviceToken.State state) {
        database.transact(
                tx -> {
                    tx.updateExactly(
                            1,
                            """
                            update device_token set state = ? where id = ? and state <> 'DELETED'
                            """,
                            state.name(),
                            token);
                    return true;
                });
    }

    /** The token's number, for the device it stands on. */
    public SecretText numberOf(DeviceToken token) {
        byte[] sealed = token.sealed().number();
        return SecretText.of(open(sealed, NUMBER_PURPOSE, token.id()));
    }

    @Override
    public SecretKey keyOf(DeviceToken token) {
        byte[] key =
                vault.open(
                        dev.handfast.secrets.Sealed.of(token.sealed().key()),
                        KEY_PURPOSE,
                        token.id());
        return new SecretKeySpec(key, "AES");
    }

    /**
     * A funding card as it is registered.
     *
     * @param id its id
     * @param issuer the partner that answers for it
     * @param holder the holder's name
     * @param currency the currency it is billed in
     * @param network the payment network's name
     * @param rail the rail that reaches its issuer
     */
    public record CardOrder(
            UUID id,
            UUID issuer,
            String holder,
            dev.handfast.money.Currency currency,
            String network,
            String rail) {}

    /** Registers a card under a fresh number; one with the same id stays as it is. */
    public Card register(CardOrder order) {
        Optional<Card> known = findCard(order.id());
        if (known.isPresent()) {
            return known.get();
        }
        String number = freshNumber();
        Instant now = clock.instant();
        Card card =
                new Card(
                        order.id(),
                        order.issuer(),
                        order.holder(),
                        order.currency(),
                        order.network(),
                        number.substring(NUMBER_DIGITS - 4),
                        order.rail(),
                        seal(number, PAN_PURPOSE, order.id()),
                        now);
        return engine.run(new Put<>(Card.TABLE, card)) ? card : findCard(order.id()).orElseThrow();
    }

    /** The card with this id. */
    public Optional<Card> findCard(UUID id) {
        return database.read(tx -> Reader.one(tx, Card.TABLE, id));
    }

    /** The card's number, for its issuer's rail only. */
    public SecretText panOf(Card card) {
        return SecretText.of(open(card.sealedPan(), PAN_PURPOSE, card.id()));
    }

    private byte[] seal(String text, String purpose, UUID owner) {
        return vault.seal(text.getBytes(StandardCharsets.US_ASCII), purpose, owner).bytes();
    }

    private String open(byte[] sealed, String purpose, UUID owner) {
        byte[] text = vault.open(dev.handfast.secrets.Sealed.of(sealed), purpose, owner);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static String freshNumber() {
        StringBuilder digits = new StringBuilder(ISSUER_NUMBER);
        while (digits.length() < NUMBER_DIGITS - 1) {
            digits.append((char) ('0' + RANDOM.nextInt(10)));
        }
        return digits.append((char) ('0' + checkDigit(digits))).toString();
    }

    /** The Luhn check digit; ISO/IEC 7812-1, annex B. */
    private static int checkDigit(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (10 - sum % 10) % 10;
    }
}
