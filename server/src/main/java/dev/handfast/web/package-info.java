/**
 * The edge's tools: what every HTTP dialect needs, and nothing of any dialect.
 *
 * <p>Bodies are read up to a limit and within a time, forms and JSON are parsed strictly, ids get
 * the form in which they leave the house, and a server is started with the limits that hold for
 * all. What no dialect answers is answered here, in neutral JSON.
 *
 * <p>Uses Helidon, Jackson and the JDK; nothing else of Handfast. Arguments are never null. What a
 * client sent wrong is a value that says so, never an exception.
 *
 * <p>Verbs: {@code read} bytes from a client, {@code parse} text to value, {@code send} an answer,
 * {@code start} and {@code stop} the server.
 *
 * <p>Sources: WHATWG URL, section 5 (application/x-www-form-urlencoded); RFC 9110 (status codes).
 */
@NullMarked
package dev.handfast.web;

import org.jspecify.annotations.NullMarked;
