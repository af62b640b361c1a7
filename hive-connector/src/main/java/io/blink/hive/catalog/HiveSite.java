package io.blink.hive.catalog;

import io.blink.core.config.Durations;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.metastore.MetastoreReference;
import io.blink.hive.metastore.MetastoreSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** The settings of a {@code hive-site.xml} that concern a client, under the names of Hive 2 and 3 or later. */
final class HiveSite {
    private static final int FILE_BYTES_MAX = 16 << 20;

    private final Map<String, String> values;

    HiveSite(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Reads {@code hive-site.xml} in a folder of any file system. */
    static HiveSite in(String folder, FileSystems fileSystems) {
        String path = (folder.endsWith("/") ? folder : folder + "/") + "hive-site.xml";
        try (InputFile file = fileSystems.of(path).open(path)) {
            long length = file.length();
            if (length > FILE_BYTES_MAX) {
                throw invalid(path + " has " + length + " bytes, more than a settings file can have", null);
            }
            byte[] content = new byte[(int) length];
            file.readFully(0, content, 0, content.length);
            return new HiveSite(properties(content, path));
        } catch (IOException e) {
            throw invalid("'hive-conf-dir' = '" + folder + "': cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> properties(byte[] content, String path) throws IOException {
        Map<String, String> properties = new HashMap<>();
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // The default handler prints; what is wrong is in the exception.
            builder.setErrorHandler(new DefaultHandler());
            Document document = builder.parse(new ByteArrayInputStream(content));
            NodeList nodes = document.getElementsByTagName("property");
            for (int i = 0; i < nodes.getLength(); i++) {
                Element property = (Element) nodes.item(i);
                Optional<String> name = child(property, "name");
                Optional<String> value = child(property, "value");
                if (name.isPresent() && value.isPresent()) {
                    properties.put(name.get(), value.get());
                }
            }
            return properties;
        } catch (ParserConfigurationException | SAXException e) {
            throw invalid(path + " is not a settings file: " + e.getMessage(), e);
        }
    }

    private static Optional<String> child(Element property, String tag) {
        NodeList nodes = property.getElementsByTagName(tag);
        return nodes.getLength() == 0
                ? Optional.empty()
                : Optional.of(nodes.item(0).getTextContent().strip());
    }

    /** @param uris overrides the file's, when present */
    MetastoreReference metastore(Optional<String> uris, String user) {
        refuse("hive.metastore.sasl.enabled", "metastore.sasl.enabled", "Kerberos (SASL)");
        refuse("hive.metastore.use.SSL", "metastore.use.SSL", "TLS");
        String mode =
                text("hive.metastore.client.thrift.transport.mode", "metastore.client.thrift.transport.mode", "binary");
        if (!mode.equals("binary")) {
            throw unsupported("the Thrift transport mode '" + mode + "'");
        }
        String servers = uris.orElseGet(() -> text("hive.metastore.uris", "metastore.thrift.uris", ""));
        MetastoreReference usual = MetastoreReference.of(servers, user);
        return new MetastoreReference(
                servers,
                text("metastore.catalog.default", "hive.metastore.catalog.default", MetastoreSettings.CATALOG_USUAL),
                user,
                flag("hive.metastore.thrift.compact.protocol.enabled", "metastore.thrift.compact.protocol.enabled"),
                flag("hive.metastore.thrift.framed.transport.enabled", "metastore.thrift.framed.transport.enabled"),
                millis(
                        "hive.metastore.client.connection.timeout",
                        "metastore.client.connection.timeout",
                        usual.connectTimeoutMillis()),
                millis(
                        "hive.metastore.client.socket.timeout",
                        "metastore.client.socket.timeout",
                        usual.readTimeoutMillis()),
                usual.retryTimeoutMillis());
    }

    private void refuse(String key, String newerKey, String what) {
        if (flag(key, newerKey)) {
            throw unsupported(what + " (" + key + " = true)");
        }
    }

    private static BlinkException unsupported(String what) {
        return new BlinkException(
                HiveErrorCode.METASTORE_SECURITY_UNSUPPORTED,
                "The metastore asks for " + what + ", which Blink's metastore client does not speak; use a metastore"
                        + " endpoint with plain Thrift sockets");
    }

    private String text(String key, String newerKey, String fallback) {
        String value = values.get(key) != null ? values.get(key) : values.get(newerKey);
        return value == null ? fallback : value;
    }

    private boolean flag(String key, String newerKey) {
        return Boolean.parseBoolean(text(key, newerKey, "false"));
    }

    /** Hive's durations: a number of seconds, or with a unit. */
    private long millis(String key, String newerKey, long fallback) {
        String text = text(key, newerKey, "");
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            Duration duration = text.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Durations.parse(text);
            return Math.max(1, duration.toMillis());
        } catch (IllegalArgumentException e) {
            throw invalid("hive-site.xml: " + key + " = '" + text + "' is not a duration", e);
        }
    }

    private static BlinkException invalid(String message, Exception cause) {
        return new BlinkException(HiveErrorCode.METASTORE_INVALID_SETTING, message, cause);
    }
}
