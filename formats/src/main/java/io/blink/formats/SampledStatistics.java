package io.blink.formats;

import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Statistics of a whole from those of some of its parts: of a file from its row groups, of a table from its files. Values of a part are taken to be drawn
 * evenly from a domain; how far the domains of parts are the same is told by how far their ranges overlap. Pure.
 */
public final class SampledStatistics {
    /** Beyond this share of different values every value is taken to be another. */
    private static final double UNIQUE = 0.98;

    private static final double DOMAIN_MAX = 1e15;

    /**
     * A column in one part.
     *
     * @param rows NULLs included
     * @param nulls -1: unknown
     * @param least {@code null}: unknown
     * @param greatest {@code null}: unknown
     * @param whole whether no value lies between two neighbouring numbers
     * @param looked whether {@code distinct} was looked for; a part where it was not counts with its range alone
     * @param distinct -1: not known, so many values
     * @param averageBytes -1: unknown
     */
    public record Part(
            double rows,
            double nulls,
            BigDecimal least,
            BigDecimal greatest,
            boolean whole,
            boolean looked,
            double distinct,
            double averageBytes) {
        private boolean hasRange() {
            return least != null && greatest != null;
        }

        private double width() {
            return Math.max(greatest.subtract(least).doubleValue() + (whole ? 1 : 0), Double.MIN_NORMAL);
        }

        private double values() {
            return Math.max(1, rows - Math.max(0, nulls));
        }

        /** Whether as good as every value is another, as of a key, or so many that nobody counted them. */
        private boolean isUnique() {
            return distinct < 0 || distinct >= values() * UNIQUE;
        }

        /** How many values there are to draw from. */
        private double domain() {
            double drawn = distinct < 0 ? DOMAIN_MAX : domain(distinct, values());
            return whole && hasRange() ? Math.min(drawn, width()) : drawn;
        }

        /** Solves {@code distinct = domain * (1 - exp(-rows / domain))}. */
        private static double domain(double distinct, double rows) {
            if (distinct >= rows * UNIQUE) {
                return DOMAIN_MAX;
            }
            double low = Math.max(1, distinct);
            double high = DOMAIN_MAX;
            for (int i = 0; i < 60 && high / low > 1.001; i++) {
                double middle = Math.sqrt(low * high);
                if (drawn(middle, rows) < distinct) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    private SampledStatistics() {}

    /** Different values that so many rows have. */
    private static double drawn(double domain, double rows) {
        return -domain * Math.expm1(-rows / domain);
    }

    /**
     * Of a column of the whole.
     *
     * @param scale rows of the whole for each row of the parts
     */
    public static ColumnStatistics column(List<Part> parts, double scale) {
        List<Part> looked = parts.stream().filter(Part::looked).toList();
        boolean nullsKnown = parts.stream().allMatch(part -> part.nulls() >= 0);
        double nulls = parts.stream().mapToDouble(Part::nulls).sum() * scale;
        BigDecimal least = bound(parts, false);
        BigDecimal greatest = bound(parts, true);
        double averageBytes = parts.stream()
                .mapToDouble(Part::averageBytes)
                .filter(bytes -> bytes >= 0)
                .average()
                .orElse(-1);
        return new ColumnStatistics(
                looked.isEmpty() ? -1 : Math.round(distinct(parts, looked, scale)),
                nullsKnown ? Math.round(nulls) : -1,
                least == null ? null : least.toPlainString(),
                greatest == null ? null : greatest.toPlainString(),
                averageBytes);
    }

    private static double distinct(List<Part> parts, List<Part> looked, double scale) {
        double domain = looked.stream().mapToDouble(Part::domain).average().orElse(DOMAIN_MAX);
        double values = parts.stream().mapToDouble(Part::values).sum() * scale;
        double domains = domains(parts, scale);
        if (looked.stream().allMatch(Part::isUnique)) {
            return Math.max(1, Math.min(values, domains * domain));
        }
        return Math.max(1, Math.min(values, domains * drawn(domain, values / domains)));
    }

    /** How many domains without a common value there are: one if all parts have the same range, as many as parts if they lie side by side. */
    private static double domains(List<Part> parts, double scale) {
        if (parts.size() == 1 || !parts.stream().allMatch(Part::hasRange)) {
            return 1;
        }
        double width = bound(parts, true).subtract(bound(parts, false)).doubleValue();
        double sum = parts.stream().mapToDouble(Part::width).sum();
        double layers = width <= 0 ? parts.size() : Math.max(1, Math.min(parts.size(), sum / width));
        double apart = 1 - (layers - 1) / (parts.size() - 1);
        return Math.pow(parts.size() * scale, apart);
    }

    private static BigDecimal bound(List<Part> parts, boolean greatest) {
        BigDecimal bound = null;
        for (Part part : parts) {
            BigDecimal value = greatest ? part.greatest() : part.least();
            boolean allNull = part.nulls() >= part.rows();
            if (value == null && !allNull) {
                return null;
            }
            bound = bound == null || (value != null && value.compareTo(bound) > 0 == greatest) ? value : bound;
        }
        return bound;
    }

    /**
     * Of a table.
     *
     * @param files some of its files
     * @param bytes of all its files
     */
    public static TableStatistics table(List<TableStatistics> files, long bytes) {
        double sampled = files.stream().mapToDouble(TableStatistics::bytes).sum();
        boolean rowsKnown = files.stream().allMatch(file -> file.rowCount() >= 0);
        if (files.isEmpty() || sampled <= 0 || !rowsKnown) {
            return new TableStatistics(bytes == 0 ? 0 : -1, bytes, Map.of());
        }
        double scale = Math.max(1, bytes / sampled);
        double rows = files.stream().mapToDouble(TableStatistics::rowCount).sum() * scale;
        Set<String> names = new TreeSet<>(files.get(0).columns().keySet());
        Map<String, ColumnStatistics> columns = new HashMap<>();
        for (String name : names) {
            List<Part> parts = new ArrayList<>();
            for (TableStatistics file : files) {
                if (file.columns().containsKey(name)) {
                    parts.add(part(file, file.columns().get(name)));
                }
            }
            columns.put(
                    name,
                    files.size() == 1 && scale == 1 ? files.get(0).columns().get(name) : column(parts, scale));
        }
        return new TableStatistics(Math.round(rows), bytes, columns);
    }

    private static Part part(TableStatistics file, ColumnStatistics column) {
        BigDecimal least = column.min() == null ? null : new BigDecimal(column.min());
        BigDecimal greatest = column.max() == null ? null : new BigDecimal(column.max());
        boolean whole = least != null && least.scale() <= 0 && greatest != null && greatest.scale() <= 0;
        return new Part(
                file.rowCount(),
                column.nullCount(),
                least,
                greatest,
                whole,
                column.distinctValues() >= 0,
                column.distinctValues(),
                column.averageBytes());
    }
}
