package io.blink.scheduler.store;

import io.blink.core.error.BlinkException;
import io.blink.core.hash.ValueHash;
import io.blink.core.plan.PlanJson;
import io.blink.scheduler.SchedulerErrorCode;
import java.nio.charset.StandardCharsets;

/**
 * The form of a metadata file: one line of header, then JSON.
 *
 * <pre>
 * file   = "blink-" kind " " version " " length of content " " checksum "\\n" content
 * checksum = XXH64 (seed 0) of the content, 16 hex digits
 * content  = JSON, UTF-8
 * </pre>
 */
final class SealedJson {
    private SealedJson() {}

    static byte[] write(String kind, int version, Object content) {
        byte[] json = PlanJson.write(content).getBytes(StandardCharsets.UTF_8);
        byte[] header = header(kind, version, json).getBytes(StandardCharsets.UTF_8);
        byte[] file = new byte[header.length + json.length];
        System.arraycopy(header, 0, file, 0, header.length);
        System.arraycopy(json, 0, file, header.length, json.length);
        return file;
    }

    private static String header(String kind, int version, byte[] json) {
        return String.format(
                        "blink-%s %d %d %016x%n", kind, version, json.length, ValueHash.ofBytes(json, 0, json.length))
                .replace("\r\n", "\n");
    }

    /** @param path for messages */
    static <T> T read(String path, byte[] file, String kind, int version, Class<T> type) {
        int line = 0;
        while (line < file.length && file[line] != '\n') {
            line++;
        }
        String[] header = new String(file, 0, line, StandardCharsets.UTF_8).split(" ");
        if (header.length != 4 || !header[0].equals("blink-" + kind)) {
            throw corrupt(path, "it does not begin as a " + kind + " file does");
        }
        if (!header[1].equals(Integer.toString(version))) {
            throw corrupt(path, "its format version is " + header[1] + "; this build reads " + version);
        }
        byte[] json = java.util.Arrays.copyOfRange(file, Math.min(file.length, line + 1), file.length);
        if (!(new String(file, 0, line, StandardCharsets.UTF_8) + "\n").equals(header(kind, version, json))) {
            throw corrupt(path, "length or checksum do not match its " + json.length + " bytes of content");
        }
        return PlanJson.read(new String(json, StandardCharsets.UTF_8), type);
    }

    private static BlinkException corrupt(String path, String problem) {
        return new BlinkException(
                SchedulerErrorCode.CORRUPT_JOB_METADATA,
                path + " cannot be read: " + problem + ". Nothing is restored from an older state silently.");
    }
}
