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

    /** @throws BlinkException COMMAND_LINE if the page has no such part; asked before hours of measurements */
    public static void requirePart(Path page, String name) {
        replaced(page, text(page), name, "");
    }

    public static void replace(Path page, String name, List<String> lines) {
        String replaced = replaced(page, text(page), name, String.join("\n", lines));
        try {
            Files.writeString(page, replaced);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot rewrite " + page, e);
        }
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot read " + page, e);
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
