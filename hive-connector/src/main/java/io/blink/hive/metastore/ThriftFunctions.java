package io.blink.hive.metastore;

import io.blink.core.error.BlinkException;
import io.blink.hive.HiveErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.ResourceType;
import org.apache.hadoop.hive.metastore.api.ResourceUri;

/** The function requests of {@link ThriftMetastoreClient}. */
final class ThriftFunctions {
    private final MetastoreRequests requests;
    private final ThriftNames names;

    ThriftFunctions(MetastoreRequests requests, ThriftNames names) {
        this.requests = requests;
        this.names = names;
    }

    List<String> names(String database) {
        return requests.read(
                MetastoreCall.GET_FUNCTION_NAMES,
                "database " + database,
                connection -> connection.send(client -> client.get_functions(names.database(database), "*")));
    }

    Optional<MetastoreFunction> find(String database, String name) {
        try {
            Function raw = requests.send(
                    MetastoreCall.GET_FUNCTION,
                    "function " + database + "." + name,
                    (connection, repeated) ->
                            connection.send(client -> client.get_function(names.database(database), name)));
            return Optional.of(function(database, raw));
        } catch (NoSuchObjectException e) {
            return Optional.empty();
        } catch (AlreadyExistsException e) {
            throw MetastoreRequests.unexpected("function " + database + "." + name, e);
        }
    }

    private static MetastoreFunction function(String database, Function raw) {
        List<String> jars = new ArrayList<>();
        if (raw.getResourceUris() != null) {
            raw.getResourceUris().stream()
                    .filter(resource -> resource.getResourceType() == ResourceType.JAR)
                    .forEach(resource -> jars.add(resource.getUri()));
        }
        String owner = raw.getOwnerName() == null ? "" : raw.getOwnerName();
        return new MetastoreFunction(database, raw.getFunctionName(), raw.getClassName(), owner, jars);
    }

    private Function raw(MetastoreFunction function) {
        Function raw = new Function();
        raw.setFunctionName(function.name());
        raw.setDbName(function.database());
        raw.setCatName(names.catalog());
        raw.setClassName(function.className());
        raw.setOwnerName(function.owner());
        raw.setOwnerType(PrincipalType.USER);
        raw.setCreateTime((int) Instant.now().getEpochSecond());
        raw.setFunctionType(FunctionType.JAVA);
        List<ResourceUri> resources = new ArrayList<>();
        function.jars().forEach(jar -> resources.add(new ResourceUri(ResourceType.JAR, jar)));
        raw.setResourceUris(resources);
        return raw;
    }

    void create(MetastoreFunction function) {
        AtomicBoolean again = new AtomicBoolean();
        Function raw = raw(function);
        try {
            requests.send(
                    MetastoreCall.CREATE_FUNCTION, "function " + function.qualifiedName(), (connection, repeated) -> {
                        again.set(repeated);
                        return connection.send(client -> {
                            client.create_function(raw);
                            return null;
                        });
                    });
        } catch (AlreadyExistsException e) {
            // Whoever made the same one: it is there, and what was asked for.
            boolean ours = again.get()
                    && find(function.database(), function.name())
                            .filter(function::equals)
                            .isPresent();
            if (!ours) {
                throw new BlinkException(
                        HiveErrorCode.FUNCTION_ALREADY_EXISTS,
                        "Function " + function.qualifiedName() + " exists already",
                        e);
            }
        } catch (NoSuchObjectException e) {
            throw ThriftDatabases.notFound(function.database(), e);
        }
    }

    /** A metastore's own request changes all but the jars, in every version, so that other jars are a new function in the old one's place. */
    void alter(MetastoreFunction function) {
        MetastoreFunction known =
                find(function.database(), function.name()).orElseThrow(() -> notFound(function.qualifiedName(), null));
        if (!known.jars().equals(function.jars())) {
            replace(known, function);
            return;
        }
        Function raw = raw(function);
        requests.repeatable(
                MetastoreCall.ALTER_FUNCTION,
                "function " + function.qualifiedName(),
                connection -> connection.send(client -> {
                    client.alter_function(names.database(function.database()), function.name(), raw);
                    return null;
                }),
                e -> notFound(function.qualifiedName(), e));
    }

    /** Two requests; when the second one fails the old function comes back. */
    private void replace(MetastoreFunction known, MetastoreFunction function) {
        drop(known.database(), known.name());
        try {
            create(function);
        } catch (BlinkException e) {
            try {
                create(known);
            } catch (BlinkException lost) {
                e.addSuppressed(lost);
            }
            throw e;
        }
    }

    void drop(String database, String name) {
        requests.repeatable(
                MetastoreCall.DROP_FUNCTION,
                "function " + database + "." + name,
                connection -> connection.send(client -> {
                    client.drop_function(names.database(database), name);
                    return null;
                }),
                e -> notFound(database + "." + name, e));
    }

    private static BlinkException notFound(String name, Throwable cause) {
        return new BlinkException(HiveErrorCode.FUNCTION_NOT_FOUND, "Function " + name + " does not exist", cause);
    }
}
