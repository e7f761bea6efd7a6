package dev.handfast.app;

import dev.handfast.sql.PostgresNotStarted;
import dev.handfast.sql.SqlFailure;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TimeZone;
import java.util.function.Supplier;

/** The program: a table of contents of what it can do. */
public final class Main {
    private static final int REFUSED = 2;

    /** In the order in which help shows them. */
    private static final SequencedMap<String, Supplier<Object>> COMMANDS = commands();

    private Main() {}

    private static SequencedMap<String, Supplier<Object>> commands() {
        SequencedMap<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", ServeCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("audit", AuditCommand::new);
        commands.put("keys", KeysCommand::new);
        commands.put("merchants", MerchantsCommand::new);
        commands.put("gateway-apps", GatewayAppCommand::new);
        commands.put("partners", PartnersCommand::new);
        commands.put("alipay", AlipayCommand::new);
        commands.put("applepay", DoctorCommand::new);
        commands.put("help", CommandLine.HelpCommand::new);
        return commands;
    }

    /** Runs one command and exits with its status. */
    public static void main(String[] arguments) {
        LogSettings.apply();
        // HTTP dates are in UTC, and the web server takes the process's zone for it.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        String[] given = arguments.length == 0 ? new String[] {"help"} : arguments;
        System.exit(line(given).execute(given));
    }

    /** Reads and runs what these arguments say. */
    static CommandLine line(String... arguments) {
        CommandSpec root = CommandSpec.create().name("handfast");
        root.usageMessage()
                .description("A payment switch that joins device wallets and account wallets.");
        // Reading what all commands declare takes as long as a good part of a server's start.
        Optional<String> named =
                Optional.of(arguments)
                        .filter(all -> all.length > 0)
                        .map(all -> all[0])
                        .filter(first -> COMMANDS.containsKey(first) && !first.equals("help"));
        for (Map.Entry<String, Supplier<Object>> command : COMMANDS.entrySet()) {
            if (named.isEmpty() || named.get().equals(command.getKey())) {
                root.addSubcommand(command.getKey(), new CommandLine(command.getValue().get()));
            }
        }
        addHelp(root);
        CommandLine line = new CommandLine(root);
        line.setExecutionExceptionHandler(Main::explain);
        return line;
    }

    /** People ask a command itself for help as often as they ask {@code help} about it. */
    private static void addHelp(CommandSpec command) {
        if (command.findOption("--help") == null) {
            command.addOption(
                    OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("shows this")
                            .build());
        }
        command.subcommands().values().forEach(sub -> addHelp(sub.getCommandSpec()));
    }

    /** Says in a sentence what an operator can mend; a bug keeps its trace. */
    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
            throws Exception {
        return switch (failure) {
            case PostgresNotStarted refused -> say(line, refused);
            case SqlFailure refused -> say(line, refused);
            case IllegalArgumentException refused -> say(line, refused);
            default -> throw failure;
        };
    }

    private static int say(CommandLine line, Exception refused) {
        line.getErr().println("handfast: " + refused.getMessage());
        return REFUSED;
    }
}
