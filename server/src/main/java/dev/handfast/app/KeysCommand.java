package dev.handfast.app;

import dev.handfast.secrets.KeyRing;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/** The installation's key ring. */
@Command(name = "keys", description = "the installation's key ring")
final class KeysCommand {
    @Command(
            name = "rotate",
            description = "adds a fresh key; what was sealed under earlier ones stays readable")
    int rotate(@Option(names = "--data", paramLabel = "DIR", defaultValue = "data") Path data) {
        KeyRing ring = KeyRing.open(data.resolve("keyring"));
        System.out.println("New values are sealed under key " + ring.rotate() + ".");
        return 0;
    }
}
