package io.blink.hive.write;

import io.blink.core.config.Configuration;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.SinkPlan;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.TableSink;
import io.blink.core.type.Field;
import io.blink.formats.FileRolling;
import io.blink.formats.MergePolicy;
import io.blink.formats.partition.CommitTrigger;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.HiveFileFormat;
import io.blink.hive.HiveTableOptions;
import io.blink.hive.catalog.HiveTableSchema;
import io.blink.hive.catalog.HiveTables;
import io.blink.hive.commit.WriteHandle;
import io.blink.hive.metastore.MetastoreReference;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.metastore.PartitionName;
import io.blink.hive.partition.PartitionValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A Hive table as the target of an INSERT. */
public final class HiveTableSink implements TableSink {
    private static final String METASTORE_POLICY = "metastore";
    private static final String SUCCESS_FILE_POLICY = "success-file";

    private final MetastoreTable table;
    private final MetastoreReference metastore;
    private final Configuration options;

    public HiveTableSink(MetastoreTable table, MetastoreReference metastore, Map<String, String> options) {
        this.table = table;
        this.metastore = metastore;
        this.options = new Configuration(options);
    }

    @Override
    public SinkPlan plan(SinkRequest request) {
        HiveFileFormat format = writableFormat();
        HiveTableSchema schema = HiveTableSchema.of(table);
        List<String> staticValues = staticValues(request, schema);
        Set<String> policies = policies(request.mode());
        if (request.overwrite() && request.mode() == ExecutionMode.STREAMING) {
            throw new BlinkException(
                    CoreErrorCode.NOT_SUPPORTED,
                    "INSERT OVERWRITE of " + table.qualifiedName()
                            + " needs a query that ends; a stream can only INSERT INTO");
        }
        WriteHandle handle = new WriteHandle(
                metastore,
                table.database(),
                table.name(),
                table.storage().location().orElseThrow(),
                format.formatName(),
                HiveFileFormat.options(table.parameters()),
                schema.dataColumns(),
                schema.partitionColumns(),
                staticValues,
                request.overwrite(),
                request.mode(),
                request.mode() == ExecutionMode.BATCH || policies.contains(METASTORE_POLICY),
                request.mode() == ExecutionMode.BATCH ? CommitTrigger.AT_ONCE : trigger(schema),
                policies.contains(SUCCESS_FILE_POLICY) ? options.get(HiveTableOptions.SUCCESS_FILE) : "",
                FileRolling.of(options),
                WriteHandle.Role.WRITE,
                MergePolicy.of(options, request.mode()));
        List<Integer> dynamic = dynamicColumns(schema, staticValues.size());
        List<Integer> sorted = request.mode() == ExecutionMode.BATCH ? dynamic : List.of();
        if (handle.merge().merges()) {
            // Files are merged by partition, so that rows may be written by whichever task has them.
            return new SinkPlan(
                    handle.as(WriteHandle.Role.MERGE).handle(),
                    List.of(),
                    sorted,
                    describe(request, format, handle) + ", small files merged",
                    handle.as(WriteHandle.Role.STAGE).handle());
        }
        return new SinkPlan(handle.handle(), dynamic, sorted, describe(request, format, handle));
    }

    private HiveFileFormat writableFormat() {
        if (table.kind().isView()) {
            throw new BlinkException(
                    HiveErrorCode.INVALID_TABLE, table.qualifiedName() + " is a view; insert into the table below it");
        }
        HiveTables.refuseTransactional(table.parameters(), table.qualifiedName());
        if (table.storage().bucketCount() > 0
                && !table.storage().bucketColumns().isEmpty()) {
            throw new BlinkException(
                    HiveErrorCode.BUCKETED_TABLE,
                    "Table " + table.qualifiedName() + " is bucketed by "
                            + table.storage().bucketColumns() + " into "
                            + table.storage().bucketCount()
                            + " buckets; Blink does not write bucketed tables: insert into an unbucketed table and let Hive copy it");
        }
        return HiveFileFormat.of(table);
    }

    /** Values for the leading partition columns; Hive allows static values only before dynamic ones. */
    private List<String> staticValues(SinkRequest request, HiveTableSchema schema) {
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(request.staticPartition());
        List<String> values = new ArrayList<>();
        List<String> names = schema.partitionColumns().stream().map(Field::name).toList();
        for (Field column : schema.partitionColumns()) {
            if (given.containsKey(column.name())) {
                if (values.size() < names.indexOf(column.name())) {
                    throw new BlinkException(
                            HiveErrorCode.INVALID_PARTITION_VALUE,
                            "PARTITION of " + table.qualifiedName() + " fixes " + column.name()
                                    + " but not all partition columns before it; the order is " + names);
                }
                values.add(canonical(given.remove(column.name()), column));
            }
        }
        if (!given.isEmpty()) {
            String unknown = given.keySet().iterator().next();
            throw new BlinkException(
                    HiveErrorCode.INVALID_PARTITION_VALUE,
                    "Table " + table.qualifiedName() + " has no partition column " + unknown + "; they are " + names
                            + "." + NearestName.hint(unknown, names));
        }
        return values;
    }

    private String canonical(String text, Field column) {
        return PartitionValues.canonical(text, column, "PARTITION of INSERT into " + table.qualifiedName());
    }

    private Set<String> policies(ExecutionMode mode) {
        Set<String> policies = new TreeSet<>();
        options.optional(HiveTableOptions.COMMIT_POLICY)
                .ifPresent(text ->
                        Arrays.stream(text.split(",")).map(String::strip).forEach(policies::add));
        List<String> known = List.of(METASTORE_POLICY, SUCCESS_FILE_POLICY);
        for (String policy : policies) {
            if (!known.contains(policy)) {
                throw new BlinkException(
                        CoreErrorCode.INVALID_CONFIGURATION,
                        "'" + HiveTableOptions.COMMIT_POLICY.key() + "' of " + table.qualifiedName()
                                + " names the policy '" + policy + "'; there are " + known + "."
                                + NearestName.hint(policy, known));
            }
        }
        if (mode == ExecutionMode.STREAMING) {
            checkStreamingCommit(policies);
        }
        return policies;
    }

    private void checkStreamingCommit(Set<String> policies) {
        if (policies.isEmpty() && !table.partitionColumns().isEmpty()) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION,
                    "A stream into the partitioned table " + table.qualifiedName() + " needs '"
                            + HiveTableOptions.COMMIT_POLICY.key()
                            + "', else nobody learns of its partitions; set the table property to 'metastore,success-file'");
        }
    }

    private CommitTrigger trigger(HiveTableSchema schema) {
        List<String> keys = schema.partitionColumns().stream().map(Field::name).toList();
        return CommitTrigger.of(table.qualifiedName(), keys, options);
    }

    /** Positions of the partition columns that rows decide, in the table's order of columns: partition columns come last. */
    private static List<Integer> dynamicColumns(HiveTableSchema schema, int staticCount) {
        int first = schema.dataColumns().size();
        return IntStream.range(
                        first + staticCount, first + schema.partitionColumns().size())
                .boxed()
                .toList();
    }

    private String describe(SinkRequest request, HiveFileFormat format, WriteHandle handle) {
        StringBuilder text = new StringBuilder("hive ");
        text.append(request.overwrite() ? "overwrite " : "insert into ").append(table.qualifiedName());
        text.append(", format ").append(format.formatName());
        if (handle.isPartitioned()) {
            text.append(", partition ")
                    .append(PartitionName.of(
                            handle.partitionNames()
                                    .subList(0, handle.staticValues().size()),
                            handle.staticValues()));
            handle.partitionNames().stream()
                    .skip(handle.staticValues().size())
                    .forEach(name -> text.append('/').append(name).append("=*"));
        }
        return text.toString();
    }
}
