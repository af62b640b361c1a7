package io.blink.testing.peers;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers requests until standard input ends. A request is a line {@code SQL-FILE<tab>RESULT-FILE}; the result file may be missing: then rows are read and
 * dropped. The answer is one line on standard output that begins with {@link #MARK}, since engines may print there too: {@code ok<tab>NANOS<tab>ROWS}, followed by
 * {@code <tab>FIGURE=NUMBER} for each figure, or {@code error<tab>MESSAGE}. The time runs from handing the text over to the last row written. Runs inside the peer's process and so uses the JDK alone.
 */
public final class StatementLoop {
    static final String MARK = "@blink@ ";

    /** CPU time that the process took for the statement, collector and compiler included; nanoseconds. */
    public static final String CPU_NANOS = "cpu-nanos";

    /** Checkpoints that were completed. */
    public static final String CHECKPOINTS = "checkpoints";

    /** From the trigger of a checkpoint to its end; the longest. */
    public static final String CHECKPOINT_MILLIS = "checkpoint-millis";

    /** Bytes of state in a checkpoint, whether written for it or before; the most. */
    public static final String STATE_BYTES = "state-bytes";

    /** What an engine does with one statement. */
    public interface Engine {
        /** Runs the statement and hands its columns and rows, if it has any, to {@code rows}. */
        void run(String statement, RowFile rows) throws Exception;

        /** What there is to tell of the statement that was run last; asked once, outside of the time that is measured. */
        default Map<String, Long> figures() throws Exception {
            return Map.of();
        }
    }

    private final Engine engine;
    private final PrintStream answers;

    public StatementLoop(Engine engine, PrintStream answers) {
        this.engine = engine;
        this.answers = answers;
    }

    /** Blocks until standard input ends. */
    public void run() throws IOException {
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
            OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long cpuBefore = process.getProcessCpuTime();
            long start = System.nanoTime();
            RowFile rows = new RowFile(target);
            try (rows) {
                engine.run(statement, rows);
            }
            long nanos = System.nanoTime() - start;
            Map<String, Long> figures = new TreeMap<>();
            figures.put(CPU_NANOS, process.getProcessCpuTime() - cpuBefore);
            figures.putAll(engine.figures());
            StringBuilder done = new StringBuilder("ok\t" + nanos + "\t" + rows.count());
            figures.forEach(
                    (name, value) -> done.append('\t').append(name).append('=').append(value));
            answer(done.toString());
        } catch (Exception failure) {
            // Whatever the engine throws is its answer to this statement; the next one has its own chance.
            answer("error\t" + message(failure).replaceAll("\\s+", " "));
        }
    }

    /** With what is behind it: engines wrap it in sentences that say nothing. */
    private static String message(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == failure ? failure.toString() : failure + ": " + root;
    }

    private void answer(String line) {
        answers.println(MARK + line);
        answers.flush();
    }
}
