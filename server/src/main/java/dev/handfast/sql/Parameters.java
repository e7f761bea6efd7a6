package dev.handfast.sql;

import org.postgresql.core.BaseConnection;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Binds Java values to the parameters of a statement, by their Java type. */
final class Parameters {
    private Parameters() {}

    static void bind(BaseConnection connection, PreparedStatement statement, Object... parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            bindOne(connection, statement, i + 1, parameters[i]);
        }
    }

    private static void bindOne(
            BaseConnection connection, PreparedStatement statement, int index, Object parameter)
            throws SQLException {
        switch (parameter) {
            case String text -> statement.setString(index, text);
            case Integer number -> statement.setInt(index, number);
            case Long number -> statement.setLong(index, number);
            case Short number -> statement.setShort(index, number);
            case Boolean flag -> statement.setBoolean(index, flag);
            case UUID uuid -> statement.setObject(index, uuid);
            case Instant instant -> statement.setObject(index, cut(instant));
            case byte[] bytes -> statement.setBytes(index, bytes);
            case BigDecimal decimal -> statement.setBigDecimal(index, decimal);
            case Array array -> statement.setArray(index, array);
            case Optional<?> maybe when maybe.isPresent() ->
                    bindOne(connection, statement, index, maybe.get());
            // Without a type: the server takes the one the place asks for.
            case Optional<?> _ -> statement.setNull(index, Types.NULL);
            default -> bindArray(connection, statement, index, parameter);
        }
    }

    private static void bindArray(
            BaseConnection connection, PreparedStatement statement, int index, Object parameter)
            throws SQLException {
        Array array = BinaryArray.of(connection, parameter);
        if (array == null) {
            throw new IllegalArgumentException(
                    "parameter %d: no such type of parameter, got a %s"
                            .formatted(index, parameter.getClass().getName()));
        }
        statement.setArray(index, array);
    }

    /** Cuts to the microsecond; left to itself the driver rounds, and may round into the future. */
    private static Object cut(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
