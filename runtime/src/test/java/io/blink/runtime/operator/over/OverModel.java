package io.blink.runtime.operator.over;

import io.blink.core.function.WindowFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.OperatorSpec.OverWindow;
import io.blink.core.plan.SortKey;
import io.blink.core.plan.WindowCall;
import io.blink.core.plan.WindowFrame;
import io.blink.core.plan.WindowFrame.Bound;
import io.blink.core.plan.WindowFrame.Unit;
import io.blink.runtime.operator.aggregate.AggregateModel;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Calls with OVER as SQL:2011 says it: for each row the list of the rows of its frame, and the call's value from that. */
final class OverModel {
    private final OverWindow spec;
    /** Of the rows of the partition. */
    private int[] groups;

    OverModel(OverWindow spec) {
        this.spec = spec;
    }

    /** Every {@code step}-th row with its values; {@code null} for the others. */
    List<List<Object>> evaluate(List<List<Object>> sorted, int step) {
        List<List<Object>> results = new ArrayList<>();
        int from = 0;
        while (from < sorted.size()) {
            int to = from + 1;
            while (to < sorted.size() && same(spec.partitionKeys(), sorted.get(from), sorted.get(to))) {
                to++;
            }
            List<List<Object>> partition = sorted.subList(from, to);
            groups = new int[partition.size()];
            for (int i = 1; i < groups.length; i++) {
                groups[i] = groups[i - 1] + (same(orderColumns(), partition.get(i - 1), partition.get(i)) ? 0 : 1);
            }
            for (int row = 0; row < partition.size(); row++) {
                if (results.size() % step != 0) {
                    results.add(null);
                    continue;
                }
                List<Object> result = new ArrayList<>(partition.get(row));
                for (WindowCall call : spec.calls()) {
                    result.add(value(call, partition, row));
                }
                results.add(result);
            }
            from = to;
        }
        return results;
    }

    private static boolean same(List<Integer> columns, List<Object> row, List<Object> other) {
        return columns.stream().allMatch(column -> Objects.equals(row.get(column), other.get(column)));
    }

    private List<Integer> orderColumns() {
        return spec.order().stream().map(SortKey::column).toList();
    }

    private boolean peers(int row, int other) {
        return groups[row] == groups[other];
    }

    private Object value(WindowCall call, List<List<Object>> rows, int row) {
        List<List<Object>> frame =
                frame(call.frame(), rows, row).stream().map(rows::get).toList();
        if (call.aggregate() != null) {
            return AggregateModel.value(
                    new AggregateCall(
                            call.aggregate(),
                            call.arguments(),
                            call.argumentTypes(),
                            call.distinct(),
                            call.filterColumn(),
                            call.type()),
                    frame);
        }
        int firstPeer = row;
        while (firstPeer > 0 && peers(firstPeer - 1, row)) {
            firstPeer--;
        }
        int lastPeer = row;
        while (lastPeer < rows.size() - 1 && peers(lastPeer + 1, row)) {
            lastPeer++;
        }
        return switch (call.function()) {
            case ROW_NUMBER -> row + 1L;
            case RANK -> firstPeer + 1L;
            case DENSE_RANK -> groups[row] + 1L;
            case PERCENT_RANK -> rows.size() == 1 ? 0.0 : (double) firstPeer / (rows.size() - 1);
            case CUME_DIST -> (lastPeer + 1.0) / rows.size();
            case NTILE -> tile(rows.size(), row, (Long) argument(call, 0, rows.get(row)));
            case LAG, LEAD -> neighbour(call, rows, row);
            case FIRST_VALUE -> at(call, frame, 0);
            case LAST_VALUE -> at(call, frame, -1);
            case NTH_VALUE ->
                argument(call, 1, rows.get(row)) == null
                        ? null
                        : at(call, frame, (Long) argument(call, 1, rows.get(row)) - 1);
        };
    }

    private static Object argument(WindowCall call, int number, List<Object> row) {
        return row.get(call.arguments().get(number));
    }

    private static Object tile(int size, int row, Long buckets) {
        if (buckets == null) {
            return null;
        }
        long tile = 0;
        long end = 0;
        while (end <= row) {
            end += size / buckets + (tile < size % buckets ? 1 : 0);
            tile++;
        }
        return tile;
    }

    private static Object neighbour(WindowCall call, List<List<Object>> rows, int row) {
        Long offset = (Long) argument(call, 1, rows.get(row));
        if (offset == null) {
            return null;
        }
        int step = call.function() == WindowFunction.LAG ? -1 : 1;
        int at = row;
        for (long left = offset; left > 0; left--) {
            do {
                at += step;
            } while (call.ignoreNulls() && at >= 0 && at < rows.size() && argument(call, 0, rows.get(at)) == null);
            if (at < 0 || at >= rows.size()) {
                return argument(call, 2, rows.get(row));
            }
        }
        return argument(call, 0, rows.get(at));
    }

    private static Object at(WindowCall call, List<List<Object>> frame, long place) {
        List<Object> values = new ArrayList<>();
        for (List<Object> row : frame) {
            if (!call.ignoreNulls() || argument(call, 0, row) != null) {
                values.add(argument(call, 0, row));
            }
        }
        long at = place < 0 ? values.size() - 1 : place;
        return at < 0 || at >= values.size() ? null : values.get((int) at);
    }

    private List<Integer> frame(WindowFrame frame, List<List<Object>> rows, int row) {
        List<Integer> taken = new ArrayList<>();
        for (int other = 0; other < rows.size(); other++) {
            boolean excluded =
                    switch (frame.exclusion()) {
                        case NO_OTHERS -> false;
                        case CURRENT_ROW -> other == row;
                        case GROUP -> peers(row, other);
                        case TIES -> other != row && peers(row, other);
                    };
            if (!excluded && notAhead(frame, rows, row, other) && notBehind(frame, rows, row, other)) {
                taken.add(other);
            }
        }
        return taken;
    }

    private boolean notAhead(WindowFrame frame, List<List<Object>> rows, int row, int other) {
        return switch (frame.start().kind()) {
            case UNBOUNDED_PRECEDING -> true;
            case UNBOUNDED_FOLLOWING -> false;
            default -> distance(frame.unit(), frame.start(), rows, row, other) >= 0;
        };
    }

    private boolean notBehind(WindowFrame frame, List<List<Object>> rows, int row, int other) {
        return switch (frame.end().kind()) {
            case UNBOUNDED_FOLLOWING -> true;
            case UNBOUNDED_PRECEDING -> false;
            default -> distance(frame.unit(), frame.end(), rows, row, other) <= 0;
        };
    }

    /** Below 0: the other row comes ahead of the bound; 0: it is at the bound. */
    private long distance(Unit unit, Bound bound, List<List<Object>> rows, int row, int other) {
        long signed =
                switch (bound.kind()) {
                    case PRECEDING -> -bound.offset();
                    case FOLLOWING -> bound.offset();
                    default -> 0;
                };
        return switch (unit) {
            case ROWS -> other - (row + signed);
            case GROUPS -> groups[other] - (groups[row] + signed);
            case RANGE -> {
                if (bound.edgeColumn() < 0 || rows.get(row).get(bound.edgeColumn()) == null) {
                    yield groups[other] - groups[row];
                }
                SortKey key = spec.order().get(0);
                yield order(
                        key, rows.get(other).get(key.column()), rows.get(row).get(bound.edgeColumn()));
            }
        };
    }

    private static int order(SortKey key, Object value, Object edge) {
        if (value == null) {
            return key.nullsFirst() ? -1 : 1;
        }
        int order;
        if (value instanceof Long number) {
            order = number.compareTo((Long) edge);
        } else if (value instanceof Double number) {
            order = number.compareTo((Double) edge);
        } else if (value instanceof BigInteger number) {
            order = number.compareTo((BigInteger) edge);
        } else {
            List<?> pair = (List<?>) value;
            List<?> other = (List<?>) edge;
            int micros = ((Long) pair.get(0)).compareTo((Long) other.get(0));
            order = micros != 0 ? micros : ((Integer) pair.get(1)).compareTo((Integer) other.get(1));
        }
        return key.ascending() ? order : -order;
    }
}
