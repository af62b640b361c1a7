package io.blink.formats.avro.registry;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.formats.FormatErrorCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * By what a registry behind https is known, and who asks it.
 *
 * @param trusted certificates of registries, or of who signed them; {@code null}: those that Java trusts
 * @param own the certificate and key of who asks; {@code null}: none
 */
record RegistryCertificates(Store trusted, Store own) {
    private static final String TRUSTED = "truststore";
    private static final String OWN = "keystore";

    /**
     * A file of the formats that Java reads (PKCS12, JKS). It is read where records are, so that it must be on each machine of the job.
     *
     * @param option which names it
     * @param password {@code null}: none, as certificates without keys may do
     */
    record Store(String option, String location, String password) {
        KeyStore read() throws GeneralSecurityException, IOException {
            File file = new File(location);
            if (!file.isFile()) {
                throw new NoSuchFileException(location, null, "there is no such file");
            }
            return KeyStore.getInstance(file, chars());
        }

        char[] chars() {
            return password == null ? null : password.toCharArray();
        }

        /** Without what is secret. */
        @Override
        public String toString() {
            return "'" + option + "' = '" + location + "'";
        }
    }

    static List<ConfigOption<?>> options(String prefix) {
        return List.of(
                location(prefix, TRUSTED), password(prefix, TRUSTED), location(prefix, OWN), password(prefix, OWN));
    }

    static RegistryCertificates of(String prefix, Configuration options) {
        return new RegistryCertificates(store(prefix, TRUSTED, options), store(prefix, OWN, options));
    }

    private static Store store(String prefix, String kind, Configuration options) {
        ConfigOption<String> location = location(prefix, kind);
        ConfigOption<String> password = password(prefix, kind);
        boolean passwordNeeded = kind.equals(OWN);
        if (options.contains(location) ? passwordNeeded && !options.contains(password) : options.contains(password)) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION,
                    "'" + location.key() + "' and '" + password.key() + "' go together.");
        }
        return options.optional(location)
                .map(file -> new Store(
                        location.key(), file, options.optional(password).orElse(null)))
                .orElse(null);
    }

    /** Empty: that of the process. Reads files. */
    Optional<SSLContext> context() {
        if (trusted == null && own == null) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return Optional.of(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private KeyManager[] keyManagers() {
        if (own == null) {
            return null;
        }
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(own.read(), own.chars());
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable(own, e);
        }
    }

    private TrustManager[] trustManagers() {
        if (trusted == null) {
            return null;
        }
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted.read());
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable(trusted, e);
        }
    }

    private static BlinkException unreadable(Store store, Exception cause) {
        return new BlinkException(
                FormatErrorCode.REGISTRY_REFUSED,
                "Schema registry: " + store + " cannot be read (" + cause.getMessage()
                        + "); it must be a PKCS12 or JKS file that this password opens, on each machine of the job.",
                cause);
    }

    private static ConfigOption<String> location(String prefix, String kind) {
        return ConfigOption.string(
                prefix + ".ssl." + kind + ".location",
                null,
                kind.equals(TRUSTED)
                        ? "A file of certificates, PKCS12 or JKS, by which a registry behind https is known; not set: those that Java trusts"
                        : "A file, PKCS12 or JKS, of the certificate and key to show to the registry");
    }

    private static ConfigOption<String> password(String prefix, String kind) {
        return ConfigOption.string(
                prefix + ".ssl." + kind + ".password",
                null,
                "The password of '" + prefix + ".ssl." + kind + ".location'");
    }
}
