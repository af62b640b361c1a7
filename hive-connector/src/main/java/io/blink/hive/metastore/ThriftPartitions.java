package io.blink.hive.metastore;

import io.blink.core.error.BlinkException;
import io.blink.hive.HiveErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hadoop.hive.metastore.api.AddPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.AlterPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.DropPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByFilterRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByNamesRequest;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.RequestPartsSpec;

/** The partition requests of {@link ThriftMetastoreClient}. */
final class ThriftPartitions {
    private static final short ALL = -1;
    /** Rounds of adding what is missing; another writer may register partitions between our look and our add. */
    private static final int ADD_ROUNDS_MAX = 5;

    private final MetastoreRequests requests;
    private final ThriftNames names;
    private final int partitionsPerRequest;

    ThriftPartitions(MetastoreRequests requests, ThriftNames names, int partitionsPerRequest) {
        this.requests = requests;
        this.names = names;
        this.partitionsPerRequest = partitionsPerRequest;
    }

    List<String> names(String database, String table) {
        return ofTable(
                MetastoreCall.GET_PARTITION_NAMES,
                database,
                table,
                (connection, repeated) ->
                        connection.send(client -> client.get_partition_names(names.database(database), table, ALL)));
    }

    List<String> names(String database, String table, List<String> values) {
        return ofTable(
                MetastoreCall.GET_PARTITION_NAMES_BY_VALUES,
                database,
                table,
                (connection, repeated) -> connection.send(
                        client -> client.get_partition_names_ps(names.database(database), table, values, ALL)));
    }

    Optional<List<MetastorePartition>> byFilter(String database, String table, String filter) {
        GetPartitionsByFilterRequest request = new GetPartitionsByFilterRequest(database, table, filter);
        request.setCatName(names.catalog());
        request.setMaxParts(ALL);
        return ofTable(MetastoreCall.GET_PARTITIONS_BY_FILTER, database, table, (connection, repeated) -> {
            try {
                return Optional.of(convert(connection.send(
                        MetastoreCall.GET_PARTITIONS_BY_FILTER,
                        client -> client.get_partitions_by_filter_req(request),
                        client -> client.get_partitions_by_filter(names.database(database), table, filter, ALL))));
            } catch (MetaException e) {
                return Optional.empty();
            }
        });
    }

    List<MetastorePartition> byName(String database, String table, Collection<String> partitionNames) {
        List<MetastorePartition> found = new ArrayList<>();
        for (List<String> chunk : chunks(partitionNames)) {
            found.addAll(convert(rawByName(database, table, chunk)));
        }
        return found;
    }

    private List<Partition> rawByName(String database, String table, List<String> chunk) {
        GetPartitionsByNamesRequest request = new GetPartitionsByNamesRequest(names.database(database), table);
        request.setNames(chunk);
        return ofTable(
                MetastoreCall.GET_PARTITIONS_BY_NAMES,
                database,
                table,
                (connection, repeated) -> connection.send(
                        MetastoreCall.GET_PARTITIONS_BY_NAMES,
                        client -> client.get_partitions_by_names_req(request).getPartitions(),
                        client -> client.get_partitions_by_names(names.database(database), table, chunk)));
    }

    int add(MetastoreTable table, List<MetastorePartition> partitions) {
        Map<String, MetastorePartition> byName = new HashMap<>();
        for (MetastorePartition partition : partitions) {
            byName.put(name(table, partition), partition);
        }
        int added = 0;
        for (List<String> chunk : chunks(byName.keySet().stream().sorted().toList())) {
            added += addChunk(table, chunk.stream().map(byName::get).toList());
        }
        return added;
    }

    /**
     * Adds all or nothing; told that some exist, checks where these are and adds the others. So an add whose answer was lost finds its own partitions
     * when repeated.
     */
    private int addChunk(MetastoreTable table, List<MetastorePartition> chunk) {
        List<MetastorePartition> missing = chunk;
        for (int round = 0; round < ADD_ROUNDS_MAX && !missing.isEmpty(); round++) {
            if (tryAdd(table, missing)) {
                return missing.size();
            }
            missing = withoutRegistered(table, chunk);
        }
        if (!missing.isEmpty()) {
            throw new BlinkException(
                    HiveErrorCode.METASTORE_FAILED,
                    "Partitions of " + table.qualifiedName() + " were added and dropped by others while "
                            + missing.size()
                            + " of them, first " + name(table, missing.get(0)) + ", were to be added; gave up after "
                            + ADD_ROUNDS_MAX
                            + " rounds");
        }
        return 0;
    }

    private boolean tryAdd(MetastoreTable table, List<MetastorePartition> partitions) {
        List<Partition> raw = new ArrayList<>();
        for (MetastorePartition partition : partitions) {
            Partition target = new Partition();
            ThriftObjects.write(partition, table, names.catalog(), target);
            raw.add(target);
        }
        AddPartitionsRequest request = new AddPartitionsRequest(table.database(), table.name(), raw, false);
        request.setCatName(names.catalog());
        request.setNeedResult(false);
        try {
            requests.send(
                    MetastoreCall.ADD_PARTITIONS,
                    "table " + table.qualifiedName(),
                    (connection, repeated) -> connection.send(client -> client.add_partitions_req(request)));
            return true;
        } catch (AlreadyExistsException e) {
            return false;
        } catch (NoSuchObjectException e) {
            throw ThriftMetastoreClient.tableNotFound(table.database(), table.name(), e);
        }
    }

    private List<MetastorePartition> withoutRegistered(MetastoreTable table, List<MetastorePartition> chunk) {
        Map<List<String>, MetastorePartition> registered = new HashMap<>();
        List<String> chunkNames =
                chunk.stream().map(partition -> name(table, partition)).toList();
        for (MetastorePartition partition : convert(rawByName(table.database(), table.name(), chunkNames))) {
            registered.put(partition.values(), partition);
        }
        List<MetastorePartition> missing = new ArrayList<>();
        for (MetastorePartition wanted : chunk) {
            MetastorePartition found = registered.get(wanted.values());
            if (found == null) {
                missing.add(wanted);
            } else {
                requireSameLocation(table, wanted, found);
            }
        }
        return missing;
    }

    private static void requireSameLocation(MetastoreTable table, MetastorePartition wanted, MetastorePartition found) {
        String wantedLocation = wanted.storage().location().orElse("");
        String foundLocation = found.storage().location().orElse("");
        if (!MetastoreLocation.same(wantedLocation, foundLocation)) {
            throw new BlinkException(
                    HiveErrorCode.PARTITION_LOCATION_CONFLICT,
                    "Partition " + name(table, wanted) + " of " + table.qualifiedName() + " is registered at "
                            + foundLocation
                            + ", but its rows were written to " + wantedLocation
                            + "; someone else registered it meanwhile: run the statement again");
        }
    }

    void alter(MetastoreTable table, Collection<String> partitionNames, UnaryOperator<MetastorePartition> change) {
        for (List<String> chunk : chunks(partitionNames)) {
            List<Partition> raw = rawByName(table.database(), table.name(), chunk);
            if (raw.size() < chunk.size()) {
                throw new BlinkException(
                        HiveErrorCode.PARTITION_NOT_FOUND,
                        "Of " + chunk.size() + " partitions of " + table.qualifiedName() + " to alter, from "
                                + chunk.get(0) + " to " + chunk.get(chunk.size() - 1) + ", only " + raw.size()
                                + " exist");
            }
            for (Partition partition : raw) {
                ThriftObjects.write(
                        change.apply(ThriftObjects.partition(partition)), table, names.catalog(), partition);
            }
            alterRaw(table, raw);
        }
    }

    private void alterRaw(MetastoreTable table, List<Partition> raw) {
        EnvironmentContext context = ThriftMetastoreClient.keepStatistics();
        AlterPartitionsRequest request = new AlterPartitionsRequest(table.database(), table.name(), raw);
        request.setCatName(names.catalog());
        request.setEnvironmentContext(context);
        ofTable(
                MetastoreCall.ALTER_PARTITIONS,
                table.database(),
                table.name(),
                (connection, repeated) -> connection.send(
                        MetastoreCall.ALTER_PARTITIONS,
                        client -> {
                            client.alter_partitions_req(request);
                            return null;
                        },
                        client -> {
                            client.alter_partitions_with_environment_context(
                                    names.database(table.database()), table.name(), raw, context);
                            return null;
                        }));
    }

    void drop(String database, String table, Collection<String> partitionNames, boolean deleteData) {
        for (List<String> chunk : chunks(partitionNames)) {
            DropPartitionsRequest request = new DropPartitionsRequest(database, table, RequestPartsSpec.names(chunk));
            request.setCatName(names.catalog());
            request.setDeleteData(deleteData);
            request.setIfExists(true);
            request.setNeedResult(false);
            ofTable(
                    MetastoreCall.DROP_PARTITIONS,
                    database,
                    table,
                    (connection, repeated) -> connection.send(client -> client.drop_partitions_req(request)));
        }
    }

    private <T> T ofTable(MetastoreCall call, String database, String table, MetastoreRequests.Body<T> body) {
        try {
            return requests.send(call, "table " + database + "." + table, body);
        } catch (NoSuchObjectException e) {
            throw ThriftMetastoreClient.tableNotFound(database, table, e);
        } catch (AlreadyExistsException e) {
            throw MetastoreRequests.unexpected("table " + database + "." + table, e);
        }
    }

    private List<List<String>> chunks(Collection<String> partitionNames) {
        List<String> all = List.copyOf(partitionNames);
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += partitionsPerRequest) {
            chunks.add(new ArrayList<>(all.subList(from, Math.min(all.size(), from + partitionsPerRequest))));
        }
        return chunks;
    }

    private static List<MetastorePartition> convert(List<Partition> raw) {
        return raw.stream().map(ThriftObjects::partition).toList();
    }

    private static String name(MetastoreTable table, MetastorePartition partition) {
        return PartitionName.of(
                table.partitionColumns().stream().map(MetastoreColumn::name).toList(), partition.values());
    }
}
