package io.blink.testing.cluster;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes Hadoop's and Hive's {@code *-site.xml}. */
final class SiteFile {
    private SiteFile() {}

    /** Replaces {@code file}; the order of {@code settings} is kept. */
    static void write(Path file, Map<String, String> settings) {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\"?>\n<configuration>\n");
        settings.forEach((key, value) -> text.append("  <property><name>")
                .append(escape(key))
                .append("</name><value>")
                .append(escape(value))
                .append("</value></property>\n"));
        writeText(file, text.append("</configuration>\n").toString());
    }

    static void writeText(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot write " + file, exception);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
