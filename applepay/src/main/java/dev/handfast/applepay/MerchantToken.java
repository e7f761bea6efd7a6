package dev.handfast.applepay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What comes with a payment whose number is a merchant token: one that stays with the merchant when
 * the customer changes the device.
 *
 * @param id {@code merchantTokenIdentifier}, at most 64 characters; names the token in lifecycle
 *     notifications
 * @param card what may be shown about the card
 * @param art pictures of the card
 */
public record MerchantToken(String id, Optional<Card> card, List<Art> art) {
    public MerchantToken {
        art = List.copyOf(art);
    }

    /** Takes {@code merchantTokenMetadata} apart. */
    static MerchantToken read(String id, Fields metadata) throws RefusedException {
        Optional<Fields> fields = metadata.optionalObject("cardMetadata");
        List<Art> art = new ArrayList<>();
        for (Fields picture : metadata.objects("cardArt")) {
            art.add(new Art(picture.text("name"), picture.text("type"), picture.text("url")));
        }
        if (fields.isEmpty()) {
            return new MerchantToken(id, Optional.empty(), art);
        }
        Fields card = fields.get();
        return new MerchantToken(
                id,
                Optional.of(
                        new Card(
                                card.optionalText("cardCountry"),
                                card.optionalText("expirationDate"),
                                card.optionalText("fpanSuffix"),
                                card.optionalText("shortDescription"),
                                card.optionalText("longDescription"))),
                art);
    }

    /**
     * {@code merchantTokenMetadata.cardMetadata}; every part may be absent.
     *
     * @param country ISO 3166 alpha-2
     * @param expirationDate as Apple sends it, at most 8 characters
     * @param fpanSuffix last digits of the physical card, at most 4
     * @param shortDescription at most 64 characters
     * @param longDescription at most 128 characters
     */
    public record Card(
            Optional<String> country,
            Optional<String> expirationDate,
            Optional<String> fpanSuffix,
            Optional<String> shortDescription,
            Optional<String> longDescription) {}

    /** {@code merchantTokenMetadata.cardArt}: a picture by its address. */
    public record Art(String name, String type, String url) {}
}
