package io.blink.benchmarks.engine;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine's settings as its file has them: lines {@code key = value} with the reason in comments above. {@code jvm} holds JVM options, everything else is a setting
 * by the engine's own name. Variables: {@code ${threads}}, {@code ${memory}} and {@code ${managed}} (of Flink) in megabytes, {@code ${temporary}} a folder.
 */
public record EngineSettings(List<String> jvmOptions, Map<String, String> settings) {
    private static final String JVM = "jvm";

    static EngineSettings load(EngineName engine, Resources resources) {
        return load(engine.label(), resources);
    }

    /** @param name of the file beside this class, without {@code .settings} */
    public static EngineSettings load(String name, Resources resources) {
        String resource = name + ".settings";
        try (InputStream in = EngineSettings.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), resources);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot read " + resource, e);
        }
    }

    /** These settings and others, which replace those of the same name. */
    public EngineSettings with(Map<String, String> others) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(others);
        return new EngineSettings(jvmOptions, all);
    }

    /** These settings but one. */
    public EngineSettings without(String key) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.remove(key);
        return new EngineSettings(jvmOptions, all);
    }

    static EngineSettings parse(String text, Resources resources) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] parts = line.split("\\s*=\\s*", 2);
                settings.put(parts[0], resources.fill(parts[1]));
            }
        }
        String jvm = settings.remove(JVM);
        return new EngineSettings(jvm == null ? List.of() : Arrays.asList(jvm.split("\\s+")), settings);
    }
}
