package dev.handfast.partners;

import java.util.UUID;

/**
 * An organisation on either side: a device-wallet network or an account-wallet operator.
 *
 * @param id its id
 * @param code a short unique name of lower-case letters and digits, such as {@code aurora}
 * @param name the name to show
 * @param country ISO 3166 alpha-2
 */
public record Partner(UUID id, String code, String name, String country) {}
