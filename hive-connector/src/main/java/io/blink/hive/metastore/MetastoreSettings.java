package io.blink.hive.metastore;

import static java.util.Objects.requireNonNull;

import io.blink.core.error.BlinkException;
import io.blink.hive.HiveErrorCode;
import java.time.Duration;
import java.util.List;

/**
 * How to talk to the metastore.
 *
 * @param addresses servers of one metastore, tried in this order
 * @param catalog the metastore's own catalog, a level above databases that Hive 3 introduced
 * @param user whom the metastore takes us for when it is not secured
 * @param connectTimeout for one connection attempt
 * @param readTimeout how long one request may take
 * @param retryTimeout how long after its start a request is still tried again
 * @param connectionsMax connections held at a time, so requests under way at a time
 * @param messageBytesMax the largest answer taken
 * @param partitionsPerRequest most partitions asked for or sent in one request
 */
public record MetastoreSettings(
        List<MetastoreAddress> addresses,
        String catalog,
        String user,
        Protocol protocol,
        Duration connectTimeout,
        Duration readTimeout,
        Duration retryTimeout,
        int connectionsMax,
        int messageBytesMax,
        int partitionsPerRequest) {
    /** The Thrift protocol and transport, which server and client must agree on. */
    public record Protocol(boolean compact, boolean framed) {}

    public static final String CATALOG_USUAL = "hive";

    public MetastoreSettings {
        addresses = List.copyOf(addresses);
        requireNonNull(catalog, "catalog");
        requireNonNull(user, "user");
        requireNonNull(protocol, "protocol");
        if (addresses.isEmpty()) {
            throw invalid("the list of metastore addresses is empty; set hive.metastore.uris");
        }
        requirePositive("connect timeout", connectTimeout);
        requirePositive("read timeout", readTimeout);
        requirePositive("retry timeout", retryTimeout);
        if (connectionsMax < 1 || messageBytesMax < 1 || partitionsPerRequest < 1) {
            throw invalid("connections, message bytes and partitions per request must be at least 1");
        }
    }

    /** The usual settings for these servers. */
    public static MetastoreSettings of(List<MetastoreAddress> addresses, String user) {
        return new MetastoreSettings(
                addresses,
                CATALOG_USUAL,
                user,
                new Protocol(false, false),
                Duration.ofSeconds(5),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                4,
                1 << 30,
                500);
    }

    public MetastoreSettings withTimeouts(Duration connect, Duration read, Duration retry) {
        return new MetastoreSettings(
                addresses,
                catalog,
                user,
                protocol,
                connect,
                read,
                retry,
                connectionsMax,
                messageBytesMax,
                partitionsPerRequest);
    }

    public MetastoreSettings withPartitionsPerRequest(int count) {
        return new MetastoreSettings(
                addresses,
                catalog,
                user,
                protocol,
                connectTimeout,
                readTimeout,
                retryTimeout,
                connectionsMax,
                messageBytesMax,
                count);
    }

    private static void requirePositive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw invalid("the " + what + " is " + duration + "; it must be positive");
        }
    }

    private static BlinkException invalid(String what) {
        return new BlinkException(HiveErrorCode.METASTORE_INVALID_SETTING, "Metastore settings: " + what);
    }
}
