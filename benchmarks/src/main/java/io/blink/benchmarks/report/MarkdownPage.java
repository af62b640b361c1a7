package io.blink.benchmarks.report;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A page in which the part between {@code <!-- bench NAME -->} and {@code <!-- end NAME -->} belongs to the benchmark. */
public final class MarkdownPage {
    private MarkdownPage() {}

    public static void replace(Path page, String name, List<String> lines) {
        try {
            Files.writeString(page, replaced(page, Files.readString(page), name, String.join("\n", lines)));
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot rewrite " + page, e);
        }
    }

    private static String replaced(Path page, String text, String name, String part) {
        String begin = "<!-- bench " + name + " -->\n";
        String end = "<!-- end " + name + " -->";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new BlinkException(
                    BenchErrorCode.COMMAND_LINE,
                    page + " has no place for the table: a line " + begin.strip() + " and, after it, a line " + end);
        }
        return text.substring(0, from + begin.length()) + part + "\n" + text.substring(to);
    }
}
