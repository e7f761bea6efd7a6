package dev.handfast.testing;

import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseConfig;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Makes a database when a test asks for one, and checks and drops it afterwards. */
final class DatabaseExtension implements ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(DatabaseExtension.class);

    /** A database, and how to open it once more. */
    private record Given(DatabaseConfig config, Database database) implements AutoCloseable {
        static Given fresh() {
            DatabaseConfig config = TestDb.freshConfig();
            return new Given(config, Database.open(config));
        }

        @Override
        public void close() {
            database.close();
            TestDb.drop(config);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Database.class || type == DatabaseConfig.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Given given =
                context.getStore(NAMESPACE)
                        .computeIfAbsent(Given.class, _ -> Given.fresh(), Given.class);
        return parameter.getParameter().getType() == Database.class
                ? given.database()
                : given.config();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Given given = context.getStore(NAMESPACE).get(Given.class, Given.class);
        if (given != null && context.getExecutionException().isEmpty()) {
            TestDb.check(given.database());
        }
    }
}
