package io.blink.hive.read;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.type.Field;
import io.blink.formats.selection.RowSelection;
import io.blink.hive.catalog.HiveTableSchema;
import io.blink.hive.partition.PartitionPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A query's conjuncts, by who takes care of them.
 *
 * @param partitionPredicates decided by partition, and so true of every row that is left
 * @param partitionFilters the conjuncts that those predicates stand for, over the partition columns
 * @param fileFilters handed to the file readers, over the file columns that are read and, behind them, {@code filterColumns}
 * @param filterColumns names of file columns that only file filters need
 * @param applied of the file filters those that readers apply to each row, as the request wrote them
 * @param remaining what rows may still fail, as the request wrote it
 */
record HiveFilters(
        List<PartitionPredicate> partitionPredicates,
        List<Expression> partitionFilters,
        List<Expression> fileFilters,
        List<String> filterColumns,
        List<Expression> applied,
        List<Expression> remaining) {

    static HiveFilters split(ScanRequest request, HiveTableSchema schema) {
        List<PartitionPredicate> predicates = new ArrayList<>();
        List<Expression> partitionFilters = new ArrayList<>();
        List<Expression> fileFilters = new ArrayList<>();
        List<Expression> applied = new ArrayList<>();
        List<Expression> remaining = new ArrayList<>();
        int[] partitionColumns = positions(request.filterColumns(), schema.partitionColumns());
        List<Field> returned = fields(request.columns(), schema);
        List<Field> read = new ArrayList<>(returned);
        fields(request.filterColumns(), schema).stream()
                .filter(field -> !returned.contains(field))
                .forEach(read::add);
        int[] readColumns = positions(request.filterColumns(), read);
        for (Expression filter : request.filters()) {
            Optional<PartitionPredicate> predicate = PartitionPredicate.of(filter, partitionColumns);
            if (predicate.isPresent()) {
                predicates.add(predicate.get());
                partitionFilters.add(renumbered(filter, partitionColumns).orElseThrow());
            } else {
                Optional<Expression> ofFile = renumbered(filter, readColumns);
                ofFile.ifPresent(fileFilters::add);
                boolean tested = request.filtered() && ofFile.isPresent() && RowSelection.applies(filter);
                (tested ? applied : remaining).add(filter);
            }
        }
        List<String> filterColumns = read.subList(returned.size(), read.size()).stream()
                .map(Field::name)
                .toList();
        return new HiveFilters(
                List.copyOf(predicates),
                List.copyOf(partitionFilters),
                List.copyOf(fileFilters),
                filterColumns,
                List.copyOf(applied),
                List.copyOf(remaining));
    }

    private static List<Field> fields(List<String> names, HiveTableSchema schema) {
        return names.stream()
                .flatMap(name -> schema.dataColumns().stream()
                        .filter(field -> field.name().equalsIgnoreCase(name)))
                .toList();
    }

    /** Where each name stands among the fields; -1 where it does not. */
    private static int[] positions(List<String> names, List<Field> fields) {
        return names.stream()
                .mapToInt(name -> {
                    OptionalInt position = IntStream.range(0, fields.size())
                            .filter(i -> fields.get(i).name().equalsIgnoreCase(name))
                            .findFirst();
                    return position.orElse(-1);
                })
                .toArray();
    }

    /** The expression over other column numbers; empty if it uses a column that has none. */
    private static Optional<Expression> renumbered(Expression expression, int[] positions) {
        if (expression instanceof InputColumn input) {
            int position = positions[input.index()];
            return position < 0 ? Optional.empty() : Optional.of(new InputColumn(position, input.type()));
        }
        if (expression instanceof Call call) {
            List<Expression> arguments = new ArrayList<>();
            for (Expression argument : call.arguments()) {
                Optional<Expression> renumbered = renumbered(argument, positions);
                if (renumbered.isEmpty()) {
                    return Optional.empty();
                }
                arguments.add(renumbered.get());
            }
            return Optional.of(new Call(call.function(), arguments, call.type(), call.position()));
        }
        return Optional.of(expression);
    }
}
