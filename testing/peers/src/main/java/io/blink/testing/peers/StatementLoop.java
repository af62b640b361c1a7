package io.blink.testing.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Answers requests until standard input ends. A request is a line {@code SQL-FILE<tab>RESULT-FILE}; the result file may be missing: then rows are read and
 * dropped. The answer is one line on standard output that begins with {@link #MARK}, since engines may print there too: {@code ok<tab>NANOS<tab>ROWS} or
 * {@code error<tab>MESSAGE}. The time runs from handing the text over to the last row written. Runs inside the peer's process and so uses the JDK alone.
 */
final class StatementLoop {
    static final String MARK = "@blink@ ";

    /** What an engine does with one statement. */
    interface Engine {
        /** Runs the statement and hands its columns and rows, if it has any, to {@code rows}. */
        void run(String statement, RowFile rows) throws Exception;
    }

    private final Engine engine;
    private final PrintStream answers;

    StatementLoop(Engine engine, PrintStream answers) {
        this.engine = engine;
        this.answers = answers;
    }

    /** Blocks until standard input ends. */
    void run() throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        answer("ready");
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String[] words = line.split("\t");
            answer(words[0], words.length > 1 ? Path.of(words[1]) : null);
        }
    }

    private void answer(String statementFile, Path resultFile) throws IOException {
        String statement = Files.readString(Path.of(statementFile));
        BufferedWriter target = resultFile == null
                ? new BufferedWriter(BufferedWriter.nullWriter())
                : Files.newBufferedWriter(resultFile);
        try {
            long start = System.nanoTime();
            RowFile rows = new RowFile(target);
            try (rows) {
                engine.run(statement, rows);
            }
            answer("ok\t" + (System.nanoTime() - start) + "\t" + rows.count());
        } catch (Exception failure) {
            // Whatever the engine throws is its answer to this statement; the next one has its own chance.
            answer("error\t" + String.valueOf(failure).replaceAll("\\s+", " "));
        }
    }

    private void answer(String line) {
        answers.println(MARK + line);
        answers.flush();
    }
}
