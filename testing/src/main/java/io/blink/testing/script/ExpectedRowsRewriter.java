package io.blink.testing.script;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** For authors: writes the rows that a run returned into the scripts, in place of the expected ones. The diff is then reviewed. */
final class ExpectedRowsRewriter {
    private record Replacement(ScriptBlock.Query block, String letters, List<String> rows) {}

    private final Map<SqlScript, Map<Integer, Replacement>> replacements = new LinkedHashMap<>();

    void replace(ScriptBlock.Query block, String letters, List<String> rows) {
        replacements
                .computeIfAbsent(block.place().script(), script -> new TreeMap<>(Comparator.reverseOrder()))
                .put(block.place().line(), new Replacement(block, letters, rows));
    }

    void write() {
        replacements.forEach(ExpectedRowsRewriter::write);
    }

    private static void write(SqlScript script, Map<Integer, Replacement> lastFirst) {
        List<String> lines = new ArrayList<>(script.lines());
        lastFirst.values().forEach(replacement -> apply(lines, replacement));
        try {
            Files.writeString(script.file(), lines.stream().collect(Collectors.joining("\n", "", "\n")));
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot write " + script.file(), exception);
        }
    }

    private static void apply(List<String> lines, Replacement replacement) {
        ScriptBlock.Query block = replacement.block();
        int first = block.expectedFirstLine() - 1;
        List<String> expected = lines.subList(first, first + block.expected().size());
        expected.clear();
        expected.addAll(replacement.rows());
        if (!block.separatorPresent()) {
            lines.add(first, "----");
        }
        // A letter "?" of the author stays; wrong letters become those of the result.
        if (!matches(block.columns(), replacement.letters())) {
            String order = block.sorted() ? " rowsort" : "";
            lines.set(block.place().line() - 1, "query " + replacement.letters() + order);
        }
    }

    private static boolean matches(List<ColumnClass> columns, String letters) {
        boolean same = columns.size() == letters.length();
        for (int column = 0; same && column < columns.size(); column++) {
            ColumnClass wanted = columns.get(column);
            same = wanted == ColumnClass.ANY || wanted.letter() == letters.charAt(column);
        }
        return same;
    }
}
