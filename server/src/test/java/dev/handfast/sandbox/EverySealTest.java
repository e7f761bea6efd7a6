package dev.handfast.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.secrets.KeyRing;
import dev.handfast.sql.Database;
import dev.handfast.sql.Resealing;
import dev.handfast.sql.SealedColumn.Place;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every sealed column of the database is known to those who seal anew, and opens by its rules. */
@DatabaseTest
final class EverySealTest {
    @Test
    void every_sealed_column_is_declared_and_what_the_sandbox_has_sealed_is_sealed_anew(
            Database database) {
        Path keyFile = SandboxHouse.keyFile();
        try (SandboxHouse house = new SandboxHouse(database, keyFile)) {
            Resealing resealing = house.core.resealing();
            Set<String> declared =
                    resealing.counts().keySet().stream()
                            .map(Place::toString)
                            .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(sealedColumns(database), declared);
            List<String> before = sealedText(house);
            KeyRing ring = KeyRing.open(keyFile);
            ring.rotate();
            long sealed = resealing.under(1);
            assertTrue(sealed > 0);

            Resealing.Round round;
            do {
                round = resealing.round();
                assertEquals(List.of(), round.broken());
            } while (round.left() == Resealing.Left.MORE);

            assertEquals(0, resealing.under(1));
            assertEquals(sealed, resealing.under(2));
            assertEquals(before, sealedText(house), "it opens as before");
        }
    }

    /** What a program is shown of sealed things. */
    private static List<String> sealedText(SandboxHouse house) {
        return List.of(house.credentials().toString());
    }

    /** By their names; marks and digests have others. */
    private static Set<String> sealedColumns(Database database) {
        List<String> found =
                database.read(
                        tx ->
                                tx.query(
                                        """
                                        select table_name || '.' || column_name as place
                                        from information_schema.columns
                                        where table_schema = 'public' and data_type = 'bytea'
                                          and column_name like 'sealed%'
                                        """,
                                        row -> row.text("place")));
        return new TreeSet<>(found);
    }
}
