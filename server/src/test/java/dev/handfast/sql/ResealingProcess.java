package dev.handfast.sql;

import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.SecretText;

import java.nio.file.Path;

/**
 * A Java process of its own that seals anew what {@link ResealingTest} has put into its drawers,
 * and says {@code round} after each batch; the key ring, the database's address and its role are
 * its arguments, the password is in its environment.
 */
final class ResealingProcess {
    static final String PASSWORD = "RESEALING_PASSWORD";

    private ResealingProcess() {}

    public static void main(String[] arguments) {
        DatabaseConfig config =
                DatabaseConfig.of(
                                arguments[1],
                                arguments[2],
                                SecretText.of(System.getenv().getOrDefault(PASSWORD, "")))
                        .withPoolSize(1);
        try (Database database = Database.open(config)) {
            Resealing resealing =
                    ResealingTest.resealing(database, KeyRing.open(Path.of(arguments[0])));
            while (resealing.round().left() == Resealing.Left.MORE) {
                System.out.println("round");
            }
        }
    }
}
