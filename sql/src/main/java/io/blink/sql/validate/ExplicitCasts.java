package io.blink.sql.validate;

import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.calcite.sql.type.SqlTypeCoercionRule;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;

/** From which types CAST takes values: Calcite's list, and BOOLEAN to each number. */
final class ExplicitCasts implements SqlTypeMappingRule {
    static final ExplicitCasts INSTANCE = new ExplicitCasts();

    private final Map<SqlTypeName, ImmutableSet<SqlTypeName>> sources;

    private ExplicitCasts() {
        sources = new LinkedHashMap<>(SqlTypeCoercionRule.instance().getTypeMapping());
        for (SqlTypeName number : SqlTypeName.NUMERIC_TYPES) {
            sources.computeIfPresent(number, (target, known) -> ImmutableSet.<SqlTypeName>builder()
                    .addAll(known)
                    .add(SqlTypeName.BOOLEAN)
                    .build());
        }
    }

    @Override
    public Map<SqlTypeName, ImmutableSet<SqlTypeName>> getTypeMapping() {
        return sources;
    }
}
