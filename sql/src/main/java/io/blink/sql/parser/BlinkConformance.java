package io.blink.sql.parser;

import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/**
 * Where we take more than Calcite's default: {@code !=}, {@code %}, {@code GROUP BY 1}, {@code GROUP BY alias} and {@code HAVING
 * alias} where no column has that name, names of earlier items in later ones of a SELECT, {@code LIMIT start, count}, {@code CURRENT_DATE()}.
 */
public final class BlinkConformance extends SqlDelegatingConformance {
    public static final BlinkConformance INSTANCE = new BlinkConformance();

    private BlinkConformance() {
        super(SqlConformanceEnum.DEFAULT);
    }

    @Override
    public boolean isBangEqualAllowed() {
        return true;
    }

    @Override
    public boolean isPercentRemainderAllowed() {
        return true;
    }

    @Override
    public boolean isGroupByOrdinal() {
        return true;
    }

    @Override
    public boolean isGroupByAlias() {
        return true;
    }

    @Override
    public boolean isHavingAlias() {
        return true;
    }

    @Override
    public SelectAliasLookup isSelectAlias() {
        return SelectAliasLookup.LEFT_TO_RIGHT;
    }

    @Override
    public boolean isLimitStartCountAllowed() {
        return true;
    }

    @Override
    public boolean isOffsetLimitAllowed() {
        return true;
    }

    @Override
    public boolean allowNiladicParentheses() {
        return true;
    }

    @Override
    public boolean isMinusAllowed() {
        return true;
    }
}
