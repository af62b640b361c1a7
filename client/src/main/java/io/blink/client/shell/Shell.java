package io.blink.client.shell;

import io.blink.client.script.StatementRunner;
import io.blink.core.error.BlinkException;
import io.blink.sql.StatementParser;
import io.blink.sql.StatementParser.StatementText;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.InfoCmp.Capability;

/**
 * Reads statements until {@code quit}, {@code exit} or Ctrl-D, and runs each. Ctrl-C drops what is being typed, or cancels the statement that runs, and leaves the
 * shell as it is; so does an error.
 */
public final class Shell {
    private static final String PROMPT = "blink> ";
    private static final String PROMPT_OF_MORE = "     > ";
    private static final int HISTORY_ENTRIES = 10_000;
    private static final String HELP = """
            Statements end with a semicolon and may have several lines.
              SHOW TABLES; DESCRIBE t; SHOW FUNCTIONS;   what there is
              SELECT ...; INSERT INTO t SELECT ...;      queries and writes
              EXPLAIN SELECT ...;                        how a query would run
              EXPLAIN ANALYZE SELECT ...;                runs it and tells what each operator did
              SET; SET 'key' = 'value'; RESET 'key';     settings
              \\d  \\d t  \\dv  \\df  \\l  \\c db               tables, a table, views, functions, databases, USE
              clear; help; quit;                         of the shell, also \\? and \\q
            Tab completes keywords, tables, columns and functions; Ctrl-R searches the history.
            Ctrl-C cancels the statement that runs; Ctrl-D leaves.
            """;

    private final Terminal terminal;
    private final LineReader reader;
    private final StatementRunner runner;
    private final PrintStream messages;

    public Shell(Terminal terminal, Path history, StatementRunner runner, Names names, PrintStream messages) {
        this.terminal = terminal;
        this.runner = runner;
        this.messages = messages;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("blink")
                .parser(new StatementLine())
                .completer(new StatementCompleter(names))
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.HISTORY_SIZE, HISTORY_ENTRIES)
                .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_ENTRIES)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, PROMPT_OF_MORE)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, false)
                .build();
        bindArrows(reader.getKeyMaps().get(LineReader.MAIN));
    }

    /** Terminals that leave the mode for applications out, as many in browsers do, send these in place of what terminfo says. */
    private static void bindArrows(KeyMap<Binding> keys) {
        Map.of(
                        "\033[A", LineReader.UP_LINE_OR_SEARCH,
                        "\033[B", LineReader.DOWN_LINE_OR_SEARCH,
                        "\033[C", LineReader.FORWARD_CHAR,
                        "\033[D", LineReader.BACKWARD_CHAR,
                        "\033[H", LineReader.BEGINNING_OF_LINE,
                        "\033[F", LineReader.END_OF_LINE)
                .forEach((sequence, widget) -> keys.bind(new Reference(widget), sequence));
    }

    public void run() {
        boolean more = true;
        while (more) {
            try {
                more = execute(reader.readLine(PROMPT));
            } catch (UserInterruptException dropped) {
                messages.println("Nothing runs; Ctrl-D or quit; leaves.");
            } catch (EndOfFileException end) {
                more = false;
            }
        }
    }

    /** @return whether to read on */
    private boolean execute(String text) {
        return ShellCommand.of(text).map(this::execute).orElseGet(() -> {
            runStatements(Shortcut.statement(text).orElse(text));
            return true;
        });
    }

    private boolean execute(ShellCommand command) {
        switch (command) {
            case QUIT, EXIT -> {
                return false;
            }
            case HELP -> messages.print(HELP);
            case CLEAR -> {
                terminal.puts(Capability.clear_screen);
                terminal.flush();
            }
        }
        return true;
    }

    /** All statements of a text, up to the first that fails. */
    private void runStatements(String text) {
        Thread statements = Thread.currentThread();
        SignalHandler previous = terminal.handle(Signal.INT, signal -> statements.interrupt());
        try {
            List<StatementText> pieces = StatementParser.splitScript(text);
            boolean worked = true;
            for (int i = 0; worked && i < pieces.size(); i++) {
                worked = runner.run(pieces.get(i)) && !Thread.interrupted();
            }
        } catch (BlinkException e) {
            messages.println("[ERROR] " + e.code().name() + ": " + e.getMessage());
        } finally {
            terminal.handle(Signal.INT, previous);
            // A Ctrl-C that came too late for the statement is not meant for the next.
            Thread.interrupted();
        }
    }
}
