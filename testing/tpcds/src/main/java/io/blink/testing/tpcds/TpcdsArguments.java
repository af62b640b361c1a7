package io.blink.testing.tpcds;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/** The command line of {@link TpcdsCsv}, checked. */
record TpcdsArguments(Path folder, double scale, int threads, List<String> tables) {
    static final String USAGE = """
            usage: TpcdsCsv --folder FOLDER
              --scale S             1 is about a gigabyte (1)
              --threads N           (the number of processors)
              --tables A,B,...      (all 24)
            """;

    static TpcdsArguments parse(String[] words) {
        TreeMap<String, String> options = new TreeMap<>();
        Iterator<String> rest = Arrays.asList(words).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            if (!List.of("--folder", "--scale", "--threads", "--tables").contains(option)) {
                throw wrong("There is no option " + option);
            }
            if (!rest.hasNext()) {
                throw wrong(option + " needs a value");
            }
            options.put(option, rest.next());
        }
        if (!options.containsKey("--folder")) {
            throw wrong("--folder is missing");
        }
        String processors = Integer.toString(Runtime.getRuntime().availableProcessors());
        List<String> tables = options.containsKey("--tables")
                ? Arrays.asList(options.get("--tables").split(","))
                : TpcdsSchema.tables();
        tables.forEach(TpcdsSchema::table);
        return new TpcdsArguments(
                Path.of(options.get("--folder")),
                positive("--scale", options.getOrDefault("--scale", "1")),
                (int) positive("--threads", options.getOrDefault("--threads", processors)),
                tables);
    }

    private static double positive(String option, String text) {
        try {
            double value = Double.parseDouble(text);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw new BlinkException(
                    TestingErrorCode.COMMAND_LINE, option + " wants a number, not " + text + "\n" + USAGE, notANumber);
        }
        throw wrong(option + " wants a positive number, not " + text);
    }

    private static BlinkException wrong(String what) {
        return new BlinkException(TestingErrorCode.COMMAND_LINE, what + "\n" + USAGE);
    }
}
