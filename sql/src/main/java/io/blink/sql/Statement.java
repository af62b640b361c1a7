package io.blink.sql;

import io.blink.core.plan.SinkConflict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one statement asks for. Names are as written and not yet looked up. */
public sealed interface Statement {
    StatementKind kind();

    record Query(QueryText query) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.QUERY;
        }
    }

    /**
     * INSERT INTO or INSERT OVERWRITE.
     *
     * @param options of the target for this statement, laid over its own
     * @param partition the PARTITION clause, empty without one
     * @param ifNotExists write only if the (static) partition does not exist
     * @param columns the target columns in the query's order; empty for all of the table's in its order
     * @param conflict of rows that claim one primary key; {@code null} where the statement does not say
     */
    record Insert(
            ObjectName table,
            Map<String, String> options,
            boolean overwrite,
            List<PartitionValue> partition,
            boolean ifNotExists,
            List<String> columns,
            QueryText query,
            SinkConflict conflict)
            implements Statement {
        public Insert(
                ObjectName table,
                boolean overwrite,
                List<PartitionValue> partition,
                boolean ifNotExists,
                List<String> columns,
                QueryText query) {
            this(table, Map.of(), overwrite, partition, ifNotExists, columns, query, null);
        }

        @Override
        public StatementKind kind() {
            return StatementKind.INSERT;
        }
    }

    /** Several INSERTs that run as one job and commit together. */
    record StatementSet(List<Insert> inserts) implements Statement {
        public StatementSet {
            inserts = List.copyOf(inserts);
        }

        @Override
        public StatementKind kind() {
            return StatementKind.STATEMENT_SET;
        }
    }

    /**
     * CREATE TABLE in Hive's form ({@link #storage}, {@link #location}, {@link #properties}) or Flink's ({@link #options}), with a query for
     * CREATE TABLE AS. An empty {@link #columns} leaves the schema to the query or to the connector.
     *
     * @param orReplace whether a table of that name is dropped before
     * @param like the table whose columns are taken over, and more
     */
    record CreateTable(
            ObjectName table,
            boolean temporary,
            boolean orReplace,
            boolean external,
            boolean ifNotExists,
            List<ColumnDefinition> columns,
            Optional<PrimaryKey> primaryKey,
            Optional<WatermarkDefinition> watermark,
            Optional<String> comment,
            List<PartitionColumn> partitionColumns,
            StorageFormat storage,
            Optional<String> location,
            Map<String, String> properties,
            Map<String, String> options,
            Optional<TableLike> like,
            Optional<QueryText> query)
            implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.CREATE_TABLE;
        }
    }

    record CreateView(
            ObjectName view,
            boolean temporary,
            boolean orReplace,
            boolean ifNotExists,
            List<String> columns,
            Optional<String> comment,
            QueryText query)
            implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.CREATE_VIEW;
        }
    }

    record CreateDatabase(
            ObjectName database,
            boolean ifNotExists,
            Optional<String> comment,
            Optional<String> location,
            Map<String, String> properties)
            implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.CREATE_DATABASE;
        }
    }

    record CreateCatalog(ObjectName catalog, boolean ifNotExists, Optional<String> comment, Map<String, String> options)
            implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.CREATE_CATALOG;
        }
    }

    /** @param properties that are added or get another value */
    record AlterDatabase(ObjectName database, Map<String, String> properties) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.ALTER_DATABASE;
        }
    }

    /**
     * ALTER CATALOG.
     *
     * @param set options that are added or get another value
     * @param reset options that the catalog shall not have any more
     * @param comment another one; empty for its own
     */
    record AlterCatalog(ObjectName catalog, Map<String, String> set, List<String> reset, Optional<String> comment)
            implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.ALTER_CATALOG;
        }
    }

    record AlterTable(ObjectName table, boolean ifExists, AlterTableAction action) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.ALTER_TABLE;
        }
    }

    /** ALTER VIEW … AS: another query for a view. */
    record AlterView(ObjectName view, QueryText query) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.ALTER_VIEW;
        }
    }

    /** @param partition the one partition that is emptied; without values the whole table, whose partitions go */
    record TruncateTable(ObjectName table, List<PartitionValue> partition) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.TRUNCATE_TABLE;
        }
    }

    /**
     * MSCK REPAIR TABLE: the catalog's partitions after the folders that there are.
     *
     * @param add whether folders that are no partition become one
     * @param drop whether partitions without a folder go
     */
    record RepairTable(ObjectName table, boolean add, boolean drop) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.REPAIR_TABLE;
        }
    }

    /**
     * ANALYZE TABLE … COMPUTE STATISTICS.
     *
     * @param partition values that the partitions must have; columns without a value stand for all
     * @param columns for {@link AnalyzeScope#COLUMNS}
     */
    record AnalyzeTable(ObjectName table, List<PartitionValue> partition, AnalyzeScope scope, List<ColumnName> columns)
            implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.ANALYZE_TABLE;
        }
    }

    record DropTable(ObjectName table, boolean ifExists, boolean temporary) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.DROP_TABLE;
        }
    }

    record DropView(ObjectName view, boolean ifExists, boolean temporary) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.DROP_VIEW;
        }
    }

    record DropDatabase(ObjectName database, boolean ifExists, boolean cascade) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.DROP_DATABASE;
        }
    }

    record DropCatalog(ObjectName catalog, boolean ifExists) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.DROP_CATALOG;
        }
    }

    /**
     * SHOW.
     *
     * @param of the database to list, or the table whose columns, partitions or definition are shown
     * @param pattern over the names; of SHOW TBLPROPERTIES the one key
     * @param partition values that the shown partitions must have
     */
    record Show(
            ShowTarget target, Optional<ObjectName> of, Optional<NamePattern> pattern, List<PartitionValue> partition)
            implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.SHOW;
        }
    }

    /** @param column the one that is described; the whole table without */
    record DescribeTable(ObjectName table, boolean extended, Optional<ColumnName> column) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.DESCRIBE_TABLE;
        }
    }

    record DescribeDatabase(ObjectName database, boolean extended) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.DESCRIBE_DATABASE;
        }
    }

    /** @param extended with its options */
    record DescribeCatalog(ObjectName catalog, boolean extended) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.DESCRIBE_CATALOG;
        }
    }

    /** LOAD MODULE, UNLOAD MODULE and USE MODULES. */
    record Modules(ModuleAction action, List<ColumnName> names) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.MODULES;
        }
    }

    record UseCatalog(ObjectName catalog) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.USE_CATALOG;
        }
    }

    /** USE database, or catalog.database. */
    record UseDatabase(ObjectName database) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.USE_DATABASE;
        }
    }

    /**
     * CREATE FUNCTION.
     *
     * @param system of the whole session, without catalog and database; only of temporary ones
     */
    record CreateFunction(
            ObjectName function,
            boolean temporary,
            boolean system,
            boolean orReplace,
            boolean ifNotExists,
            FunctionDefinition definition)
            implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.CREATE_FUNCTION;
        }
    }

    record AlterFunction(
            ObjectName function, boolean temporary, boolean system, boolean ifExists, FunctionDefinition definition)
            implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.ALTER_FUNCTION;
        }
    }

    record DropFunction(ObjectName function, boolean temporary, boolean system, boolean ifExists) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.DROP_FUNCTION;
        }
    }

    record DescribeFunction(ObjectName function, boolean extended) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.DESCRIBE_FUNCTION;
        }
    }

    /** A jar for all functions of the session. */
    record AddJar(String path) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.ADD_JAR;
        }
    }

    record RemoveJar(String path) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.REMOVE_JAR;
        }
    }

    /** @param savepoint whether the job ends with one; otherwise it is canceled @param drain whether event time ends before */
    record StopJob(String jobId, boolean savepoint, boolean drain) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.STOP_JOB;
        }
    }

    /** @param folder in which the savepoint gets one of its own; empty: what the settings say */
    record CreateSavepoint(String jobId, Optional<String> folder) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.CREATE_SAVEPOINT;
        }
    }

    /** Deletes a savepoint. */
    record DropSavepoint(String folder) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.DROP_SAVEPOINT;
        }
    }

    /** How a job does. */
    record DescribeJob(String jobId) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.DESCRIBE_JOB;
        }
    }

    /** The latest checkpoints of a job. */
    record ShowCheckpoints(String jobId) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.SHOW_CHECKPOINTS;
        }
    }

    /** SET: with key and value it sets, with a key alone it shows that setting, with neither it shows all. */
    record Set(Optional<String> key, Optional<String> value) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.SET;
        }
    }

    /** RESET of one key, or of all. */
    record Reset(Optional<String> key) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.RESET;
        }
    }

    /** @param analyze EXPLAIN ANALYZE: the statement runs, and the plan says what its operators did */
    record Explain(Statement statement, java.util.Set<ExplainDetail> details, boolean analyze) implements Statement {
        @Override
        public StatementKind kind() {
            return StatementKind.EXPLAIN;
        }
    }
}
