package io.blink.testing.peers;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.functions.LookupFunction;

/**
 * Connector {@code side-input} for Flink, which cannot look rows up in files: a table {@code (key BIGINT, value STRING)} that has, in memory, a row for each key below
 * 10,000, whose value is the key in digits.
 */
public final class SideInputFactory implements DynamicTableSourceFactory {
    private static final int ROWS = 10_000;

    @Override
    public String factoryIdentifier() {
        return "side-input";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        return new SideInput();
    }

    private static final class SideInput implements LookupTableSource {
        @Override
        public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
            return LookupFunctionProvider.of(new Lookup());
        }

        @Override
        public DynamicTableSource copy() {
            return new SideInput();
        }

        @Override
        public String asSummaryString() {
            return "side input of " + ROWS + " rows";
        }
    }

    /** Instances are serialized by the planner: the rows are made where they are looked up. */
    public static final class Lookup extends LookupFunction {
        private static final long serialVersionUID = 1L;

        private transient RowData[] rows;

        @Override
        public Collection<RowData> lookup(RowData keys) {
            if (rows == null) {
                rows = new RowData[ROWS];
                for (int key = 0; key < ROWS; key++) {
                    rows[key] = GenericRowData.of((long) key, StringData.fromString(Integer.toString(key)));
                }
            }
            long key = keys.getLong(0);
            return key < 0 || key >= ROWS ? List.of() : List.of(rows[(int) key]);
        }
    }
}
