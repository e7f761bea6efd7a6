package dev.handfast.applepay;

/**
 * One merchant's share of a payment for several merchants.
 *
 * @param merchantIdentifier as received: a hash in hex, whose derivation Apple does not publish
 * @param authenticationData cryptogram for this merchant
 * @param amountMinor this merchant's amount in minor units; Apple writes it as a string
 */
public record AuthenticationResponse(
        String merchantIdentifier, SecretBytes authenticationData, long amountMinor) {}
