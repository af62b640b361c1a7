package io.blink.client.yarn;

import io.blink.client.ClientErrorCode;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.yarn.YarnOptions;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** {@code /tmp/.yarn-properties-<user>}: the id of the user's latest session, as Flink keeps it. */
public final class SessionFile {
    private static final String APPLICATION_ID = "applicationID";

    private final Path file;

    public SessionFile(Configuration configuration) {
        String folder =
                configuration.optional(YarnOptions.PROPERTIES_DIRECTORY).orElse(System.getProperty("java.io.tmpdir"));
        this.file = Path.of(folder, ".yarn-properties-" + System.getProperty("user.name"));
    }

    public Optional<String> applicationId() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            Properties properties = new Properties();
            properties.load(reader);
            return Optional.ofNullable(properties.getProperty(APPLICATION_ID));
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    public void write(String applicationId) {
        Properties properties = new Properties();
        properties.setProperty(APPLICATION_ID, applicationId);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "The latest Blink session on YARN");
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    /** Forgets the session if it is this one. */
    public void forget(String applicationId) {
        try {
            if (applicationId().filter(applicationId::equals).isPresent()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failed("deleted", e);
        }
    }

    private BlinkException failed(String what, IOException cause) {
        return new BlinkException(
                ClientErrorCode.INVALID_CONFIGURATION_FILE,
                file + " cannot be " + what + ": " + cause.getMessage(),
                cause);
    }
}
