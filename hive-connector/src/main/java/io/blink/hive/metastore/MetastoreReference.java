package io.blink.hive.metastore;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.blink.core.plan.PlanJson;
import java.time.Duration;

/** A metastore by name, as it travels in table options and connector handles; the rest of {@link MetastoreSettings} is the usual. */
public record MetastoreReference(
        String uris,
        String catalog,
        String user,
        boolean compact,
        boolean framed,
        long connectTimeoutMillis,
        long readTimeoutMillis,
        long retryTimeoutMillis) {
    public MetastoreReference {
        requireNonNull(uris, "uris");
        requireNonNull(catalog, "catalog");
        requireNonNull(user, "user");
    }

    /** The usual settings for these servers. */
    public static MetastoreReference of(String uris, String user) {
        MetastoreSettings usual = MetastoreSettings.of(MetastoreAddress.parseList(uris), user);
        return new MetastoreReference(
                uris,
                usual.catalog(),
                user,
                false,
                false,
                usual.connectTimeout().toMillis(),
                usual.readTimeout().toMillis(),
                usual.retryTimeout().toMillis());
    }

    public static MetastoreReference parse(String json) {
        return PlanJson.read(json, MetastoreReference.class);
    }

    public String json() {
        return PlanJson.write(this);
    }

    @JsonIgnore
    public MetastoreSettings settings() {
        MetastoreSettings usual = MetastoreSettings.of(MetastoreAddress.parseList(uris), user);
        return new MetastoreSettings(
                usual.addresses(),
                catalog,
                user,
                new MetastoreSettings.Protocol(compact, framed),
                Duration.ofMillis(connectTimeoutMillis),
                Duration.ofMillis(readTimeoutMillis),
                Duration.ofMillis(retryTimeoutMillis),
                usual.connectionsMax(),
                usual.messageBytesMax(),
                usual.partitionsPerRequest());
    }
}
