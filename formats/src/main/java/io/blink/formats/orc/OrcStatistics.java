package io.blink.formats.orc;

import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.formats.SampledStatistics;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.orc.DateColumnStatistics;
import org.apache.orc.DecimalColumnStatistics;
import org.apache.orc.IntegerColumnStatistics;
import org.apache.orc.Reader;
import org.apache.orc.StringColumnStatistics;
import org.apache.orc.TypeDescription;

/** What a footer tells of top-level columns: bounds and NULLs, and of whole numbers as many values as their range has, or there are rows. */
final class OrcStatistics {
    private OrcStatistics() {}

    static TableStatistics of(Reader reader, long bytes) {
        Map<String, ColumnStatistics> columns = new HashMap<>();
        List<String> names = reader.getSchema().getFieldNames();
        List<TypeDescription> types = reader.getSchema().getChildren();
        org.apache.orc.ColumnStatistics[] statistics = reader.getStatistics();
        long rows = reader.getNumberOfRows();
        for (int i = 0; i < names.size(); i++) {
            int id = types.get(i).getId();
            if (types.get(i).getCategory().isPrimitive() && id < statistics.length) {
                columns.put(names.get(i).toLowerCase(Locale.ROOT), column(statistics[id], rows));
            }
        }
        return new TableStatistics(rows, bytes, columns);
    }

    private static ColumnStatistics column(org.apache.orc.ColumnStatistics statistics, long rows) {
        long values = statistics.getNumberOfValues();
        long nulls = Math.max(0, rows - values);
        if (values == 0) {
            return new ColumnStatistics(-1, nulls, null, null, -1);
        }
        if (statistics instanceof IntegerColumnStatistics integers) {
            return whole(rows, nulls, integers.getMinimum(), integers.getMaximum());
        }
        if (statistics instanceof DateColumnStatistics dates) {
            return whole(
                    rows,
                    nulls,
                    dates.getMinimumLocalDate().toEpochDay(),
                    dates.getMaximumLocalDate().toEpochDay());
        }
        if (statistics instanceof DecimalColumnStatistics decimals && decimals.getMinimum() != null) {
            String least = decimals.getMinimum().bigDecimalValue().toPlainString();
            String greatest = decimals.getMaximum().bigDecimalValue().toPlainString();
            return new ColumnStatistics(-1, nulls, least, greatest, -1);
        }
        boolean text = statistics instanceof StringColumnStatistics;
        double averageBytes = text ? (double) ((StringColumnStatistics) statistics).getSum() / values : -1;
        return new ColumnStatistics(-1, nulls, null, null, averageBytes);
    }

    private static ColumnStatistics whole(long rows, long nulls, long least, long greatest) {
        SampledStatistics.Part part = new SampledStatistics.Part(
                rows, nulls, BigDecimal.valueOf(least), BigDecimal.valueOf(greatest), true, true, -1, -1);
        return SampledStatistics.column(List.of(part), 1);
    }
}
