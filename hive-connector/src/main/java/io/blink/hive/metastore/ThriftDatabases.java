package io.blink.hive.metastore;

import io.blink.core.error.BlinkException;
import io.blink.hive.HiveErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.CreateDatabaseRequest;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.DropDatabaseRequest;
import org.apache.hadoop.hive.metastore.api.GetDatabaseRequest;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;

/** The database requests of {@link ThriftMetastoreClient}. */
final class ThriftDatabases {
    private final MetastoreRequests requests;
    private final ThriftNames names;

    ThriftDatabases(MetastoreRequests requests, ThriftNames names) {
        this.requests = requests;
        this.names = names;
    }

    List<String> names() {
        return requests.read(
                MetastoreCall.GET_ALL_DATABASES,
                "all databases",
                connection -> connection.send(client -> client.get_databases(names.database("*"))));
    }

    Optional<MetastoreDatabase> find(String database) {
        GetDatabaseRequest request = new GetDatabaseRequest();
        request.setCatalogName(names.catalog());
        request.setName(database);
        try {
            Database raw = requests.send(
                    MetastoreCall.GET_DATABASE,
                    "database " + database,
                    (connection, repeated) -> connection.send(
                            MetastoreCall.GET_DATABASE,
                            client -> client.get_database_req(request),
                            client -> client.get_database(names.database(database))));
            return Optional.of(ThriftObjects.database(raw));
        } catch (NoSuchObjectException e) {
            return Optional.empty();
        } catch (AlreadyExistsException e) {
            throw MetastoreRequests.unexpected("database " + database, e);
        }
    }

    void create(MetastoreDatabase database) {
        Map<String, String> parameters = new HashMap<>(database.parameters());
        String tag = UUID.randomUUID().toString();
        parameters.put(ThriftMetastoreClient.CREATION_TAG, tag);
        CreateDatabaseRequest request = new CreateDatabaseRequest(database.name());
        request.setCatalogName(names.catalog());
        request.setDescription(database.comment().orElse(null));
        request.setLocationUri(database.location().orElse(null));
        request.setParameters(parameters);
        Database older = new Database(
                database.name(),
                database.comment().orElse(null),
                database.location().orElse(null),
                parameters);
        older.setCatalogName(names.catalog());
        try {
            requests.send(
                    MetastoreCall.CREATE_DATABASE,
                    "database " + database.name(),
                    (connection, repeated) -> connection.send(
                            MetastoreCall.CREATE_DATABASE,
                            client -> {
                                client.create_database_req(request);
                                return null;
                            },
                            client -> {
                                client.create_database(older);
                                return null;
                            }));
        } catch (AlreadyExistsException e) {
            if (!tag.equals(find(database.name())
                    .map(found -> found.parameters().get(ThriftMetastoreClient.CREATION_TAG))
                    .orElse(null))) {
                throw new BlinkException(
                        HiveErrorCode.DATABASE_ALREADY_EXISTS, "Database " + database.name() + " exists already", e);
            }
        } catch (NoSuchObjectException e) {
            throw MetastoreRequests.unexpected("database " + database.name(), e);
        }
    }

    /** With its tables, if {@code cascade}. */
    void drop(String database, boolean cascade) {
        if (find(database).isEmpty()) {
            // Metastores before 4 answer a drop of a missing database as any failure.
            throw notFound(database, null);
        }
        DropDatabaseRequest request = new DropDatabaseRequest(database, false, true, cascade);
        request.setCatalogName(names.catalog());
        requests.repeatable(
                MetastoreCall.DROP_DATABASE,
                "database " + database,
                connection -> connection.send(
                        MetastoreCall.DROP_DATABASE,
                        client -> {
                            client.drop_database_req(request);
                            return null;
                        },
                        client -> {
                            client.drop_database(names.database(database), true, cascade);
                            return null;
                        }),
                e -> notFound(database, e));
    }

    static BlinkException notFound(String database, Exception cause) {
        return new BlinkException(HiveErrorCode.DATABASE_NOT_FOUND, "Database " + database + " does not exist", cause);
    }
}
