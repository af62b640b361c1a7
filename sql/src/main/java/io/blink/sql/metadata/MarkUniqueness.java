package io.blink.sql.metadata;

import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.RelMdColumnUniqueness;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;

/** Mark joins have each left row once, and a column behind the left ones, for which Calcite's handler asks the left side. */
public final class MarkUniqueness implements MetadataHandler<BuiltInMetadata.ColumnUniqueness> {
    private static final RelMdColumnUniqueness OTHERS = (RelMdColumnUniqueness) RelMdColumnUniqueness.SOURCE
            .handlers(BuiltInMetadata.ColumnUniqueness.Handler.class)
            .get(0);

    @Override
    public MetadataDef<BuiltInMetadata.ColumnUniqueness> getDef() {
        return BuiltInMetadata.ColumnUniqueness.DEF;
    }

    /** Found by {@link MetadataDispatcher}. */
    public Boolean areColumnsUnique(Join join, RelMetadataQuery query, ImmutableBitSet columns, boolean ignoreNulls) {
        if (join.getJoinType() != JoinRelType.LEFT_MARK) {
            return OTHERS.areColumnsUnique(join, query, columns, ignoreNulls);
        }
        int mark = join.getLeft().getRowType().getFieldCount();
        return query.areColumnsUnique(join.getLeft(), columns.clear(mark), ignoreNulls);
    }
}
