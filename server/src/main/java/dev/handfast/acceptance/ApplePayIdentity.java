package dev.handfast.acceptance;

import dev.handfast.applepay.MerchantKey;

import java.util.UUID;

/**
 * What a merchant is to Apple Pay: an identifier with its payment processing key.
 *
 * @param merchant the merchant
 * @param identifier such as {@code merchant.com.example}
 * @param key the key that tokens for it are sealed to, with its certificate
 */
public record ApplePayIdentity(UUID merchant, String identifier, MerchantKey key) {}
