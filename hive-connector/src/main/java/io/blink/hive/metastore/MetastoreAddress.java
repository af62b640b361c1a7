package io.blink.hive.metastore;

import static java.util.Objects.requireNonNull;

import io.blink.core.error.BlinkException;
import io.blink.hive.HiveErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Where one metastore server listens. */
public record MetastoreAddress(String host, int port) {
    public static final int PORT_USUAL = 9083;

    public MetastoreAddress {
        requireNonNull(host, "host");
        if (port < 1 || port > 65535) {
            throw new BlinkException(
                    HiveErrorCode.METASTORE_INVALID_SETTING,
                    "Metastore port " + port + " of " + host + " is out of range; give 1 to 65535");
        }
    }

    /** Reads {@code hive.metastore.uris}: {@code thrift://host:port} separated by commas. */
    public static List<MetastoreAddress> parseList(String uris) {
        List<MetastoreAddress> addresses = new ArrayList<>();
        for (String uri : uris.split(",", -1)) {
            if (!uri.isBlank()) {
                addresses.add(parse(uri.strip()));
            }
        }
        if (addresses.isEmpty()) {
            throw new BlinkException(
                    HiveErrorCode.METASTORE_INVALID_SETTING,
                    "hive.metastore.uris is empty; give the metastore as thrift://host:9083 (Blink does not embed a metastore)");
        }
        return List.copyOf(addresses);
    }

    private static MetastoreAddress parse(String text) {
        try {
            URI uri = new URI(text);
            if (!"thrift".equals(uri.getScheme()) || uri.getHost() == null) {
                throw malformed(text, null);
            }
            return new MetastoreAddress(uri.getHost(), uri.getPort() < 0 ? PORT_USUAL : uri.getPort());
        } catch (URISyntaxException e) {
            throw malformed(text, e);
        }
    }

    private static BlinkException malformed(String text, Exception cause) {
        return new BlinkException(
                HiveErrorCode.METASTORE_INVALID_SETTING,
                "Metastore address '" + text + "' is not of the form thrift://host:port",
                cause);
    }

    @Override
    public String toString() {
        return "thrift://" + host + ":" + port;
    }
}
