package io.blink.hive.metastore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.PartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.SetPartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.TableStatsRequest;

/** The statistics requests of {@link ThriftMetastoreClient}. */
final class ThriftStatisticsRequests {
    /** The engine under which Hive keeps its own figures, which are the ones to share. */
    private static final String ENGINE = "hive";

    private final MetastoreRequests requests;
    private final ThriftNames names;
    private final int partitionsPerRequest;

    ThriftStatisticsRequests(MetastoreRequests requests, ThriftNames names, int partitionsPerRequest) {
        this.requests = requests;
        this.names = names;
        this.partitionsPerRequest = partitionsPerRequest;
    }

    List<MetastoreColumnStatistics> ofTable(String database, String table, List<String> columns) {
        if (columns.isEmpty()) {
            return List.of();
        }
        TableStatsRequest request = new TableStatsRequest(database, table, columns);
        request.setCatName(names.catalog());
        request.setEngine(ENGINE);
        return convert(send(
                MetastoreCall.GET_TABLE_STATISTICS,
                database,
                table,
                (connection, repeated) -> connection.send(
                        client -> client.get_table_statistics_req(request).getTableStats())));
    }

    Map<String, List<MetastoreColumnStatistics>> ofPartitions(
            String database, String table, List<String> columns, List<String> partitionNames) {
        Map<String, List<MetastoreColumnStatistics>> found = new HashMap<>();
        for (int from = 0; from < partitionNames.size() && !columns.isEmpty(); from += partitionsPerRequest) {
            List<String> chunk = new ArrayList<>(
                    partitionNames.subList(from, Math.min(partitionNames.size(), from + partitionsPerRequest)));
            PartitionsStatsRequest request = new PartitionsStatsRequest(database, table, columns, chunk);
            request.setCatName(names.catalog());
            request.setEngine(ENGINE);
            send(
                            MetastoreCall.GET_PARTITIONS_STATISTICS,
                            database,
                            table,
                            (connection, repeated) ->
                                    connection.send(client -> client.get_partitions_statistics_req(request)
                                            .getPartStats()))
                    .forEach((name, objects) -> found.put(name, convert(objects)));
        }
        return found;
    }

    void updateTable(String database, String table, List<MetastoreColumnStatistics> statistics) {
        ColumnStatisticsDesc subject = new ColumnStatisticsDesc(true, names.database(database), table);
        update(MetastoreCall.UPDATE_TABLE_STATISTICS, database, table, subject, statistics);
    }

    void updatePartition(
            String database, String table, String partitionName, List<MetastoreColumnStatistics> statistics) {
        ColumnStatisticsDesc subject = new ColumnStatisticsDesc(false, names.database(database), table);
        subject.setPartName(partitionName);
        update(MetastoreCall.UPDATE_PARTITION_STATISTICS, database, table, subject, statistics);
    }

    private void update(
            MetastoreCall call,
            String database,
            String table,
            ColumnStatisticsDesc subject,
            List<MetastoreColumnStatistics> statistics) {
        if (statistics.isEmpty()) {
            return;
        }
        List<ColumnStatisticsObj> objects =
                statistics.stream().map(ThriftStatistics::write).toList();
        ColumnStatistics older = new ColumnStatistics(subject, new ArrayList<>(objects));
        older.setEngine(ENGINE);
        ColumnStatistics newer = older.deepCopy();
        newer.getStatsDesc().setDbName(database);
        newer.getStatsDesc().setCatName(names.catalog());
        SetPartitionsStatsRequest request = new SetPartitionsStatsRequest(List.of(newer));
        request.setEngine(ENGINE);
        send(
                call,
                database,
                table,
                (connection, repeated) -> connection.send(
                        call,
                        client -> subject.isIsTblLevel()
                                ? client.update_table_column_statistics_req(request)
                                        .isResult()
                                : client.update_partition_column_statistics_req(request)
                                        .isResult(),
                        client -> subject.isIsTblLevel()
                                ? client.update_table_column_statistics(older)
                                : client.update_partition_column_statistics(older)));
    }

    private <T> T send(MetastoreCall call, String database, String table, MetastoreRequests.Body<T> body) {
        try {
            return requests.send(call, "table " + database + "." + table, body);
        } catch (NoSuchObjectException e) {
            throw ThriftMetastoreClient.tableNotFound(database, table, e);
        } catch (AlreadyExistsException e) {
            throw MetastoreRequests.unexpected("table " + database + "." + table, e);
        }
    }

    private static List<MetastoreColumnStatistics> convert(List<ColumnStatisticsObj> objects) {
        return objects.stream()
                .map(ThriftStatistics::read)
                .flatMap(Optional::stream)
                .toList();
    }
}
