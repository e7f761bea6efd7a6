package dev.handfast.sql;

import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with the database, sorted by what the caller can do about it.
 *
 * <table>
 * <caption>The kinds</caption>
 * <tr><th>kind</th><th>nothing was changed</th><th>the caller may</th></tr>
 * <tr><td>{@link DatabaseUnavailable}</td><td>yes</td><td>try again later</td></tr>
 * <tr><td>{@link SerializationConflict}</td><td>yes</td><td>try again at once</td></tr>
 * <tr><td>{@link ConstraintViolated}</td><td>yes</td><td>map the constraint to a refusal</td></tr>
 * <tr><td>{@link CommitUnknown}</td><td>not known</td><td>ask {@link Database#fateOf}</td></tr>
 * <tr><td>{@link SqlBug}</td><td>yes</td><td>nothing: a programmer must</td></tr>
 * </table>
 *
 * <p>"Nothing was changed" holds once {@link Database#transact} has thrown it. Messages carry the
 * statement and what the server said in its primary message, never parameters nor the server's
 * detail line, which quotes them.
 */
public abstract sealed class SqlFailure extends RuntimeException
        permits DatabaseUnavailable,
                SerializationConflict,
                ConstraintViolated,
                CommitUnknown,
                SqlBug {
    SqlFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
