/**
 * The Alipay dialect: what a merchant with an Alipay integration calls, over the same payments as
 * every other dialect.
 *
 * <p>{@link dev.handfast.opengateway.GatewayService} takes requests in, {@link
 * dev.handfast.opengateway.Gateway} goes through the order of checks, {@link
 * dev.handfast.opengateway.GatewayMethods} is the table of contents: one class per method. The wire
 * protocol itself is the library {@code alipay}.
 *
 * <p>Uses {@code alipay}, {@code web} and every floor below the edges; no SQL. Arguments are never
 * null, absence is an {@link java.util.Optional}. Amounts are {@code Money} in CNY inside and
 * decimal yuan on the wire; overflow cannot happen within the range the dialect allows. What a
 * client sent wrong is an {@link dev.handfast.opengateway.Answer}, never an exception.
 *
 * <p>Verbs: {@code read} fields to values, {@code answer} a call, {@code announce} news, {@code
 * send} a notification.
 *
 * <p>Sources: the field lists and error codes of {@code
 * com.alipay.sdk:alipay-sdk-java:4.40.734.ALL} and {@code
 * com.alipay.sdk:alipay-sdk-java-v3:3.1.15.ALL} (classes {@code AlipayTrade*Model}, {@code
 * AlipayTrade*Response}, {@code *ErrorResponseModel}).
 */
@NullMarked
package dev.handfast.opengateway;

import org.jspecify.annotations.NullMarked;
