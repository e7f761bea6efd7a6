/**
 * Shows that the bench measures what it says, and proves the promises of the first page on real
 * server processes, over HTTP: kills, storms, races, two servers on one database, and every fault a
 * client can meet.
 *
 * <p>Uses everything. Arguments are never null; amounts are minor units and far from any overflow.
 *
 * <p>Verbs: {@code blow} sends copies of requests at the same moment, {@code together} sends
 * different ones, {@code compare} holds answers against the books.
 *
 * <p>Sources: none but the promises on the first page.
 */
@NullMarked
package dev.handfast.bench;

import org.jspecify.annotations.NullMarked;
