package dev.handfast.app;

import dev.handfast.merchants.Mode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/** Serves until it is told to stop. */
@Command(name = "serve", description = "the server")
final class ServeCommand implements Callable<Integer> {
    private final PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    @Mixin private Settings settings = new Settings();

    @Option(names = "--sandbox", description = "play both partners; for this machine only")
    private boolean sandbox;

    @Override
    public Integer call() throws InterruptedException {
        Mode mode = sandbox ? Mode.TEST : Mode.LIVE;
        try (StopSignal stop = new StopSignal();
                Node _ = Node.start(settings, mode, progress::println)) {
            stop.await();
        }
        return 0;
    }
}
