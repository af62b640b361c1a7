package io.blink.formats.orc;

import io.blink.core.type.Field;
import io.blink.formats.ReadRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.orc.impl.RecordReaderImpl.SargApplier;
import org.apache.orc.impl.SchemaEvolution;

/** The conditions of a request that orc-core holds against statistics and Bloom filters of row groups. */
final class RowGroupConditions {
    private final SargApplier conditions;
    private final boolean[] columns;

    private RowGroupConditions(SargApplier conditions, boolean[] columns) {
        this.conditions = conditions;
        this.columns = columns;
    }

    /** Empty if there is no such condition, or the file has no row groups. */
    static Optional<RowGroupConditions> of(Reader footer, ReadRequest request) {
        Optional<OrcFilter.Argument> argument = OrcFilter.argument(request);
        if (argument.isEmpty() || footer.getRowIndexStride() == 0) {
            return Optional.empty();
        }
        List<Field> tableColumns = OrcFooters.tableColumns(request);
        TypeDescription schema = OrcTypes.schema(tableColumns);
        boolean[] include = new boolean[schema.getMaximumId() + 1];
        Set<String> names = Stream.of(argument.get().columns())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        include[0] = true;
        for (TypeDescription child : schema.getChildren()) {
            include[child.getId()] = names.contains(child.getFullFieldName().toLowerCase(Locale.ROOT));
        }
        Reader.Options options =
                footer.options().include(include).tolerateMissingSchema(true).isSchemaEvolutionCaseAware(false);
        SchemaEvolution evolution = new SchemaEvolution(footer.getSchema(), schema, options);
        SargApplier conditions = new SargApplier(
                argument.get().argument(),
                footer.getRowIndexStride(),
                evolution,
                footer.getWriterVersion(),
                true,
                footer.writerUsedProlepticGregorian(),
                true);
        boolean[] columns = new boolean[footer.getSchema().getMaximumId() + 1];
        conditions.setRowIndexCols(columns);
        return Optional.of(new RowGroupConditions(conditions, columns));
    }

    /** For each row group of a stripe whether it may have a row of use; {@code null}: every one may. */
    boolean[] possible(Stripe stripe) throws IOException {
        return stripe.possible(conditions, columns);
    }
}
