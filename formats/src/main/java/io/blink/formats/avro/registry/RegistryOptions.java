package io.blink.formats.avro.registry;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.type.Field;
import io.blink.formats.avro.AvroOptions;
import io.blink.formats.avro.AvroSchemas;
import io.blink.formats.avro.GivenSchema;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Where the schemas are, named as Flink names it.
 *
 * @param urls of servers of one registry, each of which is asked when those before do not answer
 * @param subject under which the schema of written records is registered; {@code null}: nothing says
 * @param authorization the header of that name, or {@code null}
 * @param certificates for servers behind https
 */
record RegistryOptions(List<URI> urls, String subject, String authorization, RegistryCertificates certificates) {
    /** Where name and password stand, of the places that Flink knows. */
    enum CredentialsSource {
        USER_INFO
    }

    /** Where the token stands, of the places that Flink knows. */
    enum TokenSource {
        STATIC_TOKEN
    }

    /** @param prefix the name of the format */
    static List<ConfigOption<?>> all(String prefix) {
        List<ConfigOption<?>> all = new ArrayList<>(List.of(
                url(prefix),
                subject(prefix),
                schema(prefix),
                RegistryProperties.option(prefix),
                ConfigOption.choice(
                        prefix + ".basic-auth.credentials-source",
                        CredentialsSource.class,
                        "USER_INFO",
                        "Where name and password stand: USER_INFO, in basic-auth.user-info"),
                userInfo(prefix),
                ConfigOption.choice(
                        prefix + ".bearer-auth.credentials-source",
                        TokenSource.class,
                        "STATIC_TOKEN",
                        "Where the token stands: STATIC_TOKEN, in bearer-auth.token"),
                token(prefix),
                AvroOptions.legacyOption(prefix)));
        all.addAll(RegistryCertificates.options(prefix));
        return List.copyOf(all);
    }

    /** For records that lie at a place, after which their subject is named unless the options say how. */
    static Configuration at(String prefix, String place, Configuration options) {
        ConfigOption<String> subject = subject(prefix);
        return options.contains(subject) ? options : options.with(subject.key(), place);
    }

    /** The schema of records of these fields: the one that the options give, or the one that follows from the fields. */
    static Schema schema(String prefix, List<Field> fields, Configuration options) {
        Schema derived = new AvroSchemas(options.get(AvroOptions.legacyOption(prefix))).of(fields);
        ConfigOption<String> given = schema(prefix);
        return options.optional(given)
                .map(text -> GivenSchema.of(given.key(), text, derived))
                .orElse(derived);
    }

    static RegistryOptions of(String prefix, Configuration written) {
        Configuration options = RegistryProperties.resolved(prefix, written);
        String servers = options.optional(url(prefix))
                .orElseThrow(() -> invalid(
                        "'" + url(prefix).key() + "' is missing: " + url(prefix).description()));
        List<URI> urls = Arrays.stream(servers.split(","))
                .map(String::strip)
                .map(server -> server(prefix, server))
                .toList();
        return new RegistryOptions(
                urls,
                options.optional(subject(prefix)).orElse(null),
                authorization(prefix, options),
                RegistryCertificates.of(prefix, options));
    }

    private static URI server(String prefix, String text) {
        URI url = null;
        try {
            url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException e) {
            throw invalid("'" + url(prefix).key() + "' = '" + text + "': " + e.getMessage());
        }
        if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
            throw invalid("'" + url(prefix).key() + "' = '" + text + "' is not http://HOST:PORT or https://HOST:PORT");
        }
        return url;
    }

    private static String authorization(String prefix, Configuration options) {
        String user = options.optional(userInfo(prefix)).orElse(null);
        String token = options.optional(token(prefix)).orElse(null);
        if (user != null && token != null) {
            throw invalid(
                    "'" + userInfo(prefix).key() + "' and '" + token(prefix).key() + "' cannot both be set");
        }
        if (user != null) {
            return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        }
        return token == null ? null : "Bearer " + token;
    }

    private static BlinkException invalid(String why) {
        return new BlinkException(CoreErrorCode.INVALID_CONFIGURATION, why + ".");
    }

    private static ConfigOption<String> url(String prefix) {
        return ConfigOption.string(
                prefix + ".url",
                null,
                "The schema registry: http://HOST:PORT, several of one registry with commas between");
    }

    private static ConfigOption<String> subject(String prefix) {
        return ConfigOption.string(
                prefix + ".subject",
                null,
                "The subject under which the schema of written records is registered; Kafka: TOPIC-value or TOPIC-key unless set");
    }

    private static ConfigOption<String> schema(String prefix) {
        return ConfigOption.string(
                prefix + ".schema",
                null,
                "The schema of records in place of the one that follows from the columns, which it must hold: it is registered when they are written, and its defaults and aliases count when they are read");
    }

    private static ConfigOption<String> userInfo(String prefix) {
        return ConfigOption.string(prefix + ".basic-auth.user-info", null, "USER:PASSWORD for the schema registry");
    }

    private static ConfigOption<String> token(String prefix) {
        return ConfigOption.string(prefix + ".bearer-auth.token", null, "A token for the schema registry");
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return urls + " subject " + subject;
    }
}
