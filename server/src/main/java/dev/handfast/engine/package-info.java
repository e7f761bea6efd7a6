/**
 * The batch executor: commands in, one durable transaction per batch, outcomes out.
 *
 * <p>A lane drains whatever commands wait, <em>loads</em> every row they name with one statement
 * per {@link dev.handfast.engine.Table}, lets each command <em>decide</em> in order against that
 * {@link dev.handfast.engine.Working} set in pure code, and <em>stores</em> all changes with one
 * statement per table, in one transaction. The next batch gathers while the last one commits; there
 * is no timer. Decisions see no clock, no network and no database, so a simulation drives the same
 * code.
 *
 * <p>Uses {@code sql} only. Arguments are never null. A refusal is a value that a command returns;
 * an exception is a bug or a database that is away. Amounts are none of this package's business.
 *
 * <p>Verbs: {@code name} the rows a command needs, {@code find} a row in the working set, {@code
 * insert} and {@code update} rows, {@code run} a command and wait for its durable outcome.
 *
 * <p>Sources: the design's section "The engine"; PostgreSQL 18 manual, sections 9.19 (array
 * functions), 13.3.2 (row-level locks) and 9.27 (pg_xact_status).
 */
@NullMarked
package dev.handfast.engine;

import org.jspecify.annotations.NullMarked;
