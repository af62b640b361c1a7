package io.blink.testing.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The main class of a broker: {@code KafkaMain CLUSTER-ID PROPERTIES}. A first start formats the log folder in the same process, for a second JVM takes longer than
 * both. Runs on the broker's class path, which the tests do not have, and so calls it by reflection.
 */
public final class KafkaMain {
    private KafkaMain() {}

    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        String properties = arguments[1];
        if (!Files.exists(logFolder(properties).resolve("meta.properties"))) {
            format(arguments[0], properties);
        }
        call("kafka.Kafka", "main", new Class<?>[] {String[].class}, (Object) new String[] {properties});
    }

    private static Path logFolder(String file) throws IOException {
        Properties settings = new Properties();
        try (InputStream stream = Files.newInputStream(Path.of(file))) {
            settings.load(stream);
        }
        return Path.of(settings.getProperty("log.dirs"));
    }

    private static void format(String clusterId, String properties) throws ReflectiveOperationException {
        Object arguments = new String[] {"format", "--cluster-id", clusterId, "--config", properties};
        Class<?>[] types = {String[].class, PrintStream.class};
        Object status = call("kafka.tools.StorageTool", "execute", types, arguments, System.out);
        if (!Integer.valueOf(0).equals(status)) {
            throw new IllegalStateException("formatting the log folder ended with " + status);
        }
    }

    private static Object call(String type, String method, Class<?>[] types, Object... arguments)
            throws ReflectiveOperationException {
        try {
            return Class.forName(type).getMethod(method, types).invoke(null, arguments);
        } catch (InvocationTargetException failure) {
            throw new IllegalStateException(type + "." + method + " failed", failure.getCause());
        }
    }
}
