/**
 * The wire protocol of the Alipay Open API, both as gateway and as client: requests read and
 * verified, answers rendered and signed, notifications made and checked. It knows no payment and
 * keeps no state.
 *
 * <p>Uses the JDK and Jackson only; no database, no logging, no clock. Time is a parameter, and
 * network is used only by the client, through a transport that can be replaced. Nothing here uses
 * another package of Handfast.
 *
 * <p>Arguments are never null and nothing returns null; absence is an empty string for a wire
 * parameter, else an {@link java.util.Optional}. Bad input from the other side is a value ({@link
 * dev.handfast.alipay.GatewayError} inside a sealed result), never an exception; a wrong call of
 * ours is an exception. Sizes are bounded by {@link dev.handfast.alipay.Limits}; there is no
 * arithmetic on money, amounts stay the decimal strings of the wire. All types are immutable and
 * safe for any number of threads.
 *
 * <p>Verbs: {@code read} bytes to value; {@code verify} a value against keys; {@code sign} bytes;
 * {@code write} value to bytes; {@code parse} text to value, {@code format} value to text.
 *
 * <p>Sources: the official {@code com.alipay.sdk:alipay-sdk-java:4.40.734.ALL} (classes named where
 * they were followed), exchanges recorded with the official Java, Node and EasySDK clients, and the
 * error tables of the public documentation at opendocs.alipay.com (common/02km9f).
 */
@NullMarked
package dev.handfast.alipay;

import org.jspecify.annotations.NullMarked;
